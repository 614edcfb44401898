"""JupyterLab in a browser: an author's save gives git nothing to see, a learner's copy keeps its outputs."""

import os
import re
import signal
import socket
import subprocess
import sys

import nbformat
import pytest

from tests.publishing.publishing_samples import make_course_folder
from tests.waiting import wait_for_port

pytestmark = pytest.mark.browser
EXTENSION = f"{sys.prefix}/etc/jupyter/jupyter_server_config.d/realtime-on-the-wire.json"


@pytest.fixture
def root(tmp_path):
    """A course of one lesson, with the pairing that pyproject.toml gives the real one."""
    folder = make_course_folder(tmp_path / "course")
    (folder / "pyproject.toml").write_text(
        '[tool.jupytext]\nnotebook_metadata_filter = "course,kernelspec,-all"\n'
        'cell_metadata_filter = "tags,-all"\nroot_level_metadata_as_raw_cell = false\n\n'
        '[tool.jupytext.formats]\n"lessons/" = "md"\n"notebooks/" = "ipynb"\n'
    )
    return folder


@pytest.fixture
def lab(root, tmp_path):
    """Start `course lab …`, give its URL, and end it with all it started."""
    if not os.path.exists(EXTENSION):
        pytest.skip("the package's Jupyter files are not installed: pip install -e .")
    started = []

    def lab(*options):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "helpers.publishing", "lab", *options, "--no-browser", "--port", str(port),
                   "--IdentityProvider.token=t", "--LabApp.expose_app_in_browser=True", "--allow-root"]  # fmt: skip
        home = {name: str(tmp_path / name) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        process = subprocess.Popen(
            command, cwd=root, env={**os.environ, **home}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        for line in process.stderr:
            if re.search(r"Jupyter Server .* is running at", line):
                wait_for_port(port, process)
                return f"http://127.0.0.1:{port}/?token=t"
        raise AssertionError(f"course lab ended with {process.wait()}")

    yield lab
    for process in started:
        os.killpg(process.pid, signal.SIGTERM)
        process.stderr.close()
        process.wait(20)


def run_and_save(browser, url):
    """Open, run all, save; say where Lab was."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(url)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=30_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for(
        timeout=30_000
    )  # else Lab asks for a kernel
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.locator(".jp-OutputArea-output", has_text="2").first.wait_for(timeout=30_000)
    with page.expect_response(
        lambda response: response.request.method == "PUT" and "/api/contents/" in response.url
    ):
        page.evaluate("void window.jupyterapp.commands.execute('docmanager:save')")
    assert page.locator(".Toastify__toast").count() == 0  # no news, no update
    where = page.url
    page.close()
    return where


def texts(root):
    return {path.name: path.read_text() for path in root.glob("[ln]*/*.*") if path.is_file()}


def test_an_authors_save_changes_nothing(root, lab, whole_browser):
    before = texts(root)
    assert "/lab/tree/notebooks/1a-hello.ipynb" in run_and_save(whole_browser, lab("--edit"))
    assert texts(root) == before


def test_a_learners_save_keeps_outputs_and_touches_no_lesson(root, lab, whole_browser):
    before = texts(root)
    assert "/lab/tree/work/1a-hello.ipynb" in run_and_save(whole_browser, lab())
    assert texts(root) == before
    saved = nbformat.read(root / "work" / "1a-hello.ipynb", as_version=4)
    assert saved.cells[1].outputs[0]["data"]["text/plain"] == "2"
