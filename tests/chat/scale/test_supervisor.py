"""Nothing survives the kernel, however it goes; and what can go wrong with processes says what it is."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from helpers.chat.scale import programs
from helpers.chat.scale.house import House, free_port, house
from helpers.chat.scale.workers import start_workers
from helpers.net.registry import registry
from tests.chat.scale.scale_samples import WHOLE, running
from tests.net.net_samples import in_loop

KERNEL = """
import asyncio
from helpers.chat.scale.house import house
from helpers.chat.scale.workers import start_workers

async def main():
    workers = await start_workers("workers", 2)
    await workers.pause(1)  # one that hangs has to go, too
    print((await house()).folder, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@WHOLE
def test_nothing_survives_a_kernel_that_is_killed() -> None:
    kernel = subprocess.Popen([sys.executable, "-c", KERNEL], stdout=subprocess.PIPE, text=True)
    assert kernel.stdout is not None
    with kernel.stdout:
        folder = kernel.stdout.readline().strip()
    try:
        house = running(folder)
        assert len(house) == 5, house  # supervisor, Valkey, Caddy, two workers
    finally:
        os.kill(kernel.pid, signal.SIGKILL)
        kernel.wait()
    _, left = psutil.wait_procs(house, timeout=30)
    assert left == running(folder) == []
    assert not Path(folder).exists()


@in_loop
async def test_a_port_that_is_taken() -> None:
    place = await house()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} is taken on 127.0.0.1: choose another"):
            await place.bind("a worker", port)
        with pytest.raises(OSError, match=f"port {port} is taken"):
            await place.run("a program", lambda port: ["true"], port)


@in_loop
async def test_a_program_that_ends_at_once() -> None:
    place = await house()
    with pytest.raises(RuntimeError, match="the soup does not start: no such thing"):
        await place.run("the soup", lambda port: ["sh", "-c", "echo no such thing; exit 1"])
    with pytest.raises(OSError, match="No such file"):
        await place.run("nobody", lambda port: ["/no/such/program"])
    assert not await place.alive("nobody")
    await place.kill("nobody")


@in_loop
async def test_the_supervisor_is_killed() -> None:
    place = await house()
    os.kill(place._process.pid, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="the supervisor has gone"):
        await place.alive("anything")
    await place.aclose()
    assert not place.folder.exists()
    assert list(registry().all(House)) == []
    assert free_port()


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (
            "find_redis",
            r"no Redis is installed here: pip install '\.\[scale\]', or sudo apt-get install redis",
        ),
        (
            "find_caddy",
            r"Caddy, the proxy, is not installed here: pip install '\.\[scale\]', or sudo apt-get",
        ),
        ("find_spec", r"the package python-socketio is not installed here: pip install '\.\[scale\]'"),
    ],
)
@in_loop
async def test_what_is_not_installed(gone: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, gone, lambda *_: None)
    with pytest.raises(LookupError, match=words):
        await start_workers("workers", 2)
    assert list(registry().all(House)) == []


@WHOLE
def test_a_program_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Debian's serve, too."""
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setattr(programs, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.find_redis() == str(server)
