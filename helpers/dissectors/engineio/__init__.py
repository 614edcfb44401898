"""Engine.IO across connections: a session that begins with polling, and moves to a WebSocket."""
