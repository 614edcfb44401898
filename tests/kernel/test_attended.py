"""Who reads along: a kernel knows by whether it may ask for input."""

import asyncio

import nbformat
import pytest
from jupyter_client.manager import start_new_async_kernel
from nbclient import NotebookClient

from helpers.kernel.attended import attended

BLOCKED = """
import time

from helpers.net import serve, stop_all, watchdog

watchdog.BEAT, watchdog.WARN_AFTER = 0.02, 0.1
await serve("silent", handler=print)
time.sleep(0.5)
await stop_all()
"""


def test_outside_a_kernel_whoever_started_the_program_reads() -> None:
    assert attended()


def test_what_is_executed_to_be_published_holds_no_warning(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BLOCKED)])
    NotebookClient(notebook, timeout=60, shutdown_kernel="immediate").execute()
    assert notebook.cells[0].outputs == []


def test_a_reader_is_warned(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    said: list[str] = []

    async def main() -> None:
        manager, client = await start_new_async_kernel()
        try:
            await client.execute_interactive(
                BLOCKED,
                timeout=60,
                output_hook=lambda message: said.append(message["content"].get("text", "")),
            )
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    asyncio.run(main())
    assert "The event loop has been blocked" in "".join(said)
