"""A real kernel in a folder of its own, driven cell by cell, for what a learner does to a lesson."""

import asyncio
import os
import re
import secrets
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import write_connection_file

from tests.lessons.nursery import Nursery

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@dataclass(slots=True)
class Reply:
    """What one cell came to."""

    source: str
    error: str = ""
    message: str = ""
    text: str = ""
    shown: str = ""  # of an error
    timed_out: bool = False

    @property
    def interrupted(self) -> bool:
        """Whether the error is an interrupt, or was made of one.

        Where it strikes in ``__set_name__``, while a module makes a class, it is a ``RuntimeError``
        before Python 3.12.
        """
        return "KeyboardInterrupt" in (self.error, *re.findall(r"\w+", self.shown))


def cells_of(notebook: Path) -> list[tuple[str, list[str]]]:
    """The source and the tags of every code cell."""
    nodes = nbformat.read(notebook, as_version=4).cells
    return [(node.source, node.metadata.get("tags", [])) for node in nodes if node.cell_type == "code"]


@asynccontextmanager
async def kernel(nursery: Nursery, folder: Path, notebook: Path) -> AsyncIterator["Kernel"]:
    """A kernel that runs in ``folder``, beside a copy of ``notebook``; killed at the end, whatever happened.

    It is spoken to over Unix sockets: TCP ports are drawn before they are bound, and of kernels that start at once
    one may draw what another lesson's server has just taken.
    """
    shutil.copy(notebook, folder)
    with tempfile.TemporaryDirectory(prefix="kernel-") as sockets:
        file, _ = write_connection_file(
            f"{sockets}/connection.json",
            transport="ipc",
            ip=f"{sockets}/socket",
            key=secrets.token_hex().encode(),
            kernel_name="python3",
        )
        process = nursery.start(file, folder)
        client = AsyncKernelClient()
        client.load_connection_file(file)
        # No heartbeat: a kernel that starts on a busy machine may miss a beat, and is not dead.
        client.start_channels(hb=False)
        try:
            await client.wait_for_ready(timeout=60)
            yield Kernel(process, client)
        finally:
            client.stop_channels()
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            client.context.destroy(linger=0)


class Kernel:
    """Runs cells and says what came of each."""

    def __init__(self, process: int, client: Any) -> None:
        self._process = process
        self._client = client

    async def run(self, source: str, *, limit: float = 0.0, interrupt_after: float | None = None) -> Reply:
        """Run one cell; after ``limit`` seconds it is given up, which is an error of its own kind."""
        reply = Reply(source)
        request = self._client.execute(source, store_history=True, stop_on_error=False)
        task = asyncio.ensure_future(self._collect(request, reply))
        if interrupt_after is not None:
            await asyncio.wait([task], timeout=interrupt_after)
            os.killpg(self._process, signal.SIGINT)
        await asyncio.wait([task], timeout=limit or _limit(source))
        if not task.done():
            reply.timed_out = True
            task.cancel()
        else:
            task.result()
        return reply

    async def _collect(self, request: str, reply: Reply) -> None:
        while True:
            try:
                message = await self._client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            match message["msg_type"]:
                case "error":
                    reply.error, reply.message = content["ename"], content["evalue"]
                    reply.shown = "\n".join(content["traceback"])
                case "stream":
                    reply.text += content["text"]
                case "execute_result" | "display_data":
                    reply.text += content["data"].get("text/plain", "")
                case "status" if content["execution_state"] == "idle":
                    return


def _limit(source: str) -> float:
    """The seconds that a cell may take.

    One that has others measure waits for processes, which a busy machine starts slowly.
    """
    return 60.0 if "await measure(" in source or "await elsewhere(" in source else 10.0
