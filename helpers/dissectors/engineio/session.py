"""Which Engine.IO session a section of HTTP belongs to: its id, from the address or from the open packet.

So a view can tell that the WebSocket of an upgrade, a connection of its own, is about the session of another one.
"""

from collections.abc import Iterable

from helpers.dissectors.section import Section
from helpers.protocols.engineio.handshake import Asked, Handshake, is_engineio
from helpers.protocols.engineio.payloads import SEPARATOR
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.heads import Request
from helpers.protocols.http1.reading import HttpUnit, Message
from helpers.vocabulary import Side

__all__ = ["engineio_session"]


def engineio_session(section: Section) -> Iterable[str]:
    """The session that a request names, or that a response's body opens."""
    message = section.unit.head
    if not isinstance(message, Message) or message.request is None or "EIO=" not in message.request.target:
        return ()
    if section.unit.kind is HttpUnit.HEAD:
        return _named(message.request) if section.unit.side is Side.CLIENT else ()
    opens = section.unit.side is Side.SERVER and section.data.startswith(b"0{")
    return _opened(section.data) if opens and is_engineio(message.request.target) else ()


def _named(request: Request) -> Iterable[str]:
    try:
        sid = Asked.parse(request.target).sid
    except RemoteProtocolError:
        return ()
    return (f"engineio {sid}",) if sid else ()


def _opened(body: bytes) -> Iterable[str]:
    try:
        return (f"engineio {Handshake.parse(body[1:].split(SEPARATOR.encode())[0]).sid}",)
    except RemoteProtocolError:
        return ()
