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
from helpers.trace import Record, Trace
from helpers.views.excerpt import Excerpt
from helpers.views.listing import as_html, as_text
from helpers.views.payload import Encoder, embed
from helpers.views.streamed import began, streams

__all__ = ["WireView"]

RERUN = "Run the cell again to step this wire."
WHOLE = "The whole is in the kernel alone: run the cell again, and save the trace."


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
        """The JSON object that the browser reads; the records are in it only where nothing is left out."""
        excerpt = self.excerpt
        encoder = Encoder(zero=self.zero, excerpt=excerpt)
        head = {
            "title": self.title,
            "zero": encoder.zero,
            "version": self.version,
            "left": excerpt.left_bytes,
        }
        state = {"live": self.live, "holding": self.holding, "count": len(self.rows)}
        bytes_ = {"bytes": streams(excerpt.rows, excerpt)}
        records = {"records": encoder.records(self.records)} if excerpt.whole else {}
        return {
            **head,
            **state,
            **encoder.rows(excerpt.rows),
            **records,
            **bytes_,
        }  # what repeats stands close

    @property
    def excerpt(self) -> Excerpt:
        """What of it fits into a view."""
        return Excerpt.of(self.rows)

    @property
    def zero(self) -> float:
        """When the first record was made: times are shown from here."""
        return min(map(began, self.records), default=0.0)

    def html(self) -> str:
        """The custom element with its data, static rows, and what to do when no script comes."""
        data = f'<script type="application/json">{embed(self.payload())}</script>'
        left = self.excerpt.left_out
        static = as_html(self.title, self.rows, self.zero) + (f"\n<p>{left} {WHOLE}</p>" if left else "")
        rerun = f'<p class="rerun">{RERUN}</p>' if self.view else ""
        name = f' data-view="{self.view}" data-version="{self.version}"' if self.view else ""
        html = f'<wire-view{name}>{data}\n<div class="rw-static">{static}\n{rerun}</div></wire-view>'
        return html.encode("utf-8", "backslashreplace").decode()  # a lone surrogate cannot be stored

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": as_text(self.title, self.rows, self.zero)}
