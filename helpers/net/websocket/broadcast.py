"""One message to many, framed once, and written at once where nothing else waits.

Enters: sockets and a message. Leaves: writes, or messages that wait their turn in the sockets. Rejected: a loop over
``offer`` alone, which makes each socket's frame anew, and writes none before the last is made.
"""

from collections.abc import Iterable

from helpers.net.websocket.outbox import Message
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.websocket.sending import whole_frame

__all__ = ["broadcast"]


def broadcast(sockets: Iterable[WebSocket], message: Message) -> None:
    """Offer ``message`` to each of ``sockets``; nobody waits, and who reads too slowly meets ``limits.slow``."""
    frame = whole_frame(message)
    for socket in sockets:
        if not socket.takes(frame):
            socket.offer(message)
