"""A client that is cancelled while it connects: whatever its handshake came to, nobody is told too late."""

import asyncio
import gc

import pytest

from helpers.net import Server, serve
from helpers.net.tls import Authority
from helpers.net.websocket import connect_websocket, serve_websocket
from tests.net.net_samples import open_sockets, run_async, settled
from tests.net.websocket.websocket_samples import echo

AUTHORITY = Authority()
TURNS = 40  # of the loop: a handshake over TLS takes fewer


async def hangs_up(tls: Authority | None) -> Server:
    async def close(reader, writer):
        writer.close()

    return await serve("rude", handler=close, tls=tls)


async def refuses(tls: Authority | None) -> Server:
    async def refuse(reader, writer):
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    return await serve("strict", handler=refuse, tls=tls)


async def is_silent(tls: Authority | None) -> Server:
    """Also where its client waits for TLS."""
    return await serve("silent", handler=lambda reader, writer: reader.read())


async def welcomes(tls: Authority | None) -> Server:
    return await serve_websocket("echo", echo, tls=tls)


@pytest.mark.parametrize("server", [hangs_up, refuses, is_silent, welcomes])
@pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["plain", "TLS"])
def test_whoever_is_cancelled_in_any_turn_leaves_nothing(server, tls):
    late, listening = [], set[int]()

    async def once(place: Server, turns: int) -> None:
        async def connecting() -> None:
            async with connect_websocket(place.url("/", "wss" if tls else "ws"), authority=tls) as socket:
                await socket.receive()

        client = asyncio.ensure_future(connecting())
        for _ in range(turns):
            await asyncio.sleep(0)
        client.cancel()
        await asyncio.wait([client])
        assert client.cancelled() or client.exception()
        await settled(lambda: open_sockets() <= listening)  # it closed its connection

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: late.append(context))
        place = await server(tls)
        listening.update(open_sockets())
        for turns in range(TURNS):
            await once(place, turns)
            gc.collect()

    run_async(main(), debug=False)
    assert [context["message"] for context in late] == []
