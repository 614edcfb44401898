"""WebSocket explained: frames bit by bit, and the messages they carry (RFC 6455)."""
