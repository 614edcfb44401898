"""Small plots: bars and lines; with sliders where a learner may ask "what if".

What enters: plain numbers. What leaves: ``<course-plot>`` with the numbers as JSON, drawn as
SVG by the same script in JupyterLab and on the page, and as a table where no script comes. A plot with sliders holds
one drawing for each of their positions, worked out here: so it needs no kernel to move.

Not matplotlib: its import costs 350 ms, and its picture knows no theme, no screen reader and no slider on a page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import product
from typing import Any

from helpers.views.kernel import kernel_hub
from helpers.views.payload import embed

__all__ = ["Plot", "bars", "lines", "sliders"]

POSITIONS = 1000  # drawings that a plot with sliders may hold
LISTED = 20  # points of a series that the table shows

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing: what to draw, and the same as rows of a table."""

    data: Mapping[str, Any]
    table: Sequence[Sequence[str]] = field(repr=False)

    def html(self) -> str:
        """The custom element with its numbers, and the numbers as a table."""
        script = f'<script type="application/json">{embed(self.data)}</script>'
        head, *rows = [[escape(cell) for cell in row] for row in self.table]
        top = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        table = f"<table><thead>{top}</thead><tbody>{body}</tbody></table>"
        static = f'<div class="rw-static"><p><b>{escape(self.title)}</b></p>{table}</div>'
        return f"<course-plot>{script}{static}</course-plot>"

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        return str(self.data["title"])

    def text(self) -> str:
        """Title and table, for a terminal."""
        widths = [max(map(len, column)) for column in zip(*self.table, strict=True)]
        rows = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in self.table]
        return "\n".join([self.title, *rows])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        kernel_hub()  # JupyterLab has the script from it
        return {"text/html": self.html(), "text/plain": self.text()}


def bars(values: Mapping[str, float], *, title: str, unit: str = "") -> Plot:
    """One bar a name, from zero."""
    data = {
        "kind": "bars",
        "title": title,
        "unit": unit,
        "bars": [[name, value] for name, value in values.items()],
    }
    return Plot(
        data, [["name", unit or "value"], *([name, _number(value)] for name, value in values.items())]
    )


def lines(series: Mapping[str, Iterable[Point]], *, title: str, x: str, y: str, log: bool = False) -> Plot:
    """One line a name, through its points; ``log`` makes the upward axis logarithmic."""
    points = {name: [(float(a), float(b)) for a, b in given] for name, given in series.items()}
    if log and any(b <= 0 for given in points.values() for _, b in given):
        raise ValueError("a logarithmic axis has no place for values of 0 or less")
    listed = [[name, given] for name, given in points.items()]
    data = {"kind": "lines", "title": title, "x": x, "y": y, "log": log, "series": listed}
    return Plot(data, _listed({name: _some(given) for name, given in points.items()}, x=x, y=y))


def sliders(make: Callable[..., Plot], **choices: Sequence[float | str]) -> Plot:
    """``make(name=value, …)`` for every position of the sliders; it starts in the middle of each."""
    names, values = list(choices), [list(given) for given in choices.values()]
    positions = list(product(*values))
    if not 0 < len(positions) <= POSITIONS:
        raise ValueError(f"{len(positions)} positions of the sliders: 1 to {POSITIONS:,} can be drawn")
    frames = [make(**dict(zip(names, position, strict=True))) for position in positions]
    middles = [(len(given) - 1) // 2 for given in values]
    first = frames[positions.index(tuple(given[at] for given, at in zip(values, middles, strict=True)))]
    knobs = [[name, given, at] for name, given, at in zip(names, values, middles, strict=True)]
    data = {
        "kind": "sliders",
        "title": first.title,
        "sliders": knobs,
        "frames": [frame.data for frame in frames],
    }
    return Plot(data, first.table)


def _listed(series: Mapping[str, Sequence[Point]], *, x: str, y: str) -> list[list[str]]:
    """A row for each point; where several lines have points at the same places, one for each place."""
    places = [[a for a, _ in given] for given in series.values()]
    if len(series) > 1 and all(one == places[0] for one in places):
        values = zip(*([_number(b) for _, b in given] for given in series.values()), strict=True)
        rows = [[_number(a), *row] for a, row in zip(places[0], values, strict=True)]
        return [[f"{x} → {y}", *series], *rows]
    return [
        ["name", x, y],
        *([name, _number(a), _number(b)] for name, given in series.items() for a, b in given),
    ]


def _number(value: float) -> str:
    return f"{value:,.6g}"


def _some(points: Sequence[Point]) -> Sequence[Point]:
    """Not more than a table can show, evenly spread, first and last among them."""
    if len(points) <= LISTED:
        return points
    return [points[place * (len(points) - 1) // (LISTED - 1)] for place in range(LISTED)]
