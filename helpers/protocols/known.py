"""The readings that the course brings along: a line for each."""

from helpers.protocols.http1.reading import Http1
from helpers.protocols.http2.reading import Http2, begins_http2
from helpers.protocols.reading import chosen, fallback, named, prefix, register
from helpers.protocols.tls.reading import Tls
from helpers.protocols.websocket.reading import WebSocket

__all__ = ["chosen", "fallback", "named"]

register(Http1)
register(WebSocket, upgrade="websocket")
register(Tls, begins=prefix(b"\x16\x03"))
register(Http2, begins=begins_http2)
