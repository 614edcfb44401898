"""2C: the polling loop of a page, in JavaScript; what it must keep stands in ``poll_in_page.js``."""

from helpers.checks.judges.in_browser import InBrowser

__all__ = ["judge"]

judge = InBrowser("poll_in_page.js")
