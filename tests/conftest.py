"""The one browser of the tests, and the accessibility checker.

`CHROMIUM` names another browser; without one the tests that want it are skipped and say how to get it. It is started
once a module: Playwright keeps an event loop running, which other tests must not find.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.chromium import ARGUMENTS, AXE, CHROMIUM, MISSING

os.environ.setdefault("REALTIME_MEASURE", "tiny")  # lessons that measure do so for some seconds only


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path."""
    return CHROMIUM or pytest.skip(MISSING)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """A running Chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    return AXE.read_text("utf-8")
