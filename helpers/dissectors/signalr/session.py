"""Which SignalR connection a section of HTTP belongs to: by a negotiation's token, or by the ``id=`` of a request.

So a view can tell that a WebSocket, a connection of its own, was negotiated on another one.
"""

from collections.abc import Iterable

from helpers.dissectors.section import Section
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.reading import HttpUnit, Message
from helpers.protocols.signalr.negotiation import Negotiation, named_id
from helpers.vocabulary import Side

__all__ = ["signalr_session"]


def signalr_session(section: Section) -> Iterable[str]:
    """The session that a request names, or that a negotiation begins."""
    message = section.unit.head
    if not isinstance(message, Message) or message.request is None:
        return ()
    target, side = message.request.target, section.unit.side
    if section.unit.kind is HttpUnit.HEAD:
        named = named_id(target) if side is Side.CLIENT and "id=" in target else ""
        return (f"signalr {named}",) if named else ()
    begins = side is Side.SERVER and target.partition("?")[0].endswith("/negotiate")
    return _begun(section.data) if begins else ()


def _begun(body: bytes) -> Iterable[str]:
    try:
        return (f"signalr {Negotiation.parse(body).secret}",)
    except RemoteProtocolError:
        return ()
