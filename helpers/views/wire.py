"""The wire view, as data: one snapshot of a trace as JSON, as static HTML and as text.

What enters: rows and records; what leaves: a mime bundle of text/html and text/plain, nothing else, so that a
notebook that is reopened without its kernel never shows a widget error. ``<wire-view>`` holds the data and the static
rows; the script (JupyterLab's hub, or the page) turns it into the diagram and the bytes.

Not an ipywidget view: a saved widget view needs its kernel, or the whole saved state, to show anything at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.dissectors.row import Row
from helpers.dissectors.rows import Rows
from helpers.trace import Arrival, Mark, Record, Release, Trace
from helpers.views.listing import as_html, as_text
from helpers.views.payload import embed, encode

__all__ = ["WireView"]

RERUN = "Run the cell again to step this wire."


@dataclass(frozen=True, slots=True)
class WireView:
    """What one wire looked like at one moment; ``view`` names the feed that goes on from ``version``."""

    title: str
    rows: Sequence[Row]
    records: Sequence[Record]
    view: str = ""
    version: int = 0
    live: bool = False
    holding: bool = False

    @classmethod
    def of(cls, trace: Trace, *, title: str) -> "WireView":
        """``trace`` as it is now, with nothing to go on from."""
        rows = Rows(trace)
        rows.unsubscribe()
        return cls(title, tuple(rows.rows), tuple(trace.records))

    def payload(self) -> dict[str, Any]:
        """The JSON object that the browser reads."""
        head = {"title": self.title, "zero": self.zero, "version": self.version}
        return {**head, "live": self.live, "holding": self.holding, **encode(self.rows, self.records)}

    @property
    def zero(self) -> float:
        """When the first record was made: times are shown from here."""
        return min((_time(record) for record in self.records), default=0.0)

    def html(self) -> str:
        """The custom element with its data, static rows, and what to do when no script comes."""
        data = f'<script type="application/json">{embed(self.payload())}</script>'
        static = as_html(self.title, self.rows, self.zero)
        rerun = f'<p class="rerun">{RERUN}</p>' if self.view else ""
        name = f' data-view="{self.view}" data-version="{self.version}"' if self.view else ""
        html = f'<wire-view{name}>{data}\n<div class="rw-static">{static}\n{rerun}</div></wire-view>'
        return html.encode("utf-8", "backslashreplace").decode()  # a lone surrogate cannot be stored

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": as_text(self.title, self.rows, self.zero)}


def _time(record: Record) -> float:
    match record:
        case Arrival() | Release():
            return record.time
        case Mark():
            return record.start
