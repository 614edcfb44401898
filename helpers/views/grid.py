"""A table of texts as HTML: a caption, a head, and the first column as the heads of rows.

Enters: texts. Leaves: semantic HTML that reads without any style, and text for a terminal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Grid", "grid"]

_CELL = "text-align:right;padding:.2rem .6rem;white-space:nowrap"
_HEAD = "text-align:left;padding:.2rem .6rem"
_WIDE = f"{_HEAD};white-space:normal;min-width:5.5rem;vertical-align:top"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``wide`` cells are sentences and may wrap."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: bool = False

    def _repr_html_(self) -> str:
        cell = _WIDE if self.wide else _CELL
        top = "".join(
            f'<th scope="col" style="{_HEAD if not at else cell}">{escape(text)}</th>'
            for at, text in enumerate(self.head)
        )
        body = "".join(
            f'<tr><th scope="row" style="{_HEAD}">{escape(first)}</th>'
            + "".join(f'<td style="{cell}">{escape(text)}</td>' for text in others)
            + "</tr>"
            for first, *others in self.rows
        )
        caption = f'<caption style="{_HEAD};font-weight:700">{escape(self.caption)}</caption>'
        table = f"<table>{caption}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        region = f'role="region" aria-label="{escape(self.caption)}"'
        return f'<div style="overflow-x:auto" tabindex="0" {region}>{table}</div>'

    def __repr__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in (self.head, *self.rows)]
        return "\n".join([self.caption, *lines])


def grid(
    caption: str, head: Sequence[object], rows: Sequence[Sequence[object]], *, wide: bool = False
) -> Grid:
    """A table of anything that can be written; all rows as long as the head."""
    if any(len(row) != len(head) for row in rows):
        raise ValueError(f"every row needs {len(head)} cells, as the head has")
    return Grid(caption, list(map(str, head)), [list(map(str, row)) for row in rows], wide)
