"""The bytes of a message with what each is for, as a table.

What enters: fields and their bytes; what leaves: HTML, escaped. Each byte stands once: as text where it is text,
with ``\\r\\n`` and the like as Python writes them, else in hex. One ``Annotated`` a view: what it has explained it
does not explain again.
"""

from collections.abc import Iterator
from html import escape

from helpers.dissectors.field import Buffer, Field
from helpers.views.quantity import quantity

__all__ = ["Annotated", "rfc_link", "written"]

WHOLE, BEGIN, END = 256, 192, 64  # bytes that are written out; of more, so many from their beginning and end
ONE_LINE = 32  # bytes of a message that stand together, such as a frame
# Leaves that say the same in every line of a head; a sentence under the tables says it once.
PARTS = {"name", "separator", "value", "line end", "space"}
PARTS_SAID = "A header line is a name, a colon, a value and a line end (CR LF); spaces part the first line."
ONCE_SAID = "What a field means is said where it comes first."
HEAD = "<tr><th>at</th><th>bytes</th><th>field</th><th>value</th><th>meaning</th></tr>"


class Annotated:
    """Writes tables, and remembers which meanings it has written."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._parts = self._again = False

    @property
    def sentences(self) -> list[str]:
        """What holds for all tables together."""
        return [PARTS_SAID] * self._parts + [ONCE_SAID] * self._again

    def table(self, field: Field, data: bytes) -> str:
        """A row a field, what is nested below it."""
        lines = "".join(self._field(field, data, 0, written=False, wire=True))
        return f"<table><thead>{HEAD}</thead><tbody>{lines}</tbody></table>"

    def dump(self, data: bytes) -> str:
        """Bytes as text or in hex; of many, their beginning and end."""
        if len(data) <= WHOLE:
            return f"<code>{escape(written(data))}</code>" if data else ""
        begin, end = escape(written(data[:BEGIN])), escape(written(data[-END:]))
        return f"<code>{begin}</code> … {quantity(len(data) - BEGIN - END, 'byte')} … <code>{end}</code>"

    def _field(self, field: Field, data: bytes, depth: int, *, written: bool, wire: bool) -> Iterator[str]:
        """``written``: its bytes stand in a row above; ``wire``: it counts in the bytes of the wire."""
        parts = any(map(_is_part, field.children))
        line = not depth and field.end <= ONE_LINE
        here = not written and (parts or line or not field.children)
        self._parts = self._parts or parts
        own = self._own(field, data[field.start : field.end]) if here else ""
        text = escape(field.value.removesuffix("…"))
        shown = (
            depth and text and text not in own and not field.bits
        )  # the message's own stands in its summary
        value = f"<code>{escape(field.value)}</code>" if shown else _bits(field)
        yield _row(str(field.start) if wire else "", own, depth, field.name, value, self._meaning(field))
        for child in field.children:
            if not _is_part(child):
                yield from self._field(child, data, depth + 1, written=written or here, wire=wire)
        if field.decoded:
            yield from self._buffer(field.decoded, depth + 1)

    def _own(self, field: Field, data: bytes) -> str:
        """The bytes of a field; those of a key, which it names in hex, are no text, though they may look like one."""
        in_hex = data.hex(" ")
        return f"<code>{in_hex}</code>" if field.value == in_hex and data else self.dump(data)

    def _buffer(self, buffer: Buffer, depth: int) -> Iterator[str]:
        note = f"{quantity(len(buffer.data), 'byte')} that were never on the wire in this form"
        data = buffer.data
        own = f"<code>{data.hex(' ')}</code>" if 0 < len(data) <= ONE_LINE else self.dump(data)
        yield _row("", own, depth, "↳ " + buffer.name, "", note)
        for field in buffer.fields:
            if field.name != buffer.name or field.children or field.decoded:  # else the row above is it
                yield from self._field(field, data, depth + 1, written=True, wire=False)

    def _meaning(self, field: Field) -> str:
        said = " ".join(filter(None, [escape(field.note), rfc_link(field.rfc)]))
        if said in self._said:
            self._again = True
            return ""
        if said:
            self._said.add(said)
        return said


def written(data: bytes) -> str:
    """``'GET / HTTP/1.1\\r\\n'`` for text, ``81 85 37`` for what is none."""
    if all(32 <= byte < 127 or byte in b"\t\r\n" for byte in data):
        return repr(data.decode())
    return data.hex(" ")


def rfc_link(rfc: str) -> str:
    """``"RFC 6455 §5.2"`` as a link to that section; anything else as it is."""
    number, _, section = rfc.removeprefix("RFC ").partition(" §")
    if not (rfc.startswith("RFC ") and number.isdigit()):
        return escape(rfc)
    anchor = f"#section-{section}" if section else ""
    return f'<a href="https://www.rfc-editor.org/rfc/rfc{number}{escape(anchor)}">{escape(rfc)}</a>'


def _row(at: str, hexed: str, depth: int, name: str, value: str, meaning: str) -> str:
    cells = (at, hexed, "· " * (depth - 1) + escape(name), value, meaning)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _is_part(field: Field) -> bool:
    return field.name in PARTS and not (field.children or field.decoded or field.bits)


def _bits(field: Field) -> str:
    return escape(", ".join(f"{bit.name} = {bit.value}" for bit in field.bits))
