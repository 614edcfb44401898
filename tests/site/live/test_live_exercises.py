"""One exercise of each kind, in a tab; and what was solved there, carried to JupyterLab's course and back."""

import nbformat
import pytest
from nbclient import NotebookClient

from helpers.checks.engine.progress_file import ProgressFile
from tests.exercises.proofs import part
from tests.site.live.conftest import hosted
from tests.site.live.solving import solve, wrong_hint_right

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "newer": "polling-backend",  # over HTTP
    "poll": "polling-loop",  # in scenes, on a clock
    "poll_in_page": "polling-loop",  # JavaScript, by the page itself
    "come_back": "backoff-and-retry",  # by many draws
    "handshake": "websocket-handshake",  # over a wire
    "unmask": "websocket-frames",  # on cases
    "grant": "as-strict-as-the-libraries",  # on cases, by what the libraries make of the answer
    "predict": "choosing-a-transport",  # on cases that are drawn
    "choose": "choosing-a-transport",  # of a table
    "listen_in_page": "chat-over-http2",  # JavaScript, on the pieces of a stream
    "render_once": "chat-with-socketio",  # JavaScript, with a socket that comes back
    "Limit": "chat-with-socketio",  # an object beside its reference
    "private_room": "chat-with-socketio",  # over Socket.IO
}


@pytest.mark.parametrize("name", PAGES)
def test_wrong_a_hint_right(tab, course_site, name):
    with hosted(course_site) as host:
        reader = tab(f"{host.address}{PAGES[name]}.html")
        wrong_hint_right(reader, name)
        assert reader.page.evaluate("localStorage.getItem('course-solved')") == f'["{name}"]'


def test_what_needs_a_thread_keeps_its_record_and_says_so(tab, course_site):
    with hosted(course_site) as host:
        reader = tab(f"{host.address}the-project.html")
        check = reader.cell('check("beside"')
        recorded = check.locator(".output").inner_text()
        assert "Not yet" in recorded
        assert reader.run(reader.cell("async def beside")) == "ran"
        assert check.locator(".output").inner_text() == recorded
        assert "This cell needs more than a tab has: a thread" in check.inner_text()
        assert check.locator(".run").count() == 0


def test_progress_goes_from_the_tab_to_jupyterlab_and_back(tab, host, tmp_path, monkeypatch, request):
    reader = tab(host.address + "websocket-handshake.html")
    solve(reader, "accept_key")
    own = ProgressFile(tmp_path)
    reader.save(own.path)
    entries, note = own.read()
    assert (set(entries), note) == ({"accept_key"}, "")
    assert entries["accept_key"].passed

    # in a kernel of the installed course, which has that file
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    cells = [
        "from helpers.checks import check, progress",
        part("unmask").solution,
        'await check("unmask", unmask)',
        "progress()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=30, shutdown_kernel="immediate").execute()
    known = notebook.cells[-1].outputs[0].data["text/plain"]
    assert known.count("✓") == 2

    # and back
    reader.page.set_input_files(".dock input[type=file]", own.path)
    reader.expect("Solved: 2.")
    assert reader.page.evaluate("localStorage.getItem('course-solved')") == '["accept_key","unmask"]'
    reader.save(tmp_path / "back.json")
    assert (tmp_path / "back.json").read_text() == own.path.read_text()
