"""The timeline, as data: what loops did and when, one lane a loop, spans that overlap below each other.

What enters: the ``Mark`` records of a trace (``helpers.loops.lane`` writes them). What leaves: a mime bundle of
text/html and text/plain: an SVG drawing, and the same as a table for those who do not see it. ``<time-line>`` adds a
slider, and in JupyterLab the kernel sends it a new drawing when marks come in, as lists of which it makes elements
without parsing anything (``helpers.views.markup``).
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from uuid import uuid4

from helpers.trace import Mark, Trace
from helpers.views.markup import Element, element, markup
from helpers.views.spans import Placed, kind_of, place, ticks

__all__ = ["Timeline"]

LEFT, WIDTH, ROW, HEAD = 96, 620, 24, 8  # of the drawing: the lanes' names, the time, a row, the space above
LETTER = 6.3  # the width of a letter, about
DRAWN, LISTED = 1_000, 200  # spans in the drawing, and in the table: the newest, as a loop may run for hours
PAUSE = 0.05  # s between two drawings of a live timeline
# The views' own colour, and one that suits any page where their style is not there (yet).
FILL = {
    "request": "var(--rw-f2, #3c78dc55)",
    "retry": "var(--rw-f1, #d6a80055)",
    "pause": "var(--rw-f4, #8a4fd055)",
    "open": "var(--rw-bad, #d2403855)",
    "hold": "var(--rw-f3, #2f9a4055)",
    "answer": "var(--rw-f0, #d2703055)",
}
PLAIN, RULE, SOFT = "var(--rw-quiet, #88888822)", "var(--rw-rule, #8886)", "var(--rw-soft, #888)"
INK = "var(--rw-ink, currentColor)"


class Timeline:
    """The marks of ``trace`` drawn over time; ``lanes`` chooses some and their order."""

    def __init__(self, trace: Trace, title: str = "Timeline", *, lanes: Sequence[str] = ()) -> None:
        self.title = title
        self._trace, self._lanes = trace, tuple(lanes)
        self._view = ""
        self._waiting = self._opened = False

    @property
    def marks(self) -> list[Mark]:
        """The spans to draw, in the order in which they ended; of some that ended together, the oldest first."""
        marks = [record for record in self._trace.records if isinstance(record, Mark)]
        chosen = (mark for mark in marks if not self._lanes or mark.lane in self._lanes)
        return sorted(chosen, key=lambda mark: (mark.end, mark.start))

    def html(self) -> str:
        """The custom element around the drawing and its table."""
        name = f' data-view="{self._view}"' if self._view else ""
        return f'<time-line class="rw-view"{name}>{markup(self.figure())}</time-line>'

    def figure(self) -> Element:
        """The drawing and its table as they are now."""
        scroll = element("div", self.drawing(), style="overflow-x:auto", tabindex=0, role="group")
        scroll[1]["aria-label"] = self.title
        caption = element("figcaption", self.title, style="font-weight:600")
        details = element("details", element("summary", "The same as a table"), *self.table())
        return element("figure", caption, scroll, details, style="margin:0")

    def table(self) -> list[Element]:
        """A row a span, the newest."""
        marks = self.marks
        head = element("tr", *(element("th", name) for name in ("lane", "from", "to", "what")))
        table = element("table", head, *map(_table_row, marks[-LISTED:]))
        rest = [element("p", f"{len(marks) - LISTED:,} before these")] if len(marks) > LISTED else []
        return [table, *rest]

    def drawing(self) -> Element:
        """The SVG alone."""
        placed, lanes = place(self.marks[-DRAWN:], self._lanes)
        start = min((one.mark.start for one in placed), default=0.0)
        end = max((one.mark.end for one in placed), default=1.0)
        scale = (WIDTH - LEFT - 20) / ((end - start) or 1.0)
        bottom = HEAD + ROW * max(sum(height for _, height in lanes), 1)
        parts = [*_axis(start, end, scale=scale, bottom=bottom), *_names(lanes)]
        parts += [_span(one, start, scale=scale) for one in placed]
        box = {"viewBox": f"0 0 {WIDTH} {bottom + 22}", "aria-hidden": "true", "fill": INK}
        box |= {"data-from": f"{start:g}", "data-to": f"{end:g}"}
        wide = f"width:100%;min-width:520px;max-width:{WIDTH * 1.3:g}px"
        return element("svg", *parts, **box, style=wide, font_family="system-ui,sans-serif", font_size="11.5")

    def text(self) -> str:
        """One line a span, for a terminal."""
        lines = [f"{m.start:9.3f} – {m.end:9.3f} s  {m.lane:12} {m.label}" for m in self.marks[-LISTED:]]
        return "\n".join([self.title, *lines]).encode("utf-8", "backslashreplace").decode()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        self._offer()
        return {"text/html": self.html(), "text/plain": self.text()}

    # ---- live ----

    def _offer(self) -> None:
        """Where this is a kernel, its hub brings the script and asks for new drawings."""
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        from helpers.views.hub import hub

        self._hub, self._view = hub(), uuid4().hex
        self._hub.offer(self._view, self._open)

    def _open(self, _: str) -> str:
        if not self._opened:
            self._opened = True
            self._trace.subscribe(self._on_record)
        return self._said()

    def _on_record(self, record: object) -> None:
        if isinstance(record, Mark) and not self._waiting and not self._loop.is_closed():
            self._waiting = True
            self._loop.call_later(PAUSE, self._push)

    def _push(self) -> None:
        self._waiting = False
        self._hub.send({"kind": "done", "view": self._view, "said": self._said()})

    def _said(self) -> str:
        """What the browser draws anew, as JSON."""
        return json.dumps({"drawing": self.drawing(), "table": self.table()}, separators=(",", ":"))


def _axis(start: float, end: float, *, scale: float, bottom: int) -> Iterator[Element]:
    places = [(moment, round(LEFT + (moment - start) * scale)) for moment in ticks(start, end)]
    yield element("path", d="".join(f"M{x} {HEAD}V{bottom}" for _, x in places), stroke=RULE)
    named = [element("text", f"{moment:g} s", x=x, y=bottom + 15) for moment, x in places]
    yield element("g", *named, text_anchor="middle")


def _names(lanes: Sequence[tuple[str, int]]) -> Iterator[Element]:
    tops = [HEAD, *(HEAD + ROW * end for end in accumulate(height for _, height in lanes))]
    yield element("path", d="".join(f"M0 {top}H{WIDTH}" for top in tops[1:]), stroke=RULE)
    named = [
        element("text", name, x=LEFT - 8, y=top + 16) for (name, _), top in zip(lanes, tops, strict=False)
    ]
    yield element("g", *named, text_anchor="end")


def _span(one: Placed, start: float, *, scale: float) -> Element:
    mark = one.mark
    left, right = (round(LEFT + (time - start) * scale) for time in (mark.start, mark.end))
    y, width = HEAD + ROW * one.row + 3, max(right - left, 1.5)
    dash = {"stroke-dasharray": "3 2"} if " · " in mark.label else {}
    size = {"x": left, "y": y, "width": width, "height": ROW - 6, "rx": 3}
    parts = [element("title", _told(mark))]
    parts += [element("rect", **size, **dash, fill=FILL.get(kind_of(mark), PLAIN), stroke=SOFT)]
    if label := _fitting(mark, width):
        parts += [element("text", label, x=left + 4, y=y + 13)]
    return element("g", *parts, data_at=f"{mark.start:g}")


def _fitting(mark: Mark, width: float) -> str:
    """As much of the label as there is room for: all of it, its first part, its number, nothing."""
    first = mark.label.partition(" · ")[0]
    number = first.rpartition(" ")[2]
    choices = [mark.label, first, number if number.isdigit() else kind_of(mark)]
    return next((text for text in choices if len(text) * LETTER + 6 <= width), "")


def _told(mark: Mark) -> str:
    return f"{mark.label}: {_seconds(mark.start)} to {_seconds(mark.end)}"


def _table_row(mark: Mark) -> Element:
    cells = (mark.lane, _seconds(mark.start), _seconds(mark.end), mark.label)
    return element("tr", *(element("td", cell) for cell in cells))


def _seconds(time: float) -> str:
    return f"{round(time, 4):.8g} s"
