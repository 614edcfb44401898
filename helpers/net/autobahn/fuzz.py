"""Puts a server or a client through cases of Autobahn's suite, which runs as a process beside the loop.

Enters: who is tested, and patterns of cases (``"1.*"``, ``"9.1.1"``). Leaves: verdicts.
"""

import asyncio
import json
import socket
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from helpers.net.autobahn.report import Verdicts, read_report
from helpers.net.autobahn.suite import NoSuite, Suite, find_suite
from helpers.net.nginx import leashed
from helpers.net.peers import connect_websockets

__all__ = ["fuzz_client", "fuzz_server"]

AGENT = "ours"
START, PAUSE = 20.0, 0.05  # s until it has to listen, and between two looks


async def fuzz_server(port: int, cases: Sequence[str], *, without: Sequence[str] = ()) -> Verdicts:
    """Be the client of the server at ``port`` in all ``cases``, one after another; it has to echo messages."""
    try:
        suite = find_suite()
    except NoSuite as error:
        return Verdicts(None, str(error))
    with tempfile.TemporaryDirectory() as name:
        folder, server = Path(name), {"agent": AGENT, "url": f"ws://127.0.0.1:{port}"}
        _write(folder, cases, without, servers=[server])
        command = suite.command("fuzzingclient", folder / "spec.json")
        said = await _output(command, env=suite.environment, cwd=name)
        if not (folder / "index.json").exists():
            raise RuntimeError(f"Autobahn's suite wrote no report: {said}")
        return Verdicts(read_report(folder))


async def fuzz_client(
    play: Callable[[str], Awaitable[None]], cases: Sequence[str], *, without: Sequence[str] = ()
) -> Verdicts:
    """Be the server in all ``cases``: for each, ``play`` connects to an address and echoes until it is closed."""
    try:
        suite = find_suite()
    except NoSuite as error:
        return Verdicts(None, str(error))
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as probe:
        folder, url = Path(name), f"ws://127.0.0.1:{probe.getsockname()[1]}"
        _write(folder, cases, without, url=url)
        probe.close()
        async with _serving(suite, folder):
            for number in range(1, await _count(url) + 1):
                await play(f"{url}/runCase?case={number}&agent={AGENT}")
            async with connect_websockets(f"{url}/updateReports?agent={AGENT}") as told:
                await told.wait_closed()
        return Verdicts(read_report(folder))


def _write(folder: Path, cases: Sequence[str], without: Sequence[str], **whom: object) -> None:
    spec = {"outdir": str(folder), "cases": list(cases), "exclude-cases": list(without), **whom}
    (folder / "spec.json").write_text(json.dumps(spec), "utf-8")


async def _output(command: Sequence[str], *, env: dict[str, str], cwd: str) -> str:
    process = await create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, env=env, cwd=cwd
    )
    try:
        return (await process.communicate())[0].decode("utf-8", "replace")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def _serving(suite: Suite, folder: Path) -> AsyncIterator[Process]:
    """The suite as a server; it ends with the block, or with us."""
    command = suite.command("fuzzingserver", folder / "spec.json")
    process = await leashed(*command, stdout=DEVNULL, stderr=DEVNULL, env=suite.environment, cwd=folder)
    try:
        yield process
    finally:
        assert process.stdin is not None  # it is a pipe
        process.stdin.close()
        await process.wait()


async def _count(url: str) -> int:
    """How many cases the suite has for us; it needs a moment before it listens."""
    for _ in range(round(START / PAUSE)):
        try:
            async with connect_websockets(f"{url}/getCaseCount") as asked:
                return int(await asked.recv())
        except OSError:
            await asyncio.sleep(PAUSE)
    raise RuntimeError("Autobahn's suite does not listen")
