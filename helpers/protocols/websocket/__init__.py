"""WebSocket by hand (RFC 6455), sans-IO: bytes in, events and bytes out."""
