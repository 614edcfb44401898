"""A piece of JavaScript that the browser judges, as data.

What enters: the text, the script that judges it (it defines ``judge(source)``), what is to be said. What leaves:
a mime bundle of text/html and text/plain. ``<browser-task>`` runs the script in a worker that ends with the time
limit. In JupyterLab what it found goes to the kernel, by way of the hub; on a published page it stands below the
text, which the reader may edit there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from helpers.views.payload import embed

__all__ = ["WAITS", "BrowserTask"]

WAITS = "The browser that shows this cell judges it: open the notebook in JupyterLab and run the cell there."


@dataclass(frozen=True, slots=True)
class BrowserTask:
    """``said`` has what a verdict may say: ``task``, ``praise``, ``hints``; ``limit`` is in seconds."""

    name: str
    source: str
    judge: str
    said: Mapping[str, object]
    limit: float = field(default=5.0, kw_only=True)
    view: str = field(default="", kw_only=True)

    def under(self, view: str) -> "BrowserTask":
        """The same under the id by which the hub knows it."""
        return replace(self, view=view)

    def html(self) -> str:
        """The custom element with its data, and what to do when no script comes."""
        values = {
            "name": self.name,
            "source": self.source,
            "limit": self.limit,
            **self.said,
        }
        data = f'<script type="application/json">{embed(values)}</script>'
        # A page brings the judge when somebody asks for it.
        data += f'<script type="application/json" data-later>{embed(self.judge)}</script>'
        name = f' data-view="{escape(self.view)}"' if self.view else ""
        return f'<browser-task{name}>{data}\n<p class="rw-static">{escape(self.text())}</p></browser-task>'

    def text(self) -> str:
        """For a terminal, and wherever no browser comes."""
        return f"{self.name}: not judged yet. {WAITS}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}
