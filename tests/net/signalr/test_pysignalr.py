"""pysignalr, a client in Python by other people, against our hub."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from helpers.dissectors.rows import Rows
from helpers.net import tap
from helpers.net.cancel import cancel
from tests.net.net_samples import in_loop
from tests.net.signalr.hubs import serve_hub

client_of = pytest.importorskip("pysignalr.client", reason="no pysignalr: the extra “peers” brings it")


@asynccontextmanager
async def connected(url, **handlers):
    """A client that is connected while it is used."""
    client, opened = client_of.SignalRClient(url), asyncio.Event()

    async def on_open():
        opened.set()

    client.on_open(on_open)
    for name, handler in handlers.items():
        client.on(name, handler)
    running = asyncio.ensure_future(client.run())
    try:
        await opened.wait()
        yield client
    finally:
        await cancel({running})


class Heard(asyncio.Queue):
    """What a callback was given."""

    async def __call__(self, given):
        await self.put(given)


@in_loop
async def test_every_kind_of_message():
    wire = await tap("wire", await serve_hub())
    said, done, items, errors = Heard(), Heard(), Heard(), Heard()

    async def answer(arguments):
        return f"{arguments[0]}!"

    async with connected(wire.url("/hub"), said=said, answer=answer) as client:
        client.on_error(errors)
        await client.send("Add", [40, 2], done)
        assert (await done.get()).result == 42
        await client.send("Fail", [], done)
        assert (await errors.get()).error == (await done.get()).error == "It didn't work!"
        await client.send("Say", ["€"])
        assert await said.get() == ["€"]
        await client.send("Ask", ["why"], done)
        assert (await done.get()).result == "you said why!"
        await client.stream("Count", [2], items, done)
        assert [await items.get(), await items.get()] == [0, 1]
        assert (await done.get()).error is None
        await client.stream("Count", [3], items, done, errors)
        assert (await errors.get()).error == "Ran out of data!"
    rows = Rows(wire.trace).rows
    assert [row.title for row in rows if "negotiate" in row.title] == ["POST /hub/negotiate"]
    assert any("session of connection" in row.summary for row in rows)


@in_loop
async def test_a_close_message_reaches_its_reader():
    async with connected((await serve_hub()).url("/hub")) as client:
        closed = Heard()
        client._on_close_message = closed
        await client.send("Leave", [])
        assert (await closed.get()).error == "closed for today"
