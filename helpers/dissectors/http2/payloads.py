"""What frames carry, byte by byte, type by type (RFC 9113 §6); pieces of header blocks and bodies come from outside.

A payload's bytes come in as ``Tiles``, fields are laid out over all of them. The frame was read before, so that every
size is right.
"""

from collections.abc import Callable

from helpers.dissectors.field import Bit, Field
from helpers.dissectors.http2.header import lay_out_stream
from helpers.dissectors.http2.words import (
    blame,
    error_meaning,
    error_name,
    setting_meaning,
    setting_name,
    type_section,
)
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.http2.codes import Fault, FrameType, Setting
from helpers.protocols.http2.frames import Headers
from helpers.protocols.http2.watch import Seen

__all__ = ["Inside", "lay_out_payload", "left"]

# Makes the fields of the piece of a block or a body that starts there.
Inside = Callable[[int], tuple[Field, ...]]


def lay_out_payload(
    tiles: Tiles, seen: Seen, inside: Inside, *, padding: int | None = None, broken: bool = False
) -> None:
    """Everything after the header; ``inside`` gives the fields of a piece of a header block or a body."""
    header = seen.header
    rfc = type_section(header.type)
    lay_out = _LAY_OUT.get(header.type)
    if lay_out is None or broken:
        _opaque(tiles, seen.fault, known=lay_out is not None, rfc=rfc)
        return
    if padding is not None:
        tiles.add(1, "pad length", str(padding), "So many bytes at the end mean nothing.", "RFC 9113 §6.1")
    lay_out(tiles, seen, rfc)
    if header.type in _CARRY:
        tiles.extend(inside(tiles.start + tiles.at))
    if tiles.rest:
        tiles.add(
            tiles.rest, "padding", preview(tiles.peek(tiles.rest)), "It means nothing.", "RFC 9113 §6.1"
        )


_CARRY = (FrameType.DATA, FrameType.HEADERS, FrameType.PUSH_PROMISE, FrameType.CONTINUATION)


def _opaque(tiles: Tiles, fault: Fault | None, *, known: bool, rfc: str) -> None:
    if not tiles.rest:
        return
    name = "malformed" if known else "payload"
    note = f"Not read.{blame(fault)}" if known else "What a frame of this type carries is not known here."
    tiles.add(tiles.rest, name, preview(tiles.peek(tiles.rest)), note, rfc)


# ---- of a stream ----


def _nothing(tiles: Tiles, seen: Seen, rfc: str) -> None:
    """DATA and CONTINUATION have nothing of their own."""


def _headers(tiles: Tiles, seen: Seen, rfc: str) -> None:
    if isinstance(seen.frame, Headers) and seen.frame.dependency:
        _dependency(tiles, seen, rfc)


def _dependency(tiles: Tiles, seen: Seen, rfc: str) -> None:
    note = "The stream on which this one depended, in the priorities of RFC 7540; nobody looks any more."
    lay_out_stream(tiles, "stream dependency", note, "RFC 9113 §5.3.2", first="exclusive")
    weight = tiles.peek(1)[0] + 1
    tiles.add(
        1, "weight", str(weight), "One more than the byte says; nobody looks any more.", "RFC 9113 §5.3.2"
    )


def _push_promise(tiles: Tiles, seen: Seen, rfc: str) -> None:
    lay_out_stream(tiles, "promised stream", "The stream on which the response will come.", rfc)


def _rst_stream(tiles: Tiles, seen: Seen, rfc: str) -> None:
    _error(tiles)


def _error(tiles: Tiles) -> None:
    code = int.from_bytes(tiles.peek(4), "big")
    tiles.add(4, "error code", error_name(code), f"{code}: {error_meaning(code)}.", "RFC 9113 §7")


# ---- of the connection ----


def _settings(tiles: Tiles, seen: Seen, rfc: str) -> None:
    while tiles.rest:
        data = tiles.peek(6)
        key, value = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:], "big")
        one = Tiles(data, tiles.start + tiles.at)
        one.add(2, "identifier", f"{key} · {setting_name(key)}", "Which setting.", "RFC 9113 §6.5.1")
        one.add(4, "value", str(value), "What it is set to.", "RFC 9113 §6.5.1")
        rfc = "RFC 9113 §6.5.2" if key <= Setting.MAX_HEADER_LIST_SIZE else "RFC 9113 §6.5.1"
        tiles.extend((one.group(setting_name(key), str(value), setting_meaning(key), rfc),))


def _ping(tiles: Tiles, seen: Seen, rfc: str) -> None:
    note = "Eight bytes that the answer must repeat."
    tiles.add(8, "opaque data", preview(tiles.peek(8)), note, rfc, volatile=True)


def _go_away(tiles: Tiles, seen: Seen, rfc: str) -> None:
    note = (
        "The last stream that the sender has taken on: requests on later ones may be repeated without harm."
    )
    lay_out_stream(tiles, "last stream", note, rfc)
    _error(tiles)
    if tiles.rest:
        tiles.add(tiles.rest, "debug data", preview(tiles.peek(tiles.rest)), "For people and logs.", rfc)


def _window_update(tiles: Tiles, seen: Seen, rfc: str) -> None:
    increment = int.from_bytes(tiles.peek(4), "big") & 0x7FFF_FFFF
    note = f"The other side may send {increment} bytes more.{left(seen)}"
    reserved = Bit("R", 1, str(tiles.peek(1)[0] >> 7), "Reserved: 0, and nobody looks.")
    bits = reserved, Bit("increment", 31, str(increment), note)
    tiles.add(4, "increment", str(increment), note, rfc, bits=bits)


def left(seen: Seen) -> str:
    """The sentence about both windows after a frame; nothing where it is not about them."""
    if seen.left is None:
        return ""
    (stream, connection), header = seen.left, seen.header
    if not header.stream:
        return f" The window of the connection is {connection} bytes now."
    return f" Left in the windows: {stream} bytes on stream {header.stream}, {connection} on the connection."


def _priority_update(tiles: Tiles, seen: Seen, rfc: str) -> None:
    lay_out_stream(tiles, "prioritized stream", "The response that it is about.", rfc)
    if tiles.rest:
        note = "Urgency u from 0 (most) to 7, 3 where none is said; i: pieces of it are of use."
        tiles.add(tiles.rest, "priority", preview(tiles.peek(tiles.rest)), note, "RFC 9218 §4")


_LAY_OUT: dict[int, Callable[[Tiles, Seen, str], None]] = {
    FrameType.DATA: _nothing,
    FrameType.HEADERS: _headers,
    FrameType.PRIORITY: _dependency,
    FrameType.RST_STREAM: _rst_stream,
    FrameType.SETTINGS: _settings,
    FrameType.PUSH_PROMISE: _push_promise,
    FrameType.PING: _ping,
    FrameType.GOAWAY: _go_away,
    FrameType.WINDOW_UPDATE: _window_update,
    FrameType.CONTINUATION: _nothing,
    FrameType.PRIORITY_UPDATE: _priority_update,
}
