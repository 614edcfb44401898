"""The figures as files: CSV, a row for each way and size, and SVG bars that need no script, style or font.

What enters: rows of figures. What leaves: text. A figure with a spread has two more columns, ``low`` and ``high``.
"""

import csv
import io
from collections.abc import Sequence
from html import escape

from helpers.measure.figures import UNITS, Row

__all__ = ["as_cells", "as_csv", "as_svg", "short"]

WIDTH, LEFT, BAR, GAP, TOP = 720, 150, 18, 10, 44  # px


def as_cells(rows: Sequence[Row], names: Sequence[str], *, share: bool = False) -> Sequence[Sequence[str]]:
    """Rows of texts, the head first: each figure with its spread, if it has one; ``share``: counts for one client."""
    head = ["way", *(name if name.endswith(UNITS[name]) else f"{name}, {UNITS[name]}" for name in names)]
    return [head, *([row.way, *(_cell(row, name, share) for name in names)] for row in rows)]


def _cell(row: Row, name: str, share: bool) -> str:
    figure = row.figures.get(name)
    if figure is None:
        return "failed" if row.failed else "–"
    if figure.low == figure.high:
        return short(figure.value / (row.clients if share else 1))
    return f"{short(figure.value)} ({short(figure.low)}–{short(figure.high)})"


def short(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def as_csv(rows: Sequence[Row]) -> str:
    """All figures of all rows."""
    names = [name for name in UNITS if any(name in row.figures for row in rows)]
    spread = {name for name in names if " " not in name}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = [
        one for name in names for one in ([name, f"{name} low", f"{name} high"] if name in spread else [name])
    ]
    writer.writerow(["way", "clients", *columns, "failed"])
    for row in rows:
        cells: list[str] = []
        for name in names:
            figure = row.figures.get(name)
            values = [figure.value, figure.low, figure.high] if figure else ["", "", ""]
            cells += [value if isinstance(value, str) else f"{value:.6g}" for value in values][
                : 3 if name in spread else 1
            ]
        writer.writerow([row.way, row.clients, *cells, row.failed])
    return text.getvalue()


def as_svg(rows: Sequence[Row], name: str, *, title: str) -> str:
    """A bar for each row that has the figure, and a line across its end for the spread."""
    known = [row for row in rows if name in row.figures]
    most = max((row.figures[name].high for row in known), default=0) or 1
    height = TOP + len(known) * (BAR + GAP) + GAP
    scale = (WIDTH - LEFT - 140) / most
    body = "".join(_bar(row, name, TOP + at * (BAR + GAP), scale) for at, row in enumerate(known))
    head = f'<text x="{GAP}" y="26" font-weight="bold">{escape(title)}, in {escape(UNITS[name])}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="14"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{head}{body}</svg>\n'
    )


def _bar(row: Row, name: str, y: float, scale: float) -> str:
    figure = row.figures[name]
    low, end, high = (LEFT + max(0.0, value) * scale for value in (figure.low, figure.value, figure.high))
    middle = y + BAR / 2
    spread = (
        f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="#1c1917" stroke-width="2"/>' if high > low else ""
    )
    return (
        f'<text x="{LEFT - 8}" y="{middle + 5}" text-anchor="end">{escape(row.way)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{max(0.5, end - LEFT):.1f}" height="{BAR}" fill="#0f766e"/>{spread}'
        f'<text x="{high + 6:.1f}" y="{middle + 5}">{figure.value:,.4g}</text>'
    )
