"""A JupyterLab of the tests' own, and notebooks opened in it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.waiting import wait_for_port

__all__ = ["APP", "CELL", "IDLE", "Lab", "lab", "notebook", "shared"]

CELL = """\
import asyncio
from helpers.net import serve, tap
from helpers.views import show

async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)

async def talk():
    reader, writer = await asyncio.open_connection(wire.host, wire.port)
    writer.write(b"GET /<b>chat</b> HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
    await reader.read(100)

server = await serve("echo", handler=echo)
wire = await tap("wire", server, hold=True)
client = asyncio.ensure_future(talk())
while not wire.held:
    await asyncio.sleep(0)
show(wire)
"""
APP = "window.jupyterapp"
IDLE = f"{APP}?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"

# Without a word on what was not saved.
CLOSE = f"""async () => {{
  await {APP}.serviceManager.sessions.shutdownAll()
  for (const one of [...{APP}.shell.widgets("main")]) one.dispose()
}}"""


class Lab:
    """JupyterLab in a folder of its own, with a home of its own."""

    def __init__(self, folder: Path):
        self.folder, self.token = folder, secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        home = folder / "home"
        home.mkdir()
        places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
        places |= {f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
        root = str(Path(__file__).parents[2])
        environment = {**os.environ, **places, "HOME": str(home), "PYTHONPATH": root}
        self.log = folder / "lab.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def command(self):
        options = [f"--port={self.port}", f"--IdentityProvider.token={self.token}", "--allow-root"]
        options += ["--no-browser", "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True"]
        return [str(Path(sys.executable).with_name("jupyter")), "lab", *options]

    def url(self, name: str = "") -> str:
        place = f"lab/tree/{name}" if name else "lab"
        return f"http://127.0.0.1:{self.port}/{place}?token={self.token}&reset"

    def wait(self) -> None:
        """Until it answers; where it ends, its log says why."""
        try:
            wait_for_port(self.port, self.process)
        except AssertionError as error:
            raise RuntimeError(self.log.read_text()[-2000:]) from error

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    if not Path(sys.executable).with_name("jupyter").exists():
        pytest.skip("no JupyterLab: pip install jupyterlab")
    running = Lab(tmp_path_factory.mktemp("lab"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def window(browser, url):
    """A window of JupyterLab, loaded, and what goes wrong in it."""
    page = browser.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("dialog", lambda dialog: (page.errors.append(dialog.message), dialog.dismiss()))
    page.goto(url)
    page.wait_for_function(f"{APP}?.restored.then(() => true)", timeout=60_000)
    return page


@pytest.fixture(scope="module")
def shared(lab, whole_browser):
    """One window for all notebooks of a module that need none of their own: to load JupyterLab takes seconds."""
    page = window(whole_browser, lab.url())
    yield page
    page.context.close()


@pytest.fixture
def notebook(lab, whole_browser, shared):
    """Opens a notebook, in a fresh window if asked; ends the kernels that it started."""
    pages = []

    def open_(name: str, *, cell: str = CELL, outputs=(), fresh: bool = False):
        path = lab.folder / name
        if not path.exists():
            kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
            code = nbformat.v4.new_code_cell(cell, outputs=list(outputs))
            nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=[code]), path)
        if fresh:
            page = window(whole_browser, lab.url(name))
        else:
            page = shared
            page.evaluate(CLOSE)
            page.evaluate(f"(path) => void {APP}.commands.execute('docmanager:open', {{ path }})", name)
        pages.append(page)
        page.wait_for_function(
            f"{APP}.shell.currentWidget?.context?.path === '{name}' && {IDLE}", timeout=60_000
        )
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        return page

    yield open_
    for page in pages:
        page.evaluate(CLOSE)
        page.errors.clear()
        if page is not shared:
            page.context.close()
