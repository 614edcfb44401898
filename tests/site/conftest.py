"""A published sample site and a Chromium to look at it with.

`CHROMIUM` names another browser; without one the tests are skipped and say how to get it. The browser is started once
a module: Playwright keeps an event loop running, which other tests must not find.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "publishing"))
AXE = TESTS.parent / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium: sudo apt-get install chromium, or set CHROMIUM to a browser's path")
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The rich sample course, published by the command a reader would type."""
    from publishing_samples import make_course_folder
    from rich_lesson import rich_course

    root = rich_course(tmp_path_factory.mktemp("site") / "course", make_course_folder)
    config = root / "_config.yml"
    config.write_text(
        config.read_text().replace("  baseurl: https://example.org/sample\n", '  baseurl: ""\n')
    )
    command = [sys.executable, "-m", "helpers.publishing", "publish", "--jobs", "3"]
    subprocess.run(command, cwd=root, check=True, timeout=120, capture_output=True)
    return root / "site"


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site):
    """Open a page of the site offline; at the end nothing may have asked the network, nor thrown."""
    contexts, asked, thrown = [], [], []

    def open_page(name, *, width=1600, height=900, scheme="light", script=True):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        context.set_offline(True)
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto((site / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert thrown == []


@pytest.fixture(scope="session")
def axe():
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    return AXE.read_text()
