"""Other people's frames, captured by the kernel: tshark and our dissector must say the same of every one."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from helpers.net import tap
from helpers.net.peers import connect_websockets, serve_websockets
from helpers.trace import Trace, pcapng
from helpers.vocabulary import Side
from tests.chromium import ARGUMENTS
from tests.oracles.captured import Frames, by_tshark, by_us, captured

LONG = "long " * 14_000  # 70,000 bytes: an extended length of 64 bits
MESSAGES = ["hello", "", "é" * 100, LONG]
ECHOES = 2  # each message comes back in two fragments, then whole
Talk = Callable[[str, str | None], Awaitable[object]]


async def echo(connection: ServerConnection) -> None:
    number = 0
    async for message in connection:
        number += 1
        await connection.ping(b"are you there? %d" % number)
        await connection.send([message[:3], message[3:]])
        await connection.send(message)


# ---- the clients ----


async def websockets_client(url: str, compression: str | None) -> None:
    async with connect_websockets(url, compression=compression) as client:
        for message in (*MESSAGES, bytes(range(200)), ["frag", "men", "ted"]):
            await client.send(message)
            for _ in range(ECHOES):
                await client.recv()
        await (await client.ping(b"and you?"))


NODE = """
import WebSocket from 'ws';
const [url, deflate, messages, echoes] = JSON.parse(process.argv[1]);
const socket = new WebSocket(url, {perMessageDeflate: deflate});
let left = (messages.length + 2) * echoes;
socket.on('message', () => { if (--left === 0) socket.ping('and you?'); });
socket.on('pong', () => socket.close());
socket.on('open', () => {
  for (const message of messages) socket.send(message);
  socket.send(Buffer.from([...Array(200).keys()]));
  socket.send('frag', {fin: false}); socket.send('men', {fin: false}); socket.send('ted', {fin: true});
});
"""


async def node_client(url: str, compression: str | None) -> None:
    root = Path(__file__).parents[2]
    if shutil.which("node") is None or not (root / "node_modules" / "ws").exists():
        pytest.skip("Node's ws is missing: install Node.js, then npm ci")
    await asyncio.to_thread(_run_node, root, url, compression)


def _run_node(root: Path, url: str, compression: str | None) -> None:
    arguments = json.dumps([url, {"threshold": 0} if compression else False, MESSAGES, ECHOES])
    command = ["node", "--input-type=module", "-e", NODE, arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr


PAGE = """
([url, messages, echoes]) => new Promise((done, failed) => {
  const socket = new WebSocket(url);
  let left = (messages.length + 1) * echoes;
  socket.onmessage = () => { if (--left === 0) socket.close(1000, 'enough'); };
  socket.onclose = () => done(left);
  socket.onerror = () => failed('error');
  socket.onopen = () => {
    for (const message of messages) socket.send(message);
    socket.send(new Uint8Array([...Array(200).keys()]));
  };
})
"""


async def chromium_client(url: str, compression: str | None) -> None:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium: sudo apt-get install chromium, or set CHROMIUM to a browser's path")
    await asyncio.to_thread(_browse, found, url)


def _browse(chromium: str, url: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        assert page.evaluate(PAGE, [url, MESSAGES, ECHOES]) == 0
        browser.close()


# ---- the comparison ----


@pytest.mark.parametrize("compression", [None, "deflate"])
@pytest.mark.parametrize(
    "talk",
    [websockets_client, node_client, pytest.param(chromium_client, marks=pytest.mark.browser)],
)
def test_tshark_and_our_dissector_agree(talk: Talk, compression: str | None, tmp_path: Path) -> None:
    captured, made = tmp_path / "captured.pcapng", tmp_path / "made.pcapng"
    port, trace = asyncio.run(conversation(talk, compression, captured))
    made.write_bytes(pcapng.write(trace))
    ours = by_us(trace)
    same(by_tshark(captured, port), ours)
    same(by_tshark(made, 80), ours)
    worth_it(ours, compressed=compression is not None)


async def conversation(talk: Talk, compression: str | None, file: Path) -> tuple[int, Trace]:
    """Let ``talk`` happen through a tap while the kernel captures."""
    server = await serve_websockets("echo", echo, compression=compression)
    return await captured(
        await tap("wire", server), lambda wire: talk(wire.url(scheme="ws"), compression), file
    )


def same(theirs: Frames, ours: Frames) -> None:
    for side in Side:
        assert len(theirs[side]) == len(ours[side])
        for their, our in zip(theirs[side], ours[side], strict=True):
            assert their == our


def worth_it(frames: Frames, *, compressed: bool) -> None:
    """The conversation had everything in it that is compared."""
    everything: list[Any] = [*frames[Side.CLIENT], *frames[Side.SERVER]]
    assert {one.opcode for one in everything} == {0, 1, 2, 8, 9, 10}
    assert {one.fin for one in everything} == {0, 1}
    assert {one.mask for one in frames[Side.CLIENT]} == {1}
    assert {one.mask for one in frames[Side.SERVER]} == {0}
    assert compressed or max(one.length for one in everything) == len(LONG)
    assert len(everything) > 20
