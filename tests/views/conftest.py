"""A wire to step, made by hand, and the sample traces as pages."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.trace import Trace
from helpers.views.elements import STATIC, bundles, styles
from helpers.vocabulary import Side
from tests.views import views_samples
from tests.views.in_lab import lab, notebook, shared  # noqa: F401 - fixtures for the modules beside this one

HERE = Path(__file__).parent


@dataclass
class Unit:
    connection: int
    side: Side
    start: int


class FakeWire:
    """A ``Steppable`` without sockets: its units are released by script."""

    name = "fake"

    def __init__(self, loop: asyncio.AbstractEventLoop, trace: Trace, script=()):
        self.trace, self.loop, self.holding, self.script, self.held = trace, loop, True, list(script), []

    async def step(self):
        if not self.script:
            raise TimeoutError("nothing came in 5 s: the wire holds nothing")
        release = self.script.pop(0)
        self.trace.append(release)
        return Unit(release.connection, release.side, release.start)

    def run(self):
        self.holding = False

    def pause(self):
        self.holding = True


@pytest.fixture
def fake_wire():
    return FakeWire


@pytest.fixture
def samples():
    return views_samples


PAGE = """<!doctype html><html lang="en"{theme}><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>wire</title>
{styles}{scripts}
<style>body{{margin:0;color:#1d2127;background:#fbfaf6;font:17px/1.6 Georgia,serif}}
main{{max-width:56rem;margin:auto;padding:0 12px}}
@media (prefers-color-scheme:dark){{body{{color:#eee;background:#14171b}}}}</style>
<main><h1>A wire</h1>{body}</main></html>"""


@pytest.fixture
def page_of(tmp_path):
    """Writes a page of the given HTML, as the exporter does; its file:// address."""

    def write(body: str, *, theme: str = "") -> str:
        for name in [*styles(), *bundles()]:
            shutil.copy(STATIC / name, tmp_path)
        scripts = "".join(f'<script defer src="{name}"></script>' for name in bundles())
        linked = "".join(f'<link rel="stylesheet" href="{name}">' for name in styles())
        attribute = f' data-theme="{theme}"' if theme else ""
        path = tmp_path / "page.html"
        path.write_text(PAGE.format(body=body, theme=attribute, styles=linked, scripts=scripts), "utf-8")
        return path.as_uri()

    return write


@pytest.fixture
def opened(browser, page_of):
    """Opens a page of HTML; when the test ends it fails on any error, dialog or request to elsewhere."""
    contexts, complaints = [], []

    def open_(body: str, *, theme: str = "", **options):
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: asked.url.startswith("http") and complaints.append(asked.url))
        page.goto(page_of(body, theme=theme))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
