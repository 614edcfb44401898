"""Two values side by side, cut into cells, the cells that differ marked.

Enters: what was given and what was expected. Leaves: for each a short ``Row`` of cells around the first difference:
bytes as hex with their text beside it, text as characters, tuples and lists as items, anything else as one cell. What
only one of the two has leaves a gap in the other, so that what follows stands under its like. Never more than a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from helpers.checks.engine.values import as_bytes, describe, plain, same, shorten

__all__ = ["Cell", "Row", "Said", "compare", "first_difference"]

_WIDTH = {" ": 16, "": 40, ", ": 8}

Pair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Said:
    """Something to show as it stands: a reply's lines, a rule in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One byte, character or item, and whether it differs from its counterpart; blank where only that one is."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells to show with ``gap`` between them; ``before`` and ``after`` say what was left out, ``beside`` is text."""

    cells: tuple[Cell, ...]
    gap: str = ""
    before: str = ""
    after: str = ""

    @property
    def beside(self) -> str:
        """What bytes say as text, where more than half of them are letters, digits or signs."""
        if self.gap != " " or len(self.cells[0].text) != 2:
            return ""
        values = [int(cell.text.strip() or "20", 16) for cell in self.cells]
        text = "".join(chr(value) if 32 <= value < 127 else "·" for value in values)
        return text if text.count("·") * 2 < len(text) else ""


def first_difference(given: Sequence[object], expected: Sequence[object]) -> int:
    """The index of the first item that differs; the shorter length where one only goes on."""
    for index, (one, other) in enumerate(zip(given, expected, strict=False)):
        if not same(one, other):
            return index
    return min(len(given), len(expected))


def compare(given: object, expected: object) -> tuple[Row, Row]:
    """Both values as rows that can stand under each other."""
    left, right = as_bytes(given), as_bytes(expected)
    if left is not None and right is not None:
        return _rows([f"{byte:02x}" for byte in left], [f"{byte:02x}" for byte in right], " ", "byte")
    one, other = plain(given), plain(expected)
    if isinstance(one, str) and isinstance(other, str):
        return _rows([_character(c) for c in one], [_character(c) for c in other], "", "character")
    if isinstance(one, (tuple, list)) and type(one) is type(other) and len(one) <= 1000:
        assert isinstance(other, (tuple, list))
        return _rows(
            [describe(x, limit=40) for x in one], [describe(x, limit=40) for x in other], ", ", "item"
        )
    return _alone(given, expected), _alone(expected, given)


def _alone(value: object, other: object) -> Row:
    """A value that has no counterpart to be compared with, cell by cell."""
    if isinstance(value, Said):
        return Row((Cell(shorten(value.text, 600)),))
    return Row((Cell(describe(value), differs=not isinstance(other, Said)),))


def _character(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


def _rows(given: list[str], expected: list[str], gap: str, unit: str) -> tuple[Row, Row]:
    width = _WIDTH[gap]
    start = max(0, first_difference(given, expected) - width // 2)
    window = slice(start, start + 2 * width)  # twice what is shown: the end of it has its counterpart too
    one_by_one = list(zip_longest(given[window], expected[window]))[:width]
    aligned = _aligned(given[window], expected[window])[:width]
    pairs = aligned if 2 * _differing(aligned) <= _differing(one_by_one) else one_by_one
    turned = [(other, one) for one, other in pairs]
    return _row(pairs, given, start, gap, unit), _row(turned, expected, start, gap, unit)


def _aligned(given: list[str], expected: list[str]) -> list[Pair]:
    pairs: list[Pair] = []
    for _, a, b, c, d in SequenceMatcher(None, given, expected, autojunk=False).get_opcodes():
        pairs += zip_longest(given[a:b], expected[c:d])
    return pairs


def _differing(pairs: list[Pair]) -> int:
    return sum(one != other for one, other in pairs)


def _row(pairs: list[Pair], whole: list[str], start: int, gap: str, unit: str) -> Row:
    """The row of the first of each pair."""
    shown = max((at for at, (one, _) in enumerate(pairs, 1) if one is not None), default=0)
    cells = tuple(Cell(one or " " * len(other or ""), one != other) for one, other in pairs[:shown])
    left_out = len(whole) - start - sum(one is not None for one, _ in pairs)
    before = f"… from {unit} {start}:" if start else ""
    after = f"… {left_out:,} more" if left_out > 0 else ""
    if not whole:
        return Row((Cell("nothing", True),), gap)
    return Row(cells or (Cell("ends here", True),), gap, before, after)
