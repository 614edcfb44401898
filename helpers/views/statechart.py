"""A state machine as a picture: boxes for states, an arrow for every step of its table.

What enters: the steps (state, what happens, state) and where each box stands, as (column, row); a box without a row
is as high as the picture. What leaves: an SVG drawing, and the same as a table for those who do not see it. The
arrows come from the table alone: what is not in it is not in the picture.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.views.markup import Element, element, markup

__all__ = ["Statechart"]

# px: a box, between two, a row, a box's height, a line of text
BOX, GAP, ROW, HIGH, LINE = 104, 128, 62, 40, 13
INK, RULE, PAPER = "currentColor", "var(--rw-soft, #888)", "var(--rw-quiet, #88888822)"

Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Statechart:
    """``steps`` drawn between the boxes of ``places``."""

    title: str
    steps: tuple[tuple[str, str, str], ...]
    places: Mapping[str, Place]

    @property
    def arrows(self) -> dict[tuple[str, str], list[str]]:
        """What leads from one state to another; to send and to receive the same are one label."""
        found: dict[tuple[str, str], list[str]] = {}
        for state, step, after in self.steps:
            labels = found.setdefault((state, after), [])
            way, _, what = step.partition(" ")
            if way == "receive" and f"send {what}" in labels:
                labels[labels.index(f"send {what}")] = f"send or receive {what}"
            else:
                labels.append(step)
        return found

    def html(self) -> str:
        """The drawing and its table."""
        scroll = element("div", self.drawing(), style="overflow-x:auto", tabindex=0, role="group")
        scroll[1]["aria-label"] = self.title
        caption = element("figcaption", self.title, style="font-weight:600")
        rows = [element("tr", *(element("td", cell) for cell in step)) for step in self.steps]
        head = element("tr", *(element("th", name) for name in ("state", "step", "then")))
        details = element("details", element("summary", "The same as a table"), element("table", head, *rows))
        return markup(element("figure", caption, scroll, details, style="margin:0"))

    def drawing(self) -> Element:
        """The SVG alone."""
        high = ROW * (1 + max(row or 0 for _, row in self.places.values()))
        wide = max(column for column, _ in self.places.values()) * (BOX + GAP) + BOX + 2
        parts = [self._arrow(*ends, labels) for ends, labels in self.arrows.items()]
        parts += [_box(name, place, high) for name, place in self.places.items()]
        size = {"viewBox": f"-1 0 {wide} {high}", "aria-hidden": "true", "fill": INK}
        style = f"width:100%;min-width:{wide * 0.85:g}px;max-width:{wide}px"
        return element(
            "svg", *parts, **size, style=style, font_family="system-ui,sans-serif", font_size="11.5"
        )

    def _arrow(self, state: str, after: str, labels: Iterable[str]) -> Element:
        (column, row), (to_column, to_row) = self.places[state], self.places[after]
        y, to_y = (
            _middle(one if one is not None else other) for one, other in ((row, to_row), (to_row, row))
        )
        x, to_x = column * (BOX + GAP) + BOX, to_column * (BOX + GAP)
        words = [word for label in labels for word in _lines(label)]
        # beside the last gap it crosses, so that no label stands behind a box
        middle, level = to_x - GAP / 2, to_y + (y - to_y) * (GAP / 2) / (to_x - x)
        # above its arrow, also where that slopes
        anchor = "middle" if y == to_y else "start" if y < to_y else "end"
        lines = [element("text", word, x=f"{middle:g}", y=f"{level - 4 - LINE * up:.1f}", text_anchor=anchor)
                 for up, word in enumerate(reversed(words))]  # fmt: skip
        tip = f"M{to_x - 7} {to_y - 4}L{to_x} {to_y}L{to_x - 7} {to_y + 4}"
        path = element("path", d=f"M{x} {y}L{to_x} {to_y}{tip}", stroke=RULE, fill="none", stroke_width="1.3")
        return element("g", path, *lines)

    def text(self) -> str:
        """One line a step, for a terminal."""
        return "\n".join(
            [self.title, *(f"{state:22} {step:22} → {after}" for state, step, after in self.steps)]
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}


def _middle(row: int | None) -> int:
    return ROW * (row or 0) + ROW // 2


def _lines(label: str) -> list[str]:
    """A long label in two lines."""
    words, _, last = label.rpartition(" ")
    return [words, last] if len(label) > 18 else [label]


def _box(name: str, place: Place, high: int) -> Element:
    column, row = place
    x, y = column * (BOX + GAP), 2 if row is None else _middle(row) - HIGH // 2
    tall = high - 4 if row is None else HIGH
    shape = element("rect", x=x, y=y, width=BOX, height=tall, rx=8, fill=PAPER, stroke=RULE)
    words = name.split(" ")
    first = y + tall / 2 + 4 - LINE * (len(words) - 1) / 2
    said = [element("text", word, x=x + BOX // 2, y=f"{first + LINE * at:g}", text_anchor="middle", font_weight="600")
            for at, word in enumerate(words)]  # fmt: skip
    return element("g", shape, *said)
