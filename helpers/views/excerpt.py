"""What of a trace fits into a view: all of it, or the beginnings and ends of what is larger.

What enters: rows; what leaves: which of them stand in the view, and which of their bytes. A notebook keeps what a
view embeds, and a browser reads it all before it draws: so there is a most, whatever went over the wire.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.dissectors.row import Row
from helpers.views.quantity import quantity

__all__ = ["LIMIT", "ROWS", "Excerpt"]

LIMIT = 1_500_000  # bytes of the streams, 2 MB as base64
ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows, and of each at most ``most`` bytes: half from its beginning, half from its end."""

    rows: Sequence[Row]
    most: int
    left_rows: int
    left_bytes: int

    @classmethod
    def of(cls, rows: Sequence[Row], *, others: int = 0, limit: int = LIMIT, count: int = ROWS) -> "Excerpt":
        """As much of ``rows`` as there is room for; ``others`` are left out anyway."""
        some = [*rows[: count - count // 2], *rows[-(count // 2) :]] if len(rows) > count else rows
        sizes = [row.end - row.start for row in some]
        most = _share(sizes, limit)
        total = sum(row.end - row.start for row in rows)
        return cls(some, most, len(rows) - len(some) + others, total - sum(min(size, most) for size in sizes))

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.left_rows or self.left_bytes)

    @property
    def left_out(self) -> str:
        """What is left out, as a sentence; nothing where nothing is."""
        rows = quantity(self.left_rows, "message") if self.left_rows else ""
        some = quantity(self.left_bytes, "byte") if self.left_bytes else ""
        what = ", ".join(filter(None, [rows, some]))
        return f"Left out here: {what}." if what else ""

    def kept(self, size: int) -> Iterator[tuple[int, int]]:
        """The ranges of ``size`` bytes that are in the view."""
        if size <= self.most:
            yield 0, size
            return
        yield 0, self.most - self.most // 2
        yield size - self.most // 2, size


def _share(sizes: Sequence[int], limit: int) -> int:
    """How many bytes each may have, where small ones leave room to large ones."""
    if sum(sizes) <= limit:
        return max(sizes, default=0)
    for done, size in enumerate(ordered := sorted(sizes)):
        if size * (len(ordered) - done) > limit:
            return limit // (len(ordered) - done)
        limit -= size
    raise AssertionError("their sum is over the limit")
