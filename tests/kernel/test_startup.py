"""A kernel that was just started, in the middle of a lesson."""

import asyncio
import os
import shutil

import pytest
from jupyter_client.manager import start_new_async_kernel

from tests.lessons.kernels import NOTEBOOKS

NOTEBOOK = next(path for path in NOTEBOOKS if path.name.startswith("4a"))


@pytest.mark.parametrize("told", [NOTEBOOK.name, f"/somewhere/work/{NOTEBOOK.name}"])
def test_a_missing_name_says_what_to_run_before_any_cell_ran(told, tmp_path, monkeypatch):
    shutil.copy(NOTEBOOK, tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", told)
    assert asyncio.run(error_of("await wire.step()", tmp_path)) == (
        "name 'wire' is not defined: run the first cell, and then the cells of the section “One request to"
        " leave HTTP” first"
    )


def test_elsewhere_a_missing_name_is_what_it_always_was(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "Untitled.ipynb")
    assert asyncio.run(error_of("wire", tmp_path)) == "name 'wire' is not defined"


async def error_of(code, folder):
    manager, client = await start_new_async_kernel(cwd=str(folder), env=dict(os.environ))
    try:
        reply = await client.execute_interactive(code, timeout=20, output_hook=lambda message: None)
        return reply["content"]["evalue"]
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
