"""The lessons in JupyterLite: as built, and in Chromium, on the runtime and the wheels of the pages."""

import functools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.live.contents import contents
from helpers.publishing.live.gather import gather
from helpers.publishing.live.lite import BROUGHT, lite_is_here

ROOT = Path(__file__).parents[3]
NOTEBOOK = "notebooks/4a-websocket-handshake.ipynb"
# Starts a kernel, runs a cell, and gives what it said.
RUN = """async (code) => {
  const kernel = await window.jupyterapp.serviceManager.kernels.startNew({ name: "python" });
  const future = kernel.requestExecute({ code }), said = [];
  future.onIOPub = ({ content }) => said.push(content.text ?? content.evalue ?? "");
  await future.done;
  return said.join("");
}"""
WRITE = """async ([path, text]) => {
  const { contents } = window.jupyterapp.serviceManager;
  await contents.save(path, { type: "file", format: "text", content: text });
}"""
READ = (
    "async (path) => (await window.jupyterapp.serviceManager.contents.get(path, { content: true })).content"
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_the_notebooks_are_for_a_tab_and_find_their_pictures():
    found = contents(load_course(ROOT / "notebooks", suffix=".ipynb"), root=ROOT)
    notebook = json.loads(found[NOTEBOOK])
    assert notebook["metadata"]["kernelspec"]["name"] == "python"
    assert not any(cell.get("outputs") for cell in notebook["cells"])
    pictures = {name: data for name, data in found.items() if name.endswith(".svg")}
    assert pictures
    assert all(name.startswith("lessons/images/") and data.isascii() for name, data in pictures.items())


@pytest.fixture(scope="module")
def site(fetched, tmp_path_factory):
    """The folder `live/`, served under a path."""
    if not lite_is_here():
        pytest.skip("no JupyterLite: pip install -e '.[live]'")
    folder = tmp_path_factory.mktemp("site")
    course = load_course(ROOT / "notebooks", suffix=".ipynb")
    live = gather(course, root=ROOT, say=print)
    assert gather(course, root=ROOT, say=print).files == live.files, "the second time it is the kept one"
    assert set(BROUGHT) <= set(live.lock["packages"])
    live.write(folder / "under" / "a" / "path")
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/under/a/path/lite/"
        server.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.browser
def test_a_lesson_opens_runs_and_keeps_what_is_saved_without_another_host(site, whole_browser):
    context = whole_browser.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{site}lab/index.html?path={NOTEBOOK}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    assert page.evaluate(RUN, "import helpers.net, helpers.views, aiohttp, anywidget; print(6 * 7)") == "42\n"
    page.evaluate(WRITE, ["mine.txt", "kept"])
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    assert page.evaluate(READ, "mine.txt") == "kept"
    here = site.partition("under")[0]
    assert not [url for url in asked if not url.startswith((here, "data:", "blob:"))]
    context.close()
