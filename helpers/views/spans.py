"""Where each span of a timeline stands: lanes from top to bottom, and a row below for each span that overlaps.

What enters: ``Mark`` records; what leaves: plain numbers. It draws nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.trace import Mark

__all__ = ["Placed", "kind_of", "place", "ticks"]

STEPS = (1, 2, 3, 5, 10)  # what an axis may count by, times a power of ten


@dataclass(frozen=True, slots=True)
class Placed:
    """A span and its row, counted from the top."""

    mark: Mark
    row: int


def place(marks: Sequence[Mark], lanes: Sequence[str] = ()) -> tuple[list[Placed], list[tuple[str, int]]]:
    """Every span with its row, and every lane with how many rows it takes."""
    names = list(lanes) or list(dict.fromkeys(mark.lane for mark in marks))
    placed: list[Placed] = []
    heights: list[tuple[str, int]] = []
    top = 0
    for name in names:
        ends: list[float] = []
        for mark in sorted((mark for mark in marks if mark.lane == name), key=lambda mark: mark.start):
            row = next((row for row, end in enumerate(ends) if end <= mark.start), len(ends))
            ends[row : row + 1] = [mark.end]
            placed.append(Placed(mark, top + row))
        heights.append((name, max(len(ends), 1)))
        top += heights[-1][1]
    return placed, heights


def ticks(start: float, end: float, *, most: int = 10) -> list[float]:
    """Round moments between ``start`` and ``end``, at most ``most`` steps apart."""
    step = _step(max(end - start, 1e-6) / most)
    first = math.ceil(start / step - 1e-9)
    return [number * step for number in range(first, math.floor(end / step + 1e-9) + 1)]


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def kind_of(mark: Mark) -> str:
    """What sort of thing happened: the first word of the label."""
    return mark.label.partition(" ")[0]
