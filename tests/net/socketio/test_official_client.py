"""The official JavaScript client, in Node and in a page, against our server and python-socketio's."""

import asyncio
import json
from pathlib import Path
from random import Random

import pytest

from helpers.dissectors.rows import Rows
from helpers.net import tap
from helpers.net.socketio.door import Reply
from helpers.net.socketio.limits import Limits
from helpers.trace import Arrival
from tests.chat.chat_browser import chromium, needs_chromium
from tests.dissectors.tiling import check_connection, leaves, split
from tests.net.net_samples import in_loop
from tests.net.socketio.suite_servers import socket_by_hand, socket_of_the_library

ROOT = Path(__file__).parents[3]
CLIENT = ROOT / "node_modules/socket.io-client/dist/socket.io.esm.min.js"
FILES = {"/client.js": CLIENT, "/scenario.js": Path(__file__).parent / "scenario.mjs"}
BEATING = Limits(ping_interval=0.3, ping_timeout=5)
SERVERS = pytest.mark.parametrize(
    "serve", [socket_by_hand, socket_of_the_library], ids=["by hand", "library"]
)

pytestmark = pytest.mark.skipif(not CLIENT.is_file(), reason="no socket.io-client: npm ci")

FOUND = {
    "told": [[{}], [{"token": "abc"}]],
    "back": [1, "€", {"a": [True, None]}],
    "ack": {"b": 2},
    "binary": [1, 2, 3],
    "gave": [9],
    "said": ["to the room"],
    "upgraded": "websocket",
    "fallback": ["polling", ["over polling"]],
    "after": ["after"],
}


async def page(request):
    """The page's files, from where npm has put them."""
    path = request.target.partition("?")[0]
    if path in FILES:
        return Reply(FILES[path].read_bytes(), media_type="text/javascript")
    return Reply(b"<!DOCTYPE html><title>client</title>", media_type="text/html")


def blocked(held):
    """A WebSocket that this wire never opens."""
    return b"blocked=1" in held.data and b"upgrade: websocket" in held.data.lower()


def check(found, serve):
    assert {key: found[key] for key in FOUND} == FOUND
    assert found["refused"] == ("Invalid namespace" if serve is socket_by_hand else "")
    assert found["reason"] in ("transport close", "transport error")


def check_explained(trace):
    """Every byte of the session is tiled, at any split, and whatever Engine.IO carried is explained."""
    scripts = {}
    for record in trace.records:
        if isinstance(record, Arrival) and record.data:
            scripts.setdefault(record.connection, []).append((record.side, record.data))
    for script in scripts.values():
        check_connection(script, [list(split(script, Random(seed))) for seed in range(2)])
    names = {leaf.name for row in Rows(trace).rows for leaf in leaves([row.field])}
    assert {"packet type", "namespace", "attachments", "acknowledgement id", "probe", "base64"} <= names
    assert not names & {"malformed", "data", "raw bytes"}


@SERVERS
@in_loop
async def test_in_node(serve):
    server = await serve(limits=BEATING, page=page)
    wire = await tap("wire", server, hold=blocked)
    node = await asyncio.create_subprocess_exec(
        "node",
        "tests/net/socketio/in_node.mjs",
        wire.url("").rstrip("/"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert node.stdout is not None
    assert await node.stdout.readline() == b"restart\n"
    await serve(limits=BEATING, page=page)  # under the same name: the one before is closed
    check(json.loads(await node.stdout.readline()), serve)
    await node.wait()
    check_explained(wire.trace)


@pytest.mark.browser
@needs_chromium
@SERVERS
@in_loop
async def test_in_a_page(serve):
    server = await serve(limits=BEATING, page=page)
    wire = await tap("wire", server, hold=blocked)

    async def restart(_):
        await serve(limits=BEATING, page=page)

    async with chromium() as browser:
        tab = await browser.new_page()
        await tab.expose_function("say", restart)
        await tab.goto(wire.url("/page"))
        script = """async () => {
            const [{ io }, { scenario }] = await Promise.all([import("/client.js"), import("/scenario.js")]);
            return scenario(io, location.origin, say);
        }"""
        check(await tab.evaluate(script), serve)
