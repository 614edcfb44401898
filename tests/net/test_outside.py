"""A tap before somebody who runs elsewhere."""

import asyncio

import pytest

from helpers.net import serve, tap
from helpers.net.outside import outside
from helpers.net.server import Server
from tests.net.net_samples import connect, in_loop


@in_loop
async def test_a_tap_stands_before_it() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(5))

    elsewhere = await serve("elsewhere", handler=echo)
    wire = await tap("wire", await outside("the program", elsewhere.port))
    client = await connect(wire)
    client.send(b"hello")
    assert await client.read(5) == b"hello"


@in_loop
async def test_nobody_is_there() -> None:
    first = await serve("first", handler=lambda reader, writer: asyncio.sleep(0))
    again = await outside("first", first.port)
    assert isinstance(again, Server)
    wire = await tap("wire", again)
    client = await connect(wire)
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await client.read(1)
    assert any("found no server" in line for line in wire.log)
