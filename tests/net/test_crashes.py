"""A party that fails because a server's handler crashed: ``finish`` raises the cause."""

import asyncio

import pytest

from helpers.net import finish, serve, spawn, stop_all, tap
from helpers.net.peers import connect_websockets, serve_websockets


async def greet(url: str) -> str:
    async with connect_websockets(url) as socket:
        await socket.send("Hello")
        return str(await socket.recv())


def test_the_crash_of_a_handler_is_raised_instead_of_what_the_client_saw():
    async def main():
        async def broken(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            raise NameError("name 'HELLO' is not defined", name="HELLO")

        wire = await tap("wire", await serve("by hand", handler=broken))
        with pytest.raises(NameError, match="HELLO") as raised:
            await finish(spawn("ada", greet(wire.url("/", scheme="ws"))))
        assert type(raised.value.__cause__).__name__ == "InvalidMessage"
        await stop_all()

    asyncio.run(main())


def test_the_crash_of_a_library_handler_too():
    async def main():
        async def broken(socket):
            raise ZeroDivisionError("in the handler")

        server = await serve_websockets("chat", broken)
        with pytest.raises(ZeroDivisionError, match="in the handler"):
            await finish(greet(server.url("/", scheme="ws")))
        await stop_all()

    asyncio.run(main())


def test_an_older_crash_is_no_cause():
    async def main():
        async def broken(reader, writer):
            raise ZeroDivisionError("in the handler")

        server = await serve("by hand", handler=broken)
        reader, writer = await asyncio.open_connection(server.host, server.port)
        assert await reader.read() == b""
        writer.close()
        with pytest.raises(KeyError):
            await finish(spawn("ada", fails()))
        await stop_all()

    async def fails():
        raise KeyError("her own")

    asyncio.run(main())


def test_a_peer_that_left_is_no_crash():
    async def main():
        async def hangs_up(reader, writer):
            raise ConnectionResetError("gone")

        server = await serve("by hand", handler=hangs_up)
        with pytest.raises(EOFError):
            await finish(spawn("ada", asks(server)))
        await stop_all()

    async def asks(server):
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.close()
        return await reader.readexactly(1)

    asyncio.run(main())
