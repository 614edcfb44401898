"""Rows as plain text and as static HTML: what remains of a wire view without a script.

Every byte and what it is for, in elements that JupyterLab's sanitiser keeps (details, table, code). What enters:
rows; what leaves: text, escaped. Never a class or style that the meaning depends on. A byte is written once, what a
field means where it comes first. Long traces are cut, and the cut says so.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from helpers.dissectors.row import Row
from helpers.views.annotated import Annotated
from helpers.views.quantity import quantity
from helpers.vocabulary import Side

__all__ = ["as_html", "as_text", "heading", "in_time"]

FULL_ROWS, LISTED_ROWS = 60, 1000
FLAT = str.maketrans(dict.fromkeys(range(32), " "))


def in_time(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order in which their last bytes came; their numbers follow their first ones."""
    return sorted(rows, key=lambda row: row.arrived)


def heading(rows: Sequence[Row]) -> str:
    """How much there is: ``"5 messages · 350 B · 2 held at the tap"``."""
    held = sum(row.state == "held" for row in rows)
    parts = [quantity(len(rows), "message"), _size(sum(row.end - row.start for row in rows))]
    return " · ".join([*parts, f"{held} held at the tap"] if held else parts)


def as_text(title: str, rows: Sequence[Row], zero: float) -> str:
    """One line a row, for a terminal."""
    lines = [f"{title} · {heading(rows)}", *(_line(row, zero) for row in in_time(rows)[:LISTED_ROWS])]
    return "\n".join([*lines, *_rest(len(rows) - LISTED_ROWS)])


def as_html(title: str, rows: Sequence[Row], zero: float) -> str:
    """A details element a row with bytes and fields; beyond the first, one line a row."""
    ordered, annotated = in_time(rows), Annotated()
    parts = [f"<p><b>{escape(title)}</b> · {escape(heading(rows))}</p>"]
    for number, row in enumerate(ordered[:FULL_ROWS]):
        parts.append(_details(row, zero, annotated, opened=not number))
    parts += [f"<p>{sentence}</p>" for sentence in annotated.sentences]
    if later := ordered[FULL_ROWS:LISTED_ROWS]:
        parts.append("<pre>" + escape("\n".join(_line(row, zero) for row in later)) + "</pre>")
    parts += [f"<p>{rest}</p>" for rest in _rest(len(rows) - LISTED_ROWS)]
    return "\n".join(parts)


def _size(count: int) -> str:
    return f"{count:,} B"


def _rest(number: int) -> Iterator[str]:
    if number > 0:
        yield f"… {quantity(number, 'more message')}: in the wire view, and in the saved trace"


def _way(row: Row) -> str:
    """Direction and fate: what the arrow shows in the diagram."""
    if row.fault == "error":
        return f"{row.side.value}, error"
    arrow = "client → server" if row.side is Side.CLIENT else "server → client"
    stream = "" if row.stream is None else f", stream {row.stream}"
    fate = "" if row.state == "passed" else f", {row.state}"
    return arrow + stream + fate + (f", {row.fault}" if row.fault else "")


def _line(row: Row, zero: float) -> str:
    label = f"{row.title} {row.summary}".strip().translate(FLAT)
    return f"{(row.arrived - zero) * 1000:9.1f} ms  {_way(row):<15}  {label}  {_size(len(row.data))}"


def _details(row: Row, zero: float, annotated: Annotated, *, opened: bool) -> str:
    label = f"{(row.arrived - zero) * 1000:.1f} ms · #{row.connection} {_way(row)} · "
    head = f"{escape(label)}<b>{escape(row.title)}</b> {escape(row.summary)} · {_size(len(row.data))}"
    parts = [_reads(row), annotated.table(row.field, row.data)]
    if row.sent is not None:
        parts.append("<p>Sent on instead: " + annotated.dump(row.sent) + "</p>")
    kind = " class=back" if row.side is Side.SERVER else ""
    return f"<details{kind}{' open' * opened}><summary>{head}</summary>{''.join(parts)}</details>"


def _reads(row: Row) -> str:
    if not row.reads:
        return ""
    edges = [0, *row.reads, len(row.data)]
    sizes = [str(end - start) for start, end in pairwise(edges)]
    shown = sizes if len(sizes) <= 20 else [*sizes[:10], "…", *sizes[-9:]]
    return f"<p>It came in {len(sizes):,} reads: {' + '.join(shown)} bytes.</p>"
