"""Every published page fits: its first load, its window while it comes, the reader, the paper."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from tests.chromium import AXE
from tests.lessons.kernels import NOTEBOOKS
from tests.lessons.pages import pages
from tests.lessons.walks import Walk, reader

pytestmark = pytest.mark.browser
FIRST_LOAD = 60_000  # bytes, gzip: the page and all it asks for until every view is at work
LISTS = {"rfcs", "statistics"}  # pages that are made of all lessons
SHIFT = 0.02
SHEETS = 15  # of A4


def first_load(page: Path) -> int:
    """The page with the styles, scripts and data that it names anywhere.

    What comes when somebody asks for it is not of it. Beside a wire of HTTP/2 is drawn at once what may
    still be sent.
    """
    html = page.read_text("utf-8")
    files = {page.parent / name for name in re.findall(r'(?:src|href)="(assets/[^"?]+)', html)}
    files |= {page.parent / "assets" / "room.js"} if "PRI * HTTP/2.0" in html else set()
    return sum(len(gzip.compress(data)) for data in (html.encode(), *(file.read_bytes() for file in files)))


def test_every_lesson_has_a_page_and_a_first_load_is_light_with_its_views(site):
    assert {page.stem for page in pages(site)} >= LISTS
    assert len(pages(site)) == len(NOTEBOOKS) + len(LISTS)
    loads = {page.stem: first_load(page) for page in pages(site)}
    assert {name: size for name, size in loads.items() if size > FIRST_LOAD} == {}


PRINTED = {360: "before", 1400: "after"}  # whether its views came already or not
HALF = {360: 0, 500: 1, 800: 0, 1400: 1}  # each page in two of the windows; .ci/proofs each in all four


def windows(*widths: int) -> pytest.MarkDecorator:
    """A test in windows so wide: of half of the pages, and by night of each."""
    half = [pytest.param(width, False, id=f"{width}") for width in widths]
    every = [pytest.param(width, True, id=f"{width}, every page", marks=pytest.mark.slow) for width in widths]
    return pytest.mark.parametrize(("width", "whole"), half + every)


@pytest.fixture(scope="module")
def walked(site, chromium):
    """``walked(width, whole)`` reads each page in a window so wide, once, all of them or half."""
    axe = AXE.read_text("utf-8") if AXE.is_file() else ""

    @cache
    def walked(width: int, whole: bool) -> dict[str, Walk]:
        found = {}
        with reader(chromium, width, scheme="dark" if width == 360 else "light") as one:
            for number, page in enumerate([*pages(site), site / "index.html", site / "404.html"]):
                if whole or number % 2 == HALF[width]:
                    look = {"axe": axe, "printed": PRINTED[width]} if width in PRINTED else {}
                    found[page.stem] = one.walk(page, **look)
        return found

    return walked


@windows(500, 800, 1400)
def test_nothing_moves_while_a_page_comes_or_is_scrolled(walked, width, whole):
    """In a real window, not an emulated one; every view comes on the way down."""
    moved = {name: walk.moved for name, walk in walked(width, whole).items()}
    assert {name: shift for name, shift in moved.items() if shift > SHIFT} == {}


@windows(360, 500, 800, 1400)
def test_no_page_asks_for_anything_or_runs_over_the_edge(walked, width, whole):
    found = {
        name: (walk.asked, walk.errors, max(walk.reaches, width))
        for name, walk in walked(width, whole).items()
    }
    assert {name: walk for name, walk in found.items() if walk != ([], [], width)} == {}


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: npm ci")
@windows(*PRINTED)
def test_axe_finds_nothing_on_any_page(walked, width, whole):
    """With every view at work and every fold open, in the dark and in the light."""
    assert {name: walk.violations for name, walk in walked(width, whole).items() if walk.violations} == {}


@windows(*PRINTED)
def test_a_lesson_is_printed_on_few_sheets(walked, width, whole):
    """Of each message its line stands on paper."""
    sheets = {name: walk.sheets for name, walk in walked(width, whole).items()}
    assert all(count > 0 for count in sheets.values())
    assert {name: count for name, count in sheets.items() if count > SHEETS} == {}
