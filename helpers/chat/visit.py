"""A page that a server of this kernel serves, shown in the notebook or linked to a tab of its own.

What enters: its address at 127.0.0.1. What leaves: HTML with a script (``visit.js``) that finds out in the browser
whether that address is in reach, and takes the Jupyter server's ``proxy/PORT/`` where it is not. The kernel cannot
know that: it does not see who looks. On a published page, where no kernel is, lessons show a recording; where the
lesson runs in that page, the page reads port and path and puts in an address of its own.
"""

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Visit"]

SCRIPT = Path(__file__).with_name("visit.js")


class Visit:
    """A link that says ``text`` and opens ``url`` in its own tab; with a ``height`` (px) the page stands above it."""

    def __init__(self, url: str, text: str = "Open it in a tab of its own", *, height: int = 0) -> None:
        self.url, self.text, self.height = url, text, height

    def _repr_html_(self) -> str:
        where = urlsplit(self.url)
        path = (where.path or "/") + (f"?{where.query}" if where.query else "")
        style = f"width:100%;height:{self.height}px;border:1px solid #8886;border-radius:8px"
        frame = f'<iframe title="{escape(self.text)}" style="{style}"></iframe>' if self.height else ""
        link = f'<a href="{escape(self.url)}" target="_blank" rel="noopener">{escape(self.text)}</a>'
        return (
            f'<div data-port="{where.port}" data-path="{escape(path)}">{frame}<p>{link}</p><p role="status"></p>'
            f"<script>{SCRIPT.read_text('utf-8')}</script></div>"
        )

    def __repr__(self) -> str:
        return f"{self.text}: {self.url}"
