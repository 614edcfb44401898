"""Boxes in columns: each is joined to each of the next column.

`column: ONE | OTHER / A SECOND LINE` is a column from top to bottom. `label: WORDS` stands above the arrows that
follow. `back: WORDS` is an arrow from the last column to the first.
"""

from helpers.publishing.pictures.described import Described, parted
from helpers.publishing.pictures.sheet import Drawing, arrow, box, line, text, wide

__all__ = ["boxes"]

EDGE, GAP, LINE, BETWEEN = 16, 32, 19, 14
Boxed = tuple[float, float, float, list[str]]  # x, y, width, lines


def boxes(picture: Described) -> Drawing:
    """The drawing."""
    columns, labels, back = _read(picture)
    tall = max(_height(column) for column in columns)
    x, top = float(EDGE), EDGE + (20 if labels else 0)
    parts: list[str] = []
    before: list[Boxed] = []
    for number, column in enumerate(columns):
        label = labels.get(number, "")
        gap = max(GAP, wide(label) + 20) if number else 0
        placed = _placed(column, x + gap, middle=top + tall / 2)
        parts += [_join(one, other) for one in before for other in placed]
        if label:
            parts.append(text(x + gap / 2, EDGE + 6, words=label, kind="s m"))
        parts += [part for one in placed for part in _box(one, f"k{min(number, 3)}")]
        x, before = placed[0][0] + placed[0][2], placed
    bottom = top + tall + EDGE
    if back is not None:
        parts += _back(columns[0], x, bottom, back)
        bottom += 34
    says = " ".join(_said(column) for column in columns)
    return Drawing(x + EDGE, bottom, tuple(parts), (says, *labels.values(), back or ""))


def _read(picture: Described) -> tuple[list[list[list[str]]], dict[int, str], str | None]:
    columns: list[list[list[str]]] = []
    labels: dict[int, str] = {}
    back = None
    for one in picture.lines:
        if one.words == "column":
            columns.append([parted(boxed, " / ") for boxed in parted(one.rest)])
        elif one.words == "label":
            labels[len(columns)] = one.rest
        elif one.words == "back":
            back = one.rest
        else:
            raise picture.wrong(one, f"boxes have no line {one.words!r}")
    if not columns:
        raise picture.wrong(picture.lines[0], "boxes need a column")
    return columns, labels, back


def _height(column: list[list[str]]) -> float:
    return sum(len(lines) * LINE + 16 for lines in column) + BETWEEN * (len(column) - 1)


def _width(column: list[list[str]]) -> float:
    return 20 + max(wide(words, bold=not row) for lines in column for row, words in enumerate(lines))


def _placed(column: list[list[str]], x: float, *, middle: float) -> list[Boxed]:
    width = _width(column)
    y, placed = middle - _height(column) / 2, []
    for lines in column:
        placed.append((x, y, width, lines))
        y += len(lines) * LINE + 16 + BETWEEN
    return placed


def _box(one: Boxed, kind: str) -> list[str]:
    x, y, width, lines = one
    words = [
        text(x + width / 2, y + 22 + LINE * row, words=said, kind="s m" if row else "b m")
        for row, said in enumerate(lines)
    ]
    return [box(x, y, width=width, height=len(lines) * LINE + 16, kind=kind), *words]


def _middle(one: Boxed) -> float:
    return one[1] + (len(one[3]) * LINE + 16) / 2


def _join(one: Boxed, other: Boxed) -> str:
    start, end = one[0] + one[2], other[0]
    turn = (start + end) / 2
    places = [(start, _middle(one)), (turn, _middle(one)), (turn, _middle(other)), (end, _middle(other))]
    return arrow(*(places if _middle(one) != _middle(other) else [places[0], places[-1]]))


def _back(first: list[list[str]], x: float, bottom: float, words: str) -> list[str]:
    left, right, y = EDGE + _width(first) / 2, x - 24, bottom - 6
    up = f'<path class="tip" d="M{left:g} {bottom - EDGE + 1:g}l-4.500 9h9z"/>'
    turn = line((right, bottom - EDGE), (right, y), (left, y), (left, bottom - EDGE + 9))
    return [turn, up, text((left + right) / 2, y + 18, words=words, kind="s m")]


def _said(column: list[list[str]]) -> str:
    return "; ".join(", ".join(lines) for lines in column) + "."
