"""Rows as plain text and as static HTML: what remains of a wire view without a script.

Every byte and what it is for, in elements that JupyterLab's sanitiser keeps (details, table, pre, code). What
enters: rows; what leaves: text, escaped. Never a class or style that the meaning depends on. Long traces are cut, and
the cut says so: the data beside the rows is always whole.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.row import Row
from helpers.vocabulary import Side

__all__ = ["as_html", "as_text", "heading", "rfc_link"]

FULL_ROWS, LISTED_ROWS, DUMPED_BYTES = 60, 1000, 4096
# Leaves that say the same in every line of a head; one sentence under the table says it once.
PARTS = {"name", "separator", "value", "line end", "space"}
PARTS_SAID = "A header line is a name, a colon, a value and a line end (CR LF); spaces part the first line."
FLAT = str.maketrans(dict.fromkeys(range(32), " "))


def heading(rows: Sequence[Row]) -> str:
    """How much there is: ``"5 messages · 350 B · 2 held at the tap"``."""
    held = sum(row.state == "held" for row in rows)
    parts = [_count(len(rows), "message"), size(sum(row.end - row.start for row in rows))]
    return " · ".join([*parts, f"{held} held at the tap"] if held else parts)


def size(count: int) -> str:
    """``195 B``, ``1,448 B``."""
    return f"{count:,} B"


def as_text(title: str, rows: Sequence[Row], zero: float) -> str:
    """One line a row, for a terminal."""
    lines = [f"{title} · {heading(rows)}", *(_line(row, zero) for row in rows[:LISTED_ROWS])]
    return "\n".join([*lines, *_rest(len(rows) - LISTED_ROWS)])


def as_html(title: str, rows: Sequence[Row], zero: float) -> str:
    """A details element a row with bytes and fields; beyond the first, one line a row."""
    parts = [f"<p><b>{escape(title)}</b> · {escape(heading(rows))}</p>"]
    parts += [_details(row, zero, opened=not number) for number, row in enumerate(rows[:FULL_ROWS])]
    if later := rows[FULL_ROWS:LISTED_ROWS]:
        parts.append("<pre>" + escape("\n".join(_line(row, zero) for row in later)) + "</pre>")
    parts += [f"<p>{rest}</p>" for rest in _rest(len(rows) - LISTED_ROWS)]
    return "\n".join(parts)


def rfc_link(rfc: str) -> str:
    """``"RFC 6455 §5.2"`` as a link to that section; anything else as it is."""
    number, _, section = rfc.removeprefix("RFC ").partition(" §")
    if not (rfc.startswith("RFC ") and number.isdigit()):
        return escape(rfc)
    anchor = f"#section-{section}" if section else ""
    return f'<a href="https://www.rfc-editor.org/rfc/rfc{number}{escape(anchor)}">{escape(rfc)}</a>'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)


def _rest(number: int) -> Iterator[str]:
    if number > 0:
        yield f"… {_count(number, 'more message')}: in the wire view, and in the saved trace"


def _way(row: Row) -> str:
    """Direction and fate: what the arrow shows in the diagram."""
    arrow = "client → server" if row.side is Side.CLIENT else "server → client"
    fate = "" if row.state == "passed" else f", {row.state}"
    return arrow + fate + (f", {row.fault}" if row.fault else "")


def _line(row: Row, zero: float) -> str:
    label = f"{row.title} {row.summary}".strip().translate(FLAT)
    return f"{(row.arrived - zero) * 1000:9.1f} ms  {_way(row):<15}  {label}  {size(len(row.data))}"


def _details(row: Row, zero: float, *, opened: bool) -> str:
    label = f"{(row.arrived - zero) * 1000:.1f} ms · #{row.connection} {_way(row)} · "
    head = f"{escape(label)}<b>{escape(row.title)}</b> {escape(row.summary)} · {size(len(row.data))}"
    parts = [_reads(row), _dump(row.data), _table(row.field)]
    if row.sent is not None:
        parts.append("<p>Sent on instead:</p>" + _dump(row.sent))
    return f"<details{' open' * opened}><summary>{head}</summary>{''.join(parts)}</details>"


def _reads(row: Row) -> str:
    if not row.reads:
        return ""
    edges = [0, *row.reads, len(row.data)]
    sizes = " + ".join(str(end - start) for start, end in pairwise(edges))
    return f"<p>It came in {len(row.reads) + 1} reads: {sizes} bytes.</p>"


def _dump(data: bytes) -> str:
    shown = data[:DUMPED_BYTES]
    lines = list(_dump_lines(shown))
    if len(data) > len(shown):
        lines.append(f"… {_count(len(data) - len(shown), 'more byte')}")
    return f"<pre>{escape(chr(10).join(lines))}</pre>" if lines else ""


def _dump_lines(data: bytes) -> Iterator[str]:
    """Sixteen bytes a line; as in hexdump, ``*`` stands for further lines like the one above."""
    before, starred = b"", False
    for place in range(0, len(data), 16):
        chunk = data[place : place + 16]
        if chunk != before or place + 16 >= len(data):
            yield _dump_line(place, chunk)
        elif not starred:
            yield "*"
        before, starred = chunk, chunk == before


def _dump_line(place: int, chunk: bytes) -> str:
    text = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in chunk)
    return f"{place:04x}  {chunk.hex(' '):<47}  {text}"


def _table(field: Field) -> str:
    head = "<tr><th>bytes</th><th>field</th><th>value</th><th>meaning</th></tr>"
    lines = "".join(_field_rows(field, 0))
    said = f"<p>{PARTS_SAID}</p>" if any(map(_is_part, _leaves(field))) else ""
    return f"<table><thead>{head}</thead><tbody>{lines}</tbody></table>{said}"


def _is_part(field: Field) -> bool:
    return field.name in PARTS and not (field.children or field.decoded or field.bits)


def _leaves(field: Field) -> Iterator[Field]:
    yield from (leaf for child in field.children for leaf in _leaves(child))
    if not field.children:
        yield field


def _field_rows(field: Field, depth: int) -> Iterator[str]:
    place = f"{field.start}–{field.end - 1}" if field.end - field.start > 1 else f"{field.start}"
    note = " ".join(filter(None, [escape(field.note), rfc_link(field.rfc)]))
    name = "· " * (depth - 1) + escape(field.name)
    value = f"<code>{escape(field.value)}</code>" if field.value else ""
    yield f"<tr><td>{place}</td><td>{name}</td><td>{value}{_bits(field)}</td><td>{note}</td></tr>"
    for child in field.children:
        if not _is_part(child):
            yield from _field_rows(child, depth + 1)
    if field.decoded:
        yield from _buffer_rows(field.decoded, depth + 1)


def _bits(field: Field) -> str:
    bits = ", ".join(f"{bit.name} = {bit.value}" for bit in field.bits)
    return f" ({escape(bits)})" if bits else ""


def _buffer_rows(buffer: Buffer, depth: int) -> Iterator[str]:
    note = f"{_count(len(buffer.data), 'byte')} that were never on the wire in this form"
    name = "· " * (depth - 1) + "↳ " + escape(buffer.name)
    yield f"<tr><td></td><td>{name}</td><td></td><td>{note}</td></tr>"
    yield f'<tr><td colspan="4">{_dump(buffer.data)}</td></tr>'
    for field in buffer.fields:
        yield from _field_rows(field, depth + 1)
