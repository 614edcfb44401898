"""Cells in rows, as wide as what they stand for: the bits of a header, the bytes of a frame.

`units: 32` says how many make a row. `row: length = 24 | type / 8 bits = 8` is a row; `/` begins a second line.
`ruler: 8` numbers every eighth unit. A cell that begins with a backtick is in the letters of code, one that begins
with … is what follows.
"""

from helpers.publishing.pictures.described import Described, Line, parted
from helpers.publishing.pictures.sheet import Drawing, box, text

__all__ = ["cells"]

EDGE, WIDTH, HEIGHT, LINE = 16, 512, 42, 17
KINDS = ("k0", "k1", "k2", "k3")


def cells(picture: Described) -> Drawing:
    """The drawing."""
    units = _number(picture, "units") or 32
    ruler = _number(picture, "ruler")
    unit, y = WIDTH / units, float(EDGE)
    parts: list[str] = []
    if ruler:
        places = range(0, units, ruler)
        parts = [text(EDGE + place * unit + 4, y + 8, words=str(place), kind="s") for place in places]
        y += 16
    says, count = [], 0
    for row in picture.lines:
        if row.words == "row":
            drawn = _row(picture, row, y=y, unit=unit, count=count)
            count += len(parted(row.rest))
            parts += drawn
            says.append(", ".join(_words(cell)[0] for cell in parted(row.rest)).replace("`", "") + ".")
            y += HEIGHT + 4
    return Drawing(WIDTH + 2 * EDGE, y + EDGE - 4, tuple(parts), tuple(says))


def _number(picture: Described, words: str) -> int:
    return next((int(one.rest) for one in picture.lines if one.words == words), 0)


def _words(cell: str) -> tuple[str, float]:
    words, _, width = cell.rpartition("=")
    return words.strip(), float(width)


def _row(picture: Described, row: Line, *, y: float, unit: float, count: int) -> list[str]:
    x, drawn = float(EDGE), []
    for number, cell in enumerate(parted(row.rest)):
        try:
            words, width = _words(cell)
        except ValueError:
            raise picture.wrong(row, f"the cell {cell!r} does not end with = and its width") from None
        lines = parted(words, " / ")
        kind = KINDS[(count + number) % len(KINDS)] if not lines[0].startswith("…") else "k9"
        drawn.append(box(x, y, width=width * unit - 2, height=HEIGHT, kind=kind))
        top = y + HEIGHT / 2 + 5 - (len(lines) - 1) * LINE / 2
        for place, said in enumerate(lines):
            style = "s m" if place else "mono m" if said.startswith("`") else "m"
            drawn.append(
                text(x + width * unit / 2 - 1, top + place * LINE, words=said.strip("`"), kind=style)
            )
        x += width * unit
    return drawn
