"""3B: lines out of a streamed fetch, in JavaScript; what must come out stands in ``listen_in_page.js``."""

from helpers.checks.judges.in_browser import InBrowser

__all__ = ["judge"]

judge = InBrowser("listen_in_page.js")
