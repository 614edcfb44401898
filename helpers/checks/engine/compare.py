"""Two values side by side, cut into cells, the cells that differ marked.

Enters: what was given and what was expected. Leaves: for each a short ``Row`` of cells around the first difference:
bytes as hex, text as characters, tuples and lists as items, anything else as one cell. Never more than a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from helpers.checks.engine.values import as_bytes, describe, plain, shorten

__all__ = ["Cell", "Row", "Said", "compare", "first_difference"]

_WIDTH = {" ": 16, "": 40, ", ": 8}
_LEAD = {" ": 8, "": 20, ", ": 4}


@dataclass(frozen=True, slots=True)
class Said:
    """Something to show as it stands: a reply's lines, a rule in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One byte, character or item, and whether it differs from its counterpart."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells to show with ``gap`` between them; ``before`` and ``after`` say what was left out."""

    cells: tuple[Cell, ...]
    gap: str = ""
    before: str = ""
    after: str = ""


def first_difference(given: Sequence[object], expected: Sequence[object]) -> int:
    """The index of the first item that differs; the shorter length where one only goes on."""
    for index, (one, other) in enumerate(zip(given, expected, strict=False)):
        if one != other:
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
    start = max(0, first_difference(given, expected) - _LEAD[gap])
    stop = start + _WIDTH[gap]
    pairs = list(zip_longest(given[start:stop], expected[start:stop]))
    left = tuple(Cell(one, one != other) for one, other in pairs if one is not None)
    right = tuple(Cell(other, one != other) for one, other in pairs if other is not None)
    return _row(left, given, (start, stop), gap, unit), _row(right, expected, (start, stop), gap, unit)


def _row(cells: tuple[Cell, ...], whole: list[str], window: tuple[int, int], gap: str, unit: str) -> Row:
    start, stop = window
    left_out = len(whole) - stop
    before = f"… from {unit} {start}:" if start else ""
    after = f"… {left_out:,} more" if left_out > 0 else ""
    if not whole:
        return Row((Cell("nothing", True),), gap)
    return Row(cells or (Cell("ends here", True),), gap, before, after)
