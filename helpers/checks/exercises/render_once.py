"""5C: each post once on the page, however often the line breaks; what must come out stands in ``render_once.js``."""

from helpers.checks.judges.in_browser import InBrowser

__all__ = ["judge"]

judge = InBrowser("render_once.js")
