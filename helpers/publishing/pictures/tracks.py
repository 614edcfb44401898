"""Tracks over time: what somebody does, from left to right.

`time: 12` is how long the picture is. `lane: NAME` begins a track. In it `span 0 2: WORDS` is a piece of work,
`quiet 2 5: WORDS` a wait, `down 0 6: WORDS` a failure, `ticks: 0 1 2` are moments, `note: WORDS` stands at the end.
Spans that overlap stand below each other.
"""

from helpers.publishing.pictures.described import Described, Line
from helpers.publishing.pictures.sheet import Drawing, box, line, text, wide

__all__ = ["tracks"]

EDGE, WIDTH, ROW, HEIGHT = 16, 340, 30, 24
KINDS = {"span": "k0", "other": "k1", "quiet": "k9", "down": "k4"}


def tracks(picture: Described) -> Drawing:
    """The drawing."""
    return _Tracks(picture).drawing()


class _Tracks:
    def __init__(self, picture: Described) -> None:
        self.picture = picture
        first, *self.lines = picture.lines
        if first.words != "time":
            raise picture.wrong(first, "tracks begin with time: NUMBER")
        self.left = max(wide(one.rest, bold=True) for one in self.lines if one.words == "lane") + EDGE + 10
        self.unit = WIDTH / float(first.rest)
        self.right = self.left + WIDTH
        self.y = EDGE - ROW - 8.0
        self.rows: list[float] = []  # of the lane: where the last span of each of its rows ends
        self.parts: list[str] = []

    def drawing(self) -> Drawing:
        says = [self._line(one) for one in self.lines]
        return Drawing(self.right + EDGE, self._bottom() + EDGE - 6, tuple(self.parts), tuple(says))

    def _bottom(self) -> float:
        return self.y + ROW * max(len(self.rows), 1)

    def _line(self, one: Line) -> str:
        kind, *times = one.words.split()
        if kind == "lane":
            self.y, self.rows = self._bottom() + 8, []
            self.parts.append(text(self.left - 10, self.y + 17, words=one.rest, kind="b e"))
            return f"{one.rest.capitalize()}:"
        if kind in KINDS and len(times) == 2:
            self._span(KINDS[kind], float(times[0]), float(times[1]), one.rest)
            return f"{one.rest},"
        if kind == "ticks":
            self._ticks([float(moment) for moment in one.rest.split()])
            return f"{len(one.rest.split())} times,"
        if kind != "note":
            raise self.picture.wrong(one, f"tracks have no line {one.words!r}")
        self.parts.append(text(self.left + WIDTH + 8, self.y + 17, words=one.rest, kind="s"))
        self.right = max(self.right, self.left + WIDTH + 8 + wide(one.rest))
        return f"{one.rest}."

    def _span(self, kind: str, start: float, end: float, words: str) -> None:
        row = next((place for place, free in enumerate(self.rows) if free <= start), len(self.rows))
        self.rows[row : row + 1] = [end]
        x, y = self.left + start * self.unit, self.y + ROW * row
        width = (end - start) * self.unit - 2
        self.parts.append(box(x, y, width=width, height=HEIGHT, kind=kind))
        self.parts.append(text(x + width / 2, y + 17, words=words, kind="m" if kind != "k9" else "s m"))

    def _ticks(self, moments: list[float]) -> None:
        self.rows = self.rows or [0.0]
        level = self.y + HEIGHT / 2
        self.parts.append(line((self.left, level), (self.left + WIDTH, level), dashed=True))
        for moment in moments:
            self.parts.append(
                box(self.left + moment * self.unit, self.y + 2, width=4, height=HEIGHT - 4, kind="k0")
            )
