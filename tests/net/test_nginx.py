"""A real proxy between us: it keeps a reply back, unless the reply says that it must not."""

import asyncio
import sys

import pytest
from aiohttp import ClientConnectorError, ClientSession, web

from helpers.net import nginx as module
from helpers.net import serve
from helpers.net.nginx import MISSING, find_nginx, nginx
from helpers.net.server import Server
from tests.net.net_samples import in_loop

NGINX = pytest.mark.skipif(find_nginx() is None, reason=MISSING)


async def two_pieces() -> tuple[Server, asyncio.Event]:
    """A reply whose second piece comes when the event is set; with ``?no`` it asks nginx not to wait for it."""
    rest = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        more = {"X-Accel-Buffering": "no"} if request.query_string else {}
        reply = web.StreamResponse(headers={"Content-Type": "text/event-stream", **more})
        await reply.prepare(request)
        await reply.write(b"data: 1\n\n")
        await rest.wait()
        await reply.write(b"data: 2\n\n")
        return reply

    app = web.Application()
    app.router.add_get("/", answer)
    return await serve("pieces", app=app), rest


@NGINX
@in_loop
async def test_it_keeps_a_reply_back_until_that_ends() -> None:
    server, rest = await two_pieces()
    async with nginx(server) as proxy, ClientSession() as session:
        asked = asyncio.ensure_future(session.get(f"{proxy}/"))
        done, _ = await asyncio.wait([asked], timeout=0.5)
        assert not done  # not even the head has come
        rest.set()
        async with await asked as reply:
            assert await reply.read() == b"data: 1\n\ndata: 2\n\n"


@NGINX
@in_loop
async def test_it_does_not_where_it_is_told() -> None:
    server, rest = await two_pieces()
    for address, more in (("/?no", ""), ("/", "proxy_buffering off;"), ("/", "proxy_http_version 1.1;")):
        rest.clear()
        async with (
            nginx(server, more) as proxy,
            ClientSession() as session,
            session.get(proxy + address) as reply,
        ):
            assert "X-Accel-Buffering" not in reply.headers
            assert await reply.content.readany() == b"data: 1\n\n"
            rest.set()
            assert await reply.read() == b"data: 2\n\n"


@NGINX
@in_loop
async def test_it_ends_with_its_block() -> None:
    server, rest = await two_pieces()
    rest.set()
    async with nginx(server) as proxy, ClientSession() as session, session.get(proxy) as reply:
        assert reply.status == 200
    with pytest.raises(ClientConnectorError):
        async with ClientSession() as session:
            await session.get(proxy)


@NGINX
@in_loop
async def test_a_directive_that_it_does_not_know() -> None:
    server, _ = await two_pieces()
    with pytest.raises(RuntimeError, match=r'does not start.*unknown directive "soup"'):
        async with nginx(server, "soup on;"):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="a leash is a shell's")
@pytest.mark.parametrize("end", ["whoever holds its input", "the one that was started"])
@in_loop
async def test_it_ends_with(end: str) -> None:
    """All that runs then holds the same pipe, which ends with the last."""
    running = await module.leashed("sh", "-c", "echo up >&2; exec sleep 600", stderr=asyncio.subprocess.PIPE)
    assert running.stdin is not None
    assert running.stderr is not None
    assert await running.stderr.readline() == b"up\n"
    if end == "the one that was started":
        running.kill()
    running.stdin.close()
    assert await asyncio.wait_for(running.stderr.read(), 10) == b""
    assert await running.wait() != 0


@in_loop
async def test_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_nginx", lambda: None)
    server, _ = await two_pieces()
    with pytest.raises(LookupError, match="sudo apt-get install nginx-light"):
        async with nginx(server):
            pass
