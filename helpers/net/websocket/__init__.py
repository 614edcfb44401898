"""WebSocket that runs: a server and a client on asyncio, around the codec of ``helpers.protocols.websocket``.

``serve_websocket`` starts a server whose handler is a coroutine: it is given a ``WebSocket``, iterates over it for
what comes, and sends. ``connect_websocket`` is the client. ``Limits`` says what one connection may cost.
"""

from helpers.net.websocket.broadcast import broadcast
from helpers.net.websocket.client import connect_websocket
from helpers.net.websocket.limits import Limits, Slow
from helpers.net.websocket.outbox import Message
from helpers.net.websocket.server import serve_websocket
from helpers.net.websocket.socket import Ended, WebSocket

__all__ = [
    "Ended",
    "Limits",
    "Message",
    "Slow",
    "WebSocket",
    "broadcast",
    "connect_websocket",
    "serve_websocket",
]
