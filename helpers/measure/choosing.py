"""A decision table that figures fill: needs, the rule by which each is judged, and what was measured for each way.

What enters: rows of figures, and rules. What leaves: cells of text, "✓" where the rule holds. A rule is a figure of
one size and the most that it may be; where the spread crosses that line the cell says so with "≈".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpers.measure.figures import Figure, Row
from helpers.measure.tables import short

__all__ = ["RULES", "Rule", "decisions", "each"]


@dataclass(frozen=True, slots=True)
class Rule:
    """``of`` reads the figure off a row, for one client; it may be ``most``."""

    need: str
    rule: str
    clients: int
    of: Callable[[Row], Figure | None]
    most: float
    unit: str

    def cell(self, row: Row) -> str:
        """What the rule says of a way."""
        figure = self.of(row)
        if figure is None:
            return "failed" if row.failed else "not measured"
        sign = "✓" if figure.high <= self.most else "✗" if figure.low > self.most else "≈"
        return f"{sign} {short(figure.value)} {self.unit}".rstrip().replace(" ", "\N{NO-BREAK SPACE}")


def each(*names: str, share: bool = True) -> Callable[[Row], Figure | None]:
    """The sum of some figures; of one client's ``share`` or of all."""

    def read(row: Row) -> Figure | None:
        if not set(names) <= set(row.figures):
            return None
        parts = [row.figures[name] for name in names]
        clients = row.clients if share else 1
        sums = (sum(getattr(part, end) for part in parts) / clients for end in ("value", "low", "high"))
        return Figure(*sums)

    return read


RULES = (
    Rule(
        "a conversation",
        "99 of 100 messages within 150 ms, 100 clients",
        100,
        each("p99", share=False),
        150,
        "ms",
    ),
    Rule("a battery", "a silent minute under 1,000 bytes", 1, each("minute up", "minute down"), 1000, "B"),
    Rule("a quiet log", "at most 5 requests in a silent minute", 1, each("minute requests"), 5, ""),
    Rule("a large audience", "under 300 bytes a listener", 100, each("message up", "message down"), 300, "B"),
    Rule("one who talks a lot", "a post under 150 bytes", 1, each("message up"), 150, "B"),
    Rule("a small server", "under 25 ms of it for 100 listeners", 100, each("cpu", share=False), 25, "ms"),
    Rule("ten thousand clients", "under 25 kB of memory each", 100, each("memory", share=False), 25, "kB"),
)


def decisions(rows: Sequence[Row], rules: Sequence[Rule] = RULES) -> Sequence[Sequence[str]]:
    """The table, its head first: the needs, each with its rule; then a row for each way."""
    ways = list(dict.fromkeys(row.way for row in rows))
    known = {(row.way, row.clients): row for row in rows}
    nothing = {way: Row(way, 0, {}) for way in ways}
    lines = [
        [way, *(rule.cell(known.get((way, rule.clients), nothing[way])) for rule in rules)] for way in ways
    ]
    return [["way", *(f"{rule.need}: {rule.rule}" for rule in rules)], *lines]
