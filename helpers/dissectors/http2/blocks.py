"""Header blocks as they were sent, byte by byte, and as they were meant (RFC 7541): indexes, literals, tables.

A decoded ``Block`` comes in, fields that tile its bytes come out; the header list stands beside them as a buffer.
"""

from helpers.dissectors.field import Bit, Buffer, Field
from helpers.dissectors.http1.headers import meaning
from helpers.dissectors.http2.words import blame
from helpers.dissectors.raw import count
from helpers.dissectors.tiles import Tiles, preview
from helpers.protocols.http2.blocks import Block, Form, Representation
from helpers.protocols.http2.integers import Text
from helpers.protocols.http2.table import STATIC, Entry, entry_size

__all__ = ["explain_block"]

_SHOWN = 8  # fields of a table in a note
_SECTIONS = {
    Form.INDEXED: "RFC 7541 §6.1",
    Form.INCREMENTAL: "RFC 7541 §6.2.1",
    Form.WITHOUT: "RFC 7541 §6.2.2",
    Form.NEVER: "RFC 7541 §6.2.3",
    Form.SIZE_UPDATE: "RFC 7541 §6.3",
}
_PATTERNS = {
    Form.INDEXED: "1",
    Form.INCREMENTAL: "01",
    Form.WITHOUT: "0000",
    Form.NEVER: "0001",
    Form.SIZE_UPDATE: "001",
}
_WHY = {
    Form.INCREMENTAL: "",
    Form.WITHOUT: " It stays out of the table.",
    Form.NEVER: " It stays out of the table here and on every further hop: it may be a secret (§7.1.3).",
}


def explain_block(block: Block, start: int) -> tuple[Field, ...]:
    """A whole block, whose first byte has offset ``start``."""
    if not block.data:
        return ()
    tiles = Tiles(block.data, start)
    for one in block.representations:
        tiles.extend((_representation(block.data, one, start),))
    if tiles.rest:
        left = preview(block.data[tiles.at :])
        tiles.add(tiles.rest, "malformed", left, f"Not read.{blame(block.error)}", "RFC 7541 §3")
    note = (
        f"A header list, compressed against a table that both ends keep.{_tables(block)}{blame(block.error)}"
    )
    decoded = _meant(block) if block.headers else None
    value = f"{count(len(block.data))} for {len(block.headers)} fields"
    where = start, start + len(block.data)
    return (Field(*where, "header block", value, note, "RFC 7541 §2", tuple(tiles.fields), decoded=decoded),)


def _tables(block: Block) -> str:
    """The dynamic table before and after."""
    if block.before == block.after:
        return f" It stays as it was: {_table(block.after)}."
    return (
        f" Before: {_table(block.before)}. After: {_table(block.after)}, at most {block.limit} are allowed."
    )


def _table(entries: tuple[Entry, ...]) -> str:
    if not entries:
        return "an empty table"
    first = len(STATIC) + 1
    shown = [f"{first + place} {_line(entry)}" for place, entry in enumerate(entries[:_SHOWN])]
    more = f"; {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else ""
    return f"{'; '.join(shown)}{more} ({sum(map(entry_size, entries))} bytes)"


def _line(entry: Entry) -> str:
    return f"{preview(entry[0], 60)}: {preview(entry[1], 60)}"


# ---- as it was sent ----


def _representation(data: bytes, one: Representation, start: int) -> Field:
    where, rfc = (start + one.start, start + one.end), _SECTIONS[one.form]
    if one.entry is None:
        note = f"From here on the table may have {count(one.number)}.{_gone(one)}"
        return Field(*where, one.form.value, str(one.number), note, rfc, bits=_bits(data, one, "size"))
    value = _line(one.entry)
    if one.form is Form.INDEXED:
        note = f"One number for the whole field: {_source(one.number)}."
        bits, volatile = _bits(data, one, "index"), _volatile(one.entry)
        return Field(*where, one.form.value, value, note, rfc, bits=bits, volatile=volatile)
    tiles = Tiles(data[one.start : one.end], start + one.start)
    _literals(tiles, data, one)
    name = f"Its name is {_source(one.number)}" if one.number else "Its name stands here, too"
    note = f"The value stands here. {name}.{_WHY[one.form]}"
    if one.form is Form.INCREMENTAL:
        note += _added(one)
    return tiles.group(one.form.value, value, note, rfc)


def _source(index: int) -> str:
    table = "the static table, which everybody knows" if index <= len(STATIC) else "the dynamic table"
    return f"number {index} of {table}"


def _added(one: Representation) -> str:
    assert one.entry is not None  # literals are fields
    if not one.count:
        return f" Too large for the table, which is empty now.{_gone(one)}"
    return f" It becomes number {len(STATIC) + 1} of the table, which now has {one.count}.{_gone(one)}"


def _gone(one: Representation) -> str:
    return f" For that {one.evicted} of the oldest had to go." if one.evicted else ""


def _literals(tiles: Tiles, data: bytes, one: Representation) -> None:
    what = _source(one.number) if one.number else "0: the name stands here, too"
    name = "index of the name"
    note, bits = f"{one.form.value.capitalize()}; {what}.", _bits(data, one, "index")
    tiles.add(one.after - one.start, name, str(one.number), note, "RFC 7541 §6.2", bits=bits)
    for word, text in (("name", one.name), ("value", one.value)):
        if text is not None:
            volatile = word == "value" and one.entry is not None and _volatile(one.entry)
            _text(tiles, data, text, word, volatile=volatile)


def _volatile(entry: Entry) -> bool:
    return entry[0] == b":authority" or meaning(entry[0].decode("latin-1")).volatile


def _text(tiles: Tiles, data: bytes, text: Text, word: str, *, volatile: bool) -> None:
    length = text.end - text.begin
    coded = "Huffman-coded" if text.huffman else "as they are"
    huffman = Bit("H", 1, str(int(text.huffman)), "Whether the Huffman code is used.")
    bits, note = (huffman, *_number(data[text.start : text.begin], 7, "length")), f"{count(length)}, {coded}."
    size = text.begin - text.start
    tiles.add(size, f"{word} length", str(length), note, "RFC 7541 §5.2", bits=bits, volatile=volatile)
    if not length:
        return
    value, decoded = preview(text.value), None
    note = f"The {word} of the field."
    if text.huffman:
        note = f"{note} {count(length)} instead of {len(text.value)}: frequent characters have short codes."
        leaf = Field(0, len(text.value), word, value, f"The {word}, decoded.", "RFC 7541 §5.2")
        decoded = Buffer("Huffman", text.value, (leaf,) if text.value else ())
    tiles.add(length, word, value, note, "RFC 7541 §5.2", volatile=volatile, decoded=decoded)


def _bits(data: bytes, one: Representation, name: str) -> tuple[Bit, ...]:
    pattern = _PATTERNS[one.form]
    first = Bit("form", len(pattern), pattern, f"{one.form.value.capitalize()}.")
    return (first, *_number(data[one.start : one.after], one.prefix, name))


def _number(data: bytes, prefix: int, name: str) -> tuple[Bit, ...]:
    """§5.1: the bits of a number: those of the first byte, then 7 in each that follows, the lowest first."""
    begin = data[0] & ((1 << prefix) - 1)
    bits = [
        Bit(
            name,
            prefix,
            str(begin),
            "All ones: more bytes follow." if len(data) > 1 else "The number itself.",
        )
    ]
    for byte in data[1:]:
        more = byte >> 7
        bits.append(Bit("more", 1, str(more), "Another byte follows." if more else "The last byte."))
        bits.append(Bit(name, 7, str(byte & 0b0111_1111), "To be added, 7 bits further each time."))
    return tuple(bits)


# ---- as it was meant ----


def _meant(block: Block) -> Buffer:
    """The header list as text, a line a field."""
    found = [one for one in block.representations if one.entry is not None]
    lines = [b"%b: %b\n" % one.entry for one in found if one.entry is not None]
    data = b"".join(lines)
    return Buffer("header list", data, lambda: _lines(data, lines, found))


def _lines(data: bytes, lines: list[bytes], found: list[Representation]) -> tuple[Field, ...]:
    tiles = Tiles(data)
    for line, one in zip(lines, found, strict=True):
        assert one.entry is not None
        name, value = one.entry
        what = meaning(name.decode("latin-1"))
        note, rfc = _PSEUDO.get(name, (what.note, what.rfc))
        sent = f" Sent as {count(one.end - one.start)}: {one.form.value}."
        tiles.add(
            len(line), preview(name) or '""', preview(value), note + sent, rfc, volatile=_volatile(one.entry)
        )
    return tuple(tiles.fields)


_PSEUDO = {
    b":method": ("What the client wants done.", "RFC 9113 §8.3.1"),
    b":scheme": ("The scheme of the URL; what HTTP/1.1 never says.", "RFC 9113 §8.3.1"),
    b":authority": ("Host and port of the URL; HTTP/1.1 says it in Host.", "RFC 9113 §8.3.1"),
    b":path": ("Path and query of the URL.", "RFC 9113 §8.3.1"),
    b":protocol": ("What is to be spoken on this stream, such as websocket.", "RFC 8441 §4"),
    b":status": ("How it went; there is no reason phrase any more.", "RFC 9113 §8.3.2"),
}
