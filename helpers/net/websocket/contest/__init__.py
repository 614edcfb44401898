"""Our server of WebSocket beside other people's: each in a process of its own, all asked by one fast client."""
