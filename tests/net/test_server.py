import asyncio
import contextlib
import time

import aiohttp
import pytest
from aiohttp import web

from helpers.net import Server, serve
from helpers.net.registry import registry
from tests.net.net_samples import Far, connect, failure, in_loop, settled


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1000):
        writer.write(data)
    writer.close()


def application() -> web.Application:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def chat(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(message.data)
        return socket

    app = web.Application()
    app.add_routes([web.get("/", hello), web.get("/chat", chat)])
    return app


async def get(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.text()


@pytest.mark.parametrize("kind", [{"protocol": Echo}, {"handler": echo}])
def test_echo_over(kind: dict[str, object]) -> None:
    @in_loop
    async def talk() -> None:
        server = await serve("echo", **kind)
        client = await connect(server)
        client.send(b"ping")
        assert await client.read(4) == b"ping"
        client.close()

    talk()


@in_loop
async def test_an_aiohttp_application() -> None:
    server = await serve("web", app=application())
    assert await get(server.url()) == "hello"
    assert await get(server.url("/?a=b")) == "hello"


@in_loop
async def test_a_library_brings_its_own_server() -> None:
    server = await serve("own", opens=lambda **where: asyncio.start_server(echo, **where))
    client = await connect(server)
    client.send(b"ping")
    assert await client.read(4) == b"ping"
    client.eof()
    assert await client.read_all() == b""


@in_loop
async def test_the_address_is_never_a_name() -> None:
    server = await serve("echo", protocol=Echo)
    assert server.url("/a", "ws") == f"ws://127.0.0.1:{server.port}/a"
    assert repr(server) == f"<server 'echo' at 127.0.0.1:{server.port}>"


@pytest.mark.parametrize(
    "kinds", [{}, {"protocol": Echo, "handler": echo}, dict.fromkeys(("app", "opens"), Echo)]
)
def test_exactly_one_way_to_say_what_it_does(kinds: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="exactly one of app=, protocol=, handler=, opens= and prepare="):
        asyncio.run(serve("echo", **kinds))


@in_loop
async def test_the_same_name_replaces_the_old_server() -> None:
    old = await serve("echo", handler=echo)
    client = await connect(old)
    new = await serve("echo", handler=echo)
    assert await client.read_all() == b""
    assert registry().find(Server, "echo") is new
    assert isinstance(await failure(connect(old)), ConnectionRefusedError)
    client.close()


@in_loop
async def test_the_same_name_on_the_same_port() -> None:
    old = await serve("echo", handler=echo)
    port = old.port
    client = await connect(old)
    new = await serve("echo", handler=echo, port=port)
    assert new.port == port
    client.close()


@in_loop
async def test_a_taken_port_leaves_no_server_behind() -> None:
    first = await serve("first", handler=echo)
    failed = await failure(serve("second", handler=echo, port=first.port))
    assert f"port {first.port} is taken on 127.0.0.1" in str(failed)
    assert [server.name for server in registry().all(Server)] == ["first"]


@in_loop
async def test_before_it_listens_it_has_no_port() -> None:
    assert Server("idle").port == 0


@in_loop
async def test_an_application_that_cannot_start_leaves_no_server_behind() -> None:
    async def broken(app: web.Application) -> None:
        raise ValueError("no database")

    app = web.Application()
    app.on_startup.append(broken)
    assert str(await failure(serve("web", app=app))) == "no database"
    assert not [*registry().all(Server)]


@in_loop
async def test_a_handler_that_fails_is_a_line_of_the_log() -> None:
    async def broken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise ValueError("oh")

    server = await serve("broken", handler=broken)
    client = await connect(server)
    assert await client.read_all() == b""
    assert server.log == ["connection ended with ValueError: oh"]
    client.close()


@in_loop
async def test_a_handler_that_swallows_its_cancellation_does_not_hold_the_close_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("helpers.net.cancel.cancel.__kwdefaults__", {"limit": 0.01})
    release, gone = asyncio.Event(), asyncio.Event()

    async def stubborn(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        gone.set()

    server = await serve("stubborn", handler=stubborn)
    client = await connect(server)
    await settled(lambda: server._handlers)
    await server.aclose()
    assert server.log == ["1 handlers go on though they were cancelled"]
    assert await client.read_all() == b""
    release.set()
    await gone.wait()
    await settled(lambda: not server._handlers)
    client.close()


@in_loop
async def test_closing_twice_is_safe() -> None:
    for kind in ({"handler": echo}, {"app": application()}, {"protocol": Echo}):
        server = await serve("echo", **kind)
        await server.aclose()
        await server.aclose()


@in_loop
async def test_closing_amid_a_connection() -> None:
    far = await Far().start()
    connecting = asyncio.ensure_future(connect(far.server))
    await asyncio.sleep(0)
    await far.server.aclose()
    with contextlib.suppress(OSError):
        (await connecting).close()


@in_loop
async def test_open_websockets_of_aiohttp_close_quickly() -> None:
    server = await serve("web", app=application())
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(server.url("/chat")) for _ in range(5)]
        for socket in sockets:
            await socket.send_str("hi")
            assert await socket.receive_str() == "hi"
        began = time.monotonic()
        await server.aclose()
        assert time.monotonic() - began < 1.5
        assert (await sockets[0].receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        for socket in sockets:
            await socket.close()


@in_loop
async def test_the_same_application_may_be_served_again() -> None:
    app = application()
    await serve("web", app=app)
    server = await serve("web", app=app)
    assert await get(server.url()) == "hello"
