"""HTTP/1.1 explained: heads line by line, bodies and chunks (RFC 9112)."""
