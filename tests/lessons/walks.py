"""Whoever reads a published page from its top to its end: what it asks for, throws, moves and breaks meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chromium import ARGUMENTS

__all__ = ["Walk", "reader"]

NARROWEST = 500  # px of a real window
VIEWS = "wire-view, time-line, course-plot, frame-box"
PAPER = {"format": "A4", "margin": dict.fromkeys(("top", "bottom", "left", "right"), "15mm")}

SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""
IDLE = "document.fonts.ready.then(() => new Promise(requestIdleCallback))"  # nobody scrolls at once
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Views that were sent for are there: a page sends for them while they are 1,000 px away, and nobody reads faster.
COME = """(views) => !document.head.querySelector('[src*=".data.js"]')
  || [...document.querySelectorAll(views)].every((one) => customElements.get(one.localName))"""
AXE = """axe.run({ resultTypes: ["violations"], preload: false })
  .then(({ violations }) => violations.map((one) => [one.id, one.nodes[0].html]))"""


@dataclass(slots=True)
class Walk:
    """What was seen of one page."""

    asked: list[str]  # beyond the site's own files
    errors: list[str]
    moved: float = 0.0
    reaches: int = 0  # px to the right, with every view at work
    sheets: int = 0
    violations: list[Any] = field(default_factory=list)


@contextmanager
def reader(chromium: str, width: int, *, scheme: str) -> Iterator["Reader"]:
    """Somebody offline with a real window so wide; narrower than a window can be, with a phone."""
    from playwright.sync_api import sync_playwright

    shape = {"viewport": {"width": width, "height": 900}} if width < NARROWEST else {"no_viewport": True}
    arguments = [*ARGUMENTS, f"--window-size={width},900"]
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=arguments)
        yield Reader(browser.new_context(offline=True, color_scheme=scheme, **shape).new_page(), width)
        browser.close()


class Reader:
    """One tab, in which one page follows the other."""

    def __init__(self, page: Any, width: int) -> None:
        self._page, self._width = page, width
        self._walk = Walk([], [])
        page.on(
            "request",
            lambda asked: asked.url.startswith(("file:", "blob:")) or self._walk.asked.append(asked.url),
        )
        page.on("pageerror", lambda error: self._walk.errors.append(str(error)))

    def walk(self, path: Path, *, axe: str = "", printed: str = "") -> Walk:
        """Go down a page; ``printed`` before or after its views came, then every fold open for ``axe``."""
        page = self._page
        self._walk = found = Walk([], [])
        page.goto(path.as_uri())
        assert page.evaluate("innerWidth") == self._width
        if printed == "before":
            found.sheets = self._sheets()
        page.evaluate(SHIFTS)
        page.evaluate(IDLE)
        for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 800)")):
            page.evaluate(FRAMES)  # in which the page sends for what is near
            page.wait_for_function(COME, arg=VIEWS)
            page.mouse.wheel(0, 800)
        page.evaluate(FRAMES)
        page.wait_for_function(COME, arg=VIEWS)
        page.evaluate(FRAMES)
        found.moved = page.evaluate("window.shifted")
        found.reaches = page.evaluate("document.documentElement.scrollWidth")
        if printed == "after":
            found.sheets = self._sheets()
        if axe:
            page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
            page.evaluate(axe)
            found.violations = page.evaluate(AXE)
        return found

    def _sheets(self) -> int:
        return len(re.findall(rb"/Type\s*/Page[^s]", self._page.pdf(**PAPER)))
