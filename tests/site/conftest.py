"""A published sample site to look at with the browser."""

import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The rich sample course, published by the command a reader would type."""
    from tests.publishing.publishing_samples import make_course_folder
    from tests.publishing.rich_lesson import rich_course

    root = rich_course(tmp_path_factory.mktemp("site") / "course", make_course_folder)
    config = root / "_config.yml"
    config.write_text(
        config.read_text().replace("  baseurl: https://example.org/sample\n", '  baseurl: ""\n')
    )
    command = [sys.executable, "-m", "helpers.publishing", "publish", "--jobs", "3"]
    subprocess.run(command, cwd=root, check=True, timeout=120, capture_output=True)
    return root / "site"


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
