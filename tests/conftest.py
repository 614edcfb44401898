"""The one browser of the tests, and the accessibility checker.

`CHROMIUM` names another browser; without one the tests that want it are skipped and say how to get it. One is started
once a module: Playwright keeps an event loop running, which other tests must not find.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.chromium import ARGUMENTS, AXE, CHROMIUM, MISSING, SHELL

os.environ.setdefault("REALTIME_MEASURE", "tiny")  # lessons that measure do so for some seconds only


# Folders whose files are few and slow: browsers, kernels, sites.
SLOW = ("notebooks", "lessons", "site", "chat", "publishing", "exercises", "views", "live")


def pytest_configure(config: pytest.Config) -> None:
    """Workers take files in the order in which they were collected, and not those of many tests first."""
    config.option.loadscopereorder = False


def pytest_collection_finish() -> None:
    """What was collected stays to the end: else each ``gc.collect()`` of 600 tests looks through all of it."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first: the quick ones fill the end, so that no worker stands idle beside a long one."""
    items.sort(key=lambda item: item.path.parent.name not in SLOW)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path."""
    return CHROMIUM or pytest.skip(MISSING)


@contextmanager
def driven(executable: str) -> Iterator[Any]:
    """A running browser, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """For pages: without windows where such a Chromium is."""
    with driven(SHELL or pytest.skip(MISSING)) as started:
        yield started


@pytest.fixture(scope="module")
def whole_browser(chromium: str) -> Iterator[Any]:
    """For applications: JupyterLab, and lessons that run in their page."""
    with driven(chromium) as started:
        yield started


@pytest.fixture(scope="session")
def browsing() -> Iterator[Any]:
    """The loop and the Chromium that ``in_browser_loop`` runs tests in; between them its loop stands still."""
    from tests.chat.chat_browser import Browsing

    shared = Browsing()
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    return AXE.read_text("utf-8")
