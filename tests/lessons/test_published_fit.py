"""Every published page fits: its first load, its window while it comes, its paper."""

import gzip
import re
from pathlib import Path

import pytest

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.lessons.kernels import NOTEBOOKS
from tests.lessons.pages import pages

pytestmark = pytest.mark.browser
FIRST_LOAD = 60_000  # bytes, gzip: the page and all it asks for until every view is at work
LISTS = {"rfcs", "statistics"}  # pages that are made of all lessons
SHIFT = 0.02
SHEETS = 15  # of A4
VIEWS = "wire-view, time-line, course-plot, frame-box"


def first_load(page: Path) -> int:
    """The page with the styles, scripts and data that it names anywhere; what comes when somebody asks for it is not of it."""
    html = page.read_text("utf-8")
    files = {page.parent / name for name in re.findall(r'(?:src|href)="(assets/[^"?]+)', html)}
    return sum(len(gzip.compress(data)) for data in (html.encode(), *(file.read_bytes() for file in files)))


def test_every_lesson_has_a_page_and_a_first_load_is_light_with_its_views(site):
    assert {page.stem for page in pages(site)} >= LISTS
    assert len(pages(site)) == len(NOTEBOOKS) + len(LISTS)
    loads = {page.stem: first_load(page) for page in pages(site)}
    assert {name: size for name, size in loads.items() if size > FIRST_LOAD} == {}


SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""

# Views that were sent for are there: a page sends for them while they are 1,000 px away, and nobody reads faster.
COME = """(views) => !document.head.querySelector('[src*=".data.js"]')
  || [...document.querySelectorAll(views)].every((one) => customElements.get(one.localName))"""


@pytest.mark.parametrize("width", [500, 800, 1400])
def test_nothing_moves_while_a_page_comes_or_is_scrolled(site, browser, width):
    """In a real window, not an emulated one; every view comes on the way down."""
    kind = browser.browser_type
    size = f"--window-size={width},900"
    window = kind.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, size])
    view = window.new_context(no_viewport=True).new_page()
    moved = {}
    for page in [*pages(site), site / "index.html", site / "404.html"]:
        view.goto(page.as_uri())
        assert view.evaluate("innerWidth") == width
        view.evaluate(SHIFTS)
        view.wait_for_timeout(100)  # nobody scrolls at once
        view.wait_for_function(COME, arg=VIEWS)
        for _ in range(view.evaluate("Math.ceil(document.documentElement.scrollHeight / 800)")):
            view.mouse.wheel(0, 800)
            view.wait_for_function(COME, arg=VIEWS)
            view.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved[page.stem] = view.evaluate("window.shifted")
    window.close()
    assert {name: shift for name, shift in moved.items() if shift > SHIFT} == {}


@pytest.mark.parametrize("seen", [False, True])
def test_a_lesson_is_printed_on_few_sheets(site, browser, seen):
    """Whether its views came already or not: of each message its line stands on paper."""
    sheets = {}
    for path in pages(site):
        page = browser.new_page()
        page.goto(path.as_uri())
        for view in page.locator(VIEWS).all() if seen else ():
            view.scroll_into_view_if_needed()
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
        sheets[path.stem] = len(re.findall(rb"/Type\s*/Page[^s]", printed))
        page.close()
    assert {name: count for name, count in sheets.items() if count > SHEETS} == {}
