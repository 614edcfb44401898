"""WebSocket frames, bit by bit (RFC 6455 §5), and what their payloads turn into.

It remembers, for each side, the fragments and, with permessage-deflate, the window. Never raises: a frame that breaks
a rule is laid out all the same, and the leaf at fault says which rule.
"""

from helpers.dissectors.contents.registry import Said
from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles, missing, preview
from helpers.dissectors.websocket.header import FRAME, SECTION, illegal, lay_out_header, opcode_name
from helpers.dissectors.websocket.messages import Messages, Payload
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.heads import header, header_values
from helpers.protocols.reading import Opening, Reading
from helpers.protocols.unit import Unit
from helpers.protocols.websocket.deflate import NAME, Parameters, parse_parameters
from helpers.protocols.websocket.extensions import Extension, parse_extensions
from helpers.protocols.websocket.frames import Header
from helpers.protocols.websocket.inflate import Inflater
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

__all__ = ["FrameExplainer"]


class FrameExplainer:
    """Explains the frames of both sides, each in order."""

    def __init__(self, reading: Reading) -> None:
        deflate = _deflate(reading.opening)
        self._rsv = 0b100 if deflate else 0
        said = _said(reading.opening)
        self._messages = {
            side: Messages(said, _inflater(side, deflate) if deflate else None) for side in Side
        }

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """One frame."""
        header = unit.head
        assert isinstance(header, Header)
        plain = data[header.size :]
        if header.mask_key:
            plain = unmask(plain, header.mask_key)
        begins = unit.start + header.size
        part = Part(begins, unit.end, begins - 4 if header.mask_key else None)
        payload = self._messages[unit.side].receive(data[0], plain, part)
        who, title = (unit.side, self._rsv), opcode_name(header.opcode)
        return Explained(title, payload.summary, lambda: _frame(data, header, who, plain, payload))

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """The beginning of a frame, as far as it is there."""
        tiles = Tiles(data, size=unit.end - unit.start)
        lay_out_header(tiles, unit.side, self._rsv)
        tiles.unfinished(unit.reason, rfc=SECTION)
        title, note = opcode_name(data[0] & 0b1111), f"{FRAME} {missing(unit.reason)}"
        return Explained(title, "incomplete", tiles.group("frame", f"{title} incomplete", note, SECTION))


def _frame(data: bytes, header: Header, who: tuple[Side, int], plain: bytes, payload: Payload) -> Field:
    tiles = Tiles(data)
    complaint = lay_out_header(tiles, *who)
    note = FRAME + (illegal(complaint) or payload.complaint)
    laid, value = tuple(tiles.fields), f"{opcode_name(header.opcode)} {payload.summary}".rstrip()
    children = lambda: laid + _payload(header, len(data), plain, payload)  # noqa: E731 – made when asked
    return Field(0, len(data), "frame", value, note, SECTION, children)


# ---- what the handshake agreed on ----


def _said(opening: Opening | None) -> Said:
    if opening is None:
        return Said()
    subprotocol = header(opening.response.headers, "Sec-WebSocket-Protocol") or ""
    return Said(subprotocol=subprotocol, target=opening.request.target)


def _deflate(opening: Opening | None) -> Extension | None:
    values = header_values(opening.response.headers, "Sec-WebSocket-Extensions") if opening else ()
    try:
        extensions = parse_extensions(", ".join(values))
    except RemoteProtocolError:
        return None
    return next((extension for extension in extensions if extension.name == NAME), None)


def _inflater(side: Side, extension: Extension) -> Inflater:
    # RFC 7692 §7.1: each side has its own window size, and may give up the context between messages
    try:
        agreed = parse_parameters(extension, offer=False)
    except RemoteProtocolError:
        agreed = Parameters()
    return Inflater(window_bits=agreed.window_bits(side), takeover=agreed.takeover(side))


# ---- the payload ----


def _payload(header: Header, end: int, plain: bytes, payload: Payload) -> tuple[Field, ...]:
    start = header.size
    fields = payload.fields(0 if header.mask_key else start)
    if start == end and not fields:
        return ()
    only = fields[0] if len(fields) == 1 else None
    value = only.value if only else preview(plain)
    if header.mask_key:
        buffer = Buffer("unmasked", plain, fields, parts=(payload.part,))
        return (Field(start, end, "payload", value, _MASKED, "RFC 6455 §5.3", decoded=buffer),)
    if only and not payload.parts and not only.deferred and not only.children:
        rfc = only.rfc or SECTION
        return (Field(start, end, "payload", only.value, only.note, rfc, decoded=only.decoded),)
    return (Field(start, end, "payload", value, "What the frame carries.", SECTION, fields),)


_MASKED = "What the frame carries, XORed with the masking key; unmasked it reads as shown."
