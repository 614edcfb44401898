"""What a book says, in figures: a row for each way and size, each figure with its spread over the rounds.

Percentiles come from the histograms of all rounds put together: a mean of percentiles is the percentile of nothing.
A spread is what the single rounds gave, and ``NOISE`` beyond: as far as a second run may be away. Two figures whose
spreads overlap are called equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.measure.book import Book
from helpers.measure.timing import histogram
from helpers.measure.ways import WAYS

__all__ = ["UNITS", "Figure", "Row", "figures", "ranked"]

NOISE = 0.2  # of a time
PERCENTILES = {"p50": 50.0, "p95": 95.0, "p99": 99.0, "max": 100.0}
UNITS = {
    **dict.fromkeys(PERCENTILES, "ms"),
    "cpu": "ms a message",
    "memory": "kB a connection",
    **dict.fromkeys(
        ("arrive up", "arrive down", "minute up", "minute down", "message up", "message down"), "bytes"
    ),
    **dict.fromkeys(("arrive requests", "minute requests", "message requests"), "requests"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value between ``low`` and ``high``; a count has no spread."""

    value: float
    low: float
    high: float

    def same(self, other: "Figure") -> bool:
        """Whether nobody can tell which of the two is less."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Row:
    """One way at one size; ``failed`` says why there is less than there should be."""

    way: str
    clients: int
    figures: Mapping[str, Figure]
    failed: str = ""


def figures(book: Book) -> Sequence[Row]:
    """A row for each way and size that the book knows, smaller sizes first."""
    rows: dict[tuple[int, str], dict[str, Figure]] = {}
    for job, result in book.results("counts"):
        rows.setdefault((job.size.clients, job.way), {}).update(_counts(result))
    rounds: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for job, result in book.results("times"):
        rounds.setdefault((job.size.clients, job.way), []).append(result)
    for key, results in rounds.items():
        rows.setdefault(key, {}).update(_times(results))
    failures = {
        (job.size.clients, job.way): str(result["failed"])
        for kind in ("counts", "times")
        for job, result in book.results(kind, failed=True)
    }
    order = list(WAYS)
    keys = sorted({*rows, *failures}, key=lambda key: (key[0], order.index(key[1])))
    return [
        Row(way, clients, rows.get((clients, way), {}), failures.get((clients, way), ""))
        for clients, way in keys
    ]


def ranked(rows: Sequence[Row], name: str) -> Sequence[Sequence[str]]:
    """The ways from the least to the most; those that cannot be told apart from the first of a group are in it."""
    left = sorted((row for row in rows if name in row.figures), key=lambda row: row.figures[name].value)
    groups: list[list[str]] = []
    while left:
        least = left[0].figures[name]
        group = [row for row in left if row.figures[name].same(least)]
        groups.append([row.way for row in group])
        left = [row for row in left if row not in group]
    return groups


def _counts(result: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    for part in ("arrive", "minute", "message"):
        for name, value in result[part].items():
            yield f"{part} {name}", Figure(value, value, value)


def _times(results: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Figure]]:
    singles = [histogram().decode(result["late"]) for result in results]
    together = histogram()
    for one in singles:
        together.add(one)
    walked = [one.get_percentile_to_value_dict([*PERCENTILES.values()]) for one in (together, *singles)]
    for name, percentile in PERCENTILES.items():
        value, *rounds = (values[percentile] / 1000 for values in walked)
        yield name, _spread(value, rounds)
    yield from _means("cpu", [1000 * result["cpu"] for result in results])
    yield from _means(
        "memory", [result["memory"] / 1000 for result in results if result["memory"] is not None]
    )


def _means(name: str, rounds: Sequence[float]) -> Iterator[tuple[str, Figure]]:
    if rounds:
        yield name, _spread(sum(rounds) / len(rounds), rounds)


def _spread(value: float, rounds: Sequence[float]) -> Figure:
    return Figure(value, (1 - NOISE) * min(value, *rounds), (1 + NOISE) * max(value, *rounds))
