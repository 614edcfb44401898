"""A sequence: who says what to whom, from top to bottom.

`between: client | server` names the lifelines. `client > server: WORDS` is an arrow, `client <> server: WORDS` goes
both ways. `server: WORDS` is a note beside what came last. `server holds` draws a bar on that lifeline until the
next arrow leaves it. `wait: WORDS` lets time pass.
"""

from collections.abc import Iterator

from helpers.publishing.pictures.described import Described, Line, parted
from helpers.publishing.pictures.sheet import Drawing, arrow, box, line, text, wide

__all__ = ["sequence"]

TOP, ROW, EDGE, LEAST = 22, 38, 28, 130
NAMED = 20  # below the name of a lifeline it begins


def sequence(picture: Described) -> Drawing:
    """The drawing."""
    return _Sequence(picture).drawing()


class _Sequence:
    def __init__(self, picture: Described) -> None:
        self.picture = picture
        first, *self.lines = picture.lines
        if first.words != "between":
            raise picture.wrong(first, "a sequence begins with between: ONE | OTHER")
        self.names = parted(first.rest)
        said = [wide(one.rest) for one in self.lines if ">" in one.words]
        gap = max([LEAST, *(width + 40 for width in said)])
        edge = max(EDGE, wide(self.names[0], bold=True) / 2 + 14)
        self.at = {name: edge + number * gap for number, name in enumerate(self.names)}
        self.y = float(TOP + NAMED)
        self.held: dict[str, float] = {}
        self.parts: list[str] = []
        self.bars: list[str] = []
        self.right = max(self.at.values()) + wide(self.names[-1], bold=True) / 2 + 14

    def drawing(self) -> Drawing:
        says = [said for one in self.lines for said in self._line(one)]
        bottom = self.y + 20
        for name in list(self.held):
            self._release(name, bottom)
        names = [text(x, TOP, words=name, kind="b m") for name, x in self.at.items()]
        lives = [line((x, TOP + 10), (x, bottom)) for x in self.at.values()]
        return Drawing(self.right, bottom + 14, (*names, *lives, *self.bars, *self.parts), tuple(says))

    def _line(self, one: Line) -> Iterator[str]:
        who, _, what = one.words.partition(" ")
        if ">" in one.words:
            yield self._arrow(one)
        elif one.words == "wait":
            self.y += ROW
            self.parts.append(text(self.at[self.names[0]] + 12, self.y + 4, words=one.rest, kind="s"))
            yield f"{one.rest.capitalize()}." if one.rest else ""
        elif who not in self.at or what not in ("", "holds"):
            raise self.picture.wrong(one, f"a sequence has no line {one.words!r}")
        elif what:
            self.held[who] = self.y
        else:
            self._note(self.at[who] + 14, one.rest)
            yield f"{who.capitalize()}: {one.rest}."

    def _arrow(self, one: Line) -> str:
        both = "<>" in one.words
        here, there = parted(one.words, "<>" if both else ">")
        if here not in self.at or there not in self.at:
            raise self.picture.wrong(one, f"{one.words!r} names somebody who is not in between")
        self.y += ROW
        self._release(here, self.y)
        x, to = self.at[here], self.at[there]
        self.parts.append(text((x + to) / 2, self.y - 7, words=one.rest, kind="m"))
        self.parts.append(arrow((x, self.y), (to, self.y)))
        if both:
            self.parts.append(arrow((to, self.y), (x, self.y)))
        return f"{here.capitalize()} {'and' if both else 'to'} {there}: {one.rest}."

    def _note(self, x: float, words: str) -> None:
        self.parts.append(text(x, self.y + 4, words=words, kind="s"))
        self.right = max(self.right, x + wide(words) + 14)

    def _release(self, name: str, y: float) -> None:
        if (since := self.held.pop(name, None)) is not None:
            self.bars.append(box(self.at[name] - 5, since, width=10, height=y - since, kind="k2"))
