"""The official JavaScript client, in Node and in a page, against our hub, through a tap."""

import asyncio
import json
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from helpers.dissectors.rows import Rows
from helpers.net import tap
from helpers.net.signalr.server import serve_signalr
from helpers.trace import Arrival
from tests.chat.chat_browser import chromium, needs_chromium
from tests.dissectors.tiling import check_connection, leaves, split
from tests.net.net_samples import in_loop
from tests.net.signalr.hubs import hub_of, serve_hub

ROOT = Path(__file__).parents[3]
CLIENT = ROOT / "node_modules/@microsoft/signalr/dist/browser/signalr.min.js"
FILES = {"/client.js": CLIENT, "/scenario.js": Path(__file__).parent / "scenario.mjs"}

pytestmark = pytest.mark.skipif(not CLIENT.is_file(), reason="no @microsoft/signalr: npm ci")

FOUND = {
    "sum": 42,
    "void": None,
    "error": "It didn't work!",
    "unknown": "Unknown hub method 'Nothing'",
    "said": "€ and \x1e",
    "asked": "you said why!",
    "refused": "Error: no",
    "counted": [0, 1, "complete"],
    "failed": [0, 1, 2, "Ran out of data!"],
    "disposed": ["first"],
    "back": 2,
    "why": "Server returned an error on close: closed for today",
    "silent": "Server timeout elapsed without receiving a message from the server.",
}
TITLES = {
    "Invocation",
    "Stream invocation",
    "Stream item",
    "Completion",
    "Cancel invocation",
    "Ping",
    "Close",
}


def check_explained(trace):
    """Every byte is tiled, at any split, and every record is named."""
    scripts = {}
    for record in trace.records:
        if isinstance(record, Arrival) and record.data:
            scripts.setdefault(record.connection, []).append((record.side, record.data))
    for script in scripts.values():
        check_connection(script, [list(split(script, Random(1)))])
    names = {field.name for row in Rows(trace).rows for field in walk([row.field])}
    assert names >= TITLES | {"negotiation", "handshake request", "handshake response", "record separator"}
    assert not {leaf.name for row in Rows(trace).rows for leaf in leaves([row.field])} & {
        "malformed",
        "raw bytes",
    }


def walk(fields):
    for field in fields:
        yield field
        yield from walk(field.children)
        yield from walk(field.decoded.fields if field.decoded else ())


@in_loop
async def test_in_node():
    wire = await tap("wire", await serve_hub())
    node = await asyncio.create_subprocess_exec(
        "node", "tests/net/signalr/in_node.mjs", wire.url("/hub"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert node.stdout is not None
    assert await node.stdout.readline() == b"restart\n"
    await serve_hub()  # under the same name: the one before is closed
    assert json.loads(await node.stdout.readline()) == FOUND
    await node.wait()
    check_explained(wire.trace)


async def served():
    """The hub, and the page's files from where npm has put them."""

    async def file(request):
        if (path := FILES.get(request.path)) is None:
            return web.Response(text="<!DOCTYPE html><title>hub</title>", content_type="text/html")
        return web.Response(body=path.read_bytes(), content_type="text/javascript")

    app = web.Application()
    for path in ("/page", *FILES):
        app.router.add_get(path, file)
    return await serve_signalr("hub", hub_of(), app=app)


@pytest.mark.browser
@needs_chromium
@in_loop
async def test_in_a_page():
    wire = await tap("wire", await served())

    async def restart(_):
        await served()

    async with chromium() as browser:
        tab = await browser.new_page()
        await tab.expose_function("say", restart)
        await tab.goto(wire.url("/page"))
        await tab.add_script_tag(url="/client.js")
        script = """async () => {
            const { scenario } = await import("/scenario.js");
            return scenario(signalR, `${location.origin}/hub`, say);
        }"""
        assert await tab.evaluate(script) == FOUND
