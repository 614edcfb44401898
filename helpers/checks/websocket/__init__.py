"""The exercises on WebSocket (RFC 6455): one file each, named like the concept's file in ``protocols``."""
