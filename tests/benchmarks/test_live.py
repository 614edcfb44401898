"""What a live page takes beside Pyodide itself: ratios, taken side by side in one run, each in a fresh browser.

*Pyodide's own start* is that of the package of npm, with nothing else, in a worker as ours. *First cell* and *whole*
begin with the press of Run this lesson in 4A. The best of some rounds counts, so that others' work moves it little.
*Step* is from the click until the view has changed; a frame of the browser (16 ms) is its grain.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import ARGUMENTS
from tests.site.live.conftest import hosted, publish
from tests.site.live.tab import Tab
from tests.site.live.timing import pyodide_alone, run_all, steps

pytestmark = [pytest.mark.benchmark, pytest.mark.browser, pytest.mark.slow]  # a minute

ROUNDS, STEPS = 3, 25
PAGE, WIRE = "websocket-handshake.html", "dave_wire = await tap"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lesson 4A, live."""
    folder = tmp_path_factory.mktemp("live") / "site"
    publish(["4A"], tmp_path_factory, folder)
    return folder


@contextmanager
def opened(running: Any, chromium: str, address: str) -> Iterator[Tab]:
    """A page in a browser that has seen nothing."""
    browser = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    tab = Tab(browser, address)
    yield tab
    tab.close()
    browser.close()


def test_a_lesson_starts_and_runs_within_twice_the_time_of_pyodide(chromium: str, site: Path) -> None:
    from playwright.sync_api import sync_playwright

    own, ours = [], []
    with hosted(site) as host, sync_playwright() as running:
        for _ in range(ROUNDS):
            with opened(running, chromium, host.address + PAGE) as tab:
                own.append(pyodide_alone(tab))
            with opened(running, chromium, host.address + PAGE) as tab:
                ours.append(run_all(tab))
                clicks = steps(tab, WIRE, STEPS) if len(ours) == ROUNDS else []
    start, first, whole = min(own), *map(min, zip(*ours, strict=True))
    median, most = statistics.median(clicks), clicks[round(0.95 * STEPS) - 1]
    print(f"Pyodide's own start {start:.2f} s; first cell {first:.2f} s, × {first / start:.2f};")
    print(
        f"whole of 4A {whole:.2f} s, × {whole / start:.2f}; Step: median {median:.0f} ms, 95 % in {most:.0f} ms"
    )
    assert first <= 2 * start
    assert whole <= 2 * start
    assert median <= 200
