"""HTTP/1.1 at a port of HTTP/2, and the reverse: one of them answers, or says in a sentence why not."""

import asyncio
import ssl
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from helpers.loops.quiet import quiet
from helpers.net import Server, serve
from helpers.net.http2 import Reply, connect_http2, serve_http2
from helpers.net.http2.session import Ended
from helpers.net.tls import Authority
from tests.net.http2.http2_samples import Tales, raw
from tests.net.net_samples import failure, in_loop

AUTHORITY = Authority()
BOTH = pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["in plain", "over TLS"])


async def old_server(tls: Authority | None) -> Server:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    return await serve("old", app=app, tls=tls)


async def get(server: Server, path: str = "/", method: str = "GET", **options: object) -> tuple[int, str]:
    context = AUTHORITY.client_context()
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, server.url(path), ssl=context, **options) as reply,
    ):
        return reply.status, await reply.text()


@BOTH
@in_loop
async def test_a_client_of_http1_is_told_in_its_own_words(tls):
    server = await serve_http2("tales", Tales(), tls=tls)
    status, said = await get(server)
    assert status == 505
    assert "This port speaks HTTP/2 only, and what came is a request of HTTP/1.1." in said


@BOTH
@in_loop
async def test_one_port_may_answer_both(tls):
    server = await serve_http2("tales", Tales(), tls=tls, http1=True)
    assert await get(server, "/x?y=1", headers={"Cookie": "a=b"}) == (200, "GET /x?y=1 a=b")
    assert await get(server, method="POST", data=b"hello") == (201, '{"bytes": 5}')
    assert await get(server, method="POST", data=BytesIO(bytes(2**21))) == (
        413,
        "the body is longer than 1048576 bytes",
    )
    async with connect_http2(server.url(), authority=tls) as client:
        assert await (await client.get("/x")).read() == b"GET /x"


@in_loop
async def test_an_endless_reply_comes_in_chunks_and_ends_with_its_listener():
    tales = Tales()
    server = await serve_http2("tales", tales, http1=True)
    async with aiohttp.ClientSession() as session:
        async with session.get(server.url("/endless")) as reply:
            assert reply.headers["Transfer-Encoding"] == "chunked"
            assert await reply.content.readline() == b"once upon a time\n"
            tales.go_on.set()
            assert await reply.content.readline() == b"and then\n"
            assert tales.listening == [0]
        await quiet()
        assert tales.listening == []


@in_loop
async def test_a_body_that_ends_is_whole_over_http1_too():
    async def pieces():
        yield b"a"
        yield b"bc"

    async def handler(request):
        return Reply(200, {"content-type": "text/plain"}, pieces())

    assert await get(await serve_http2("pieces", handler, http1=True)) == (200, "abc")


@in_loop
async def test_our_client_names_a_server_of_http1():
    server = await old_server(None)
    async with connect_http2(server.url()) as client:
        error = await failure(client.get("/"))
    assert str(error).startswith("this server answers in HTTP/1.1 (HTTP/1.")
    with pytest.raises(Ended, match="the server agreed to no protocol, not to h2: it speaks"):
        async with connect_http2((await old_server(AUTHORITY)).url(), authority=AUTHORITY):
            pass


@in_loop
async def test_a_certificate_that_nobody_trusts():
    server = await serve_http2("tales", Tales(), tls=AUTHORITY)
    for authority in (None, Authority()):
        with pytest.raises(Ended, match="nobody here trusts the server's certificate"):
            async with connect_http2(server.url(), authority=authority):
                pass
    await quiet()
    assert len(server.log) == 2
    assert all(line.startswith("connection came to no TLS: ") for line in server.log)
    async with connect_http2(server.url(), authority=AUTHORITY) as client:
        assert (await client.get("/")).status == 200


@in_loop
async def test_tls_where_none_is_spoken_and_the_reverse():
    server = await serve_http2("tales", Tales())
    error = await failure(_open(server, ssl=AUTHORITY.client_context(), server_hostname="localhost"))
    assert isinstance(error, ssl.SSLError | ConnectionError)
    assert server.log == [
        "a client began with TLS, but no TLS is spoken here: take http://, or start the server with tls="
    ]
    secure = await serve_http2("secure", Tales(), tls=AUTHORITY)
    async with connect_http2(
        secure.url().replace("https", "http").replace("localhost", "127.0.0.1")
    ) as client:
        error = await failure(client.get("/"))
    assert "take https://" in str(error) or "the connection is gone" in str(error)


async def _open(server: Server, **options: object) -> None:
    _, writer = await asyncio.open_connection(server.host, server.port, **options)
    writer.close()


@in_loop
async def test_first_bytes_may_come_one_by_one():
    server = await serve_http2("tales", Tales(), http1=True)
    async with raw(server, polite=False) as client:
        for byte in b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n":
            client.send(bytes([byte]))
            await quiet()
        assert (await client.reader.read()).startswith(b"HTTP/1.1 200 OK\r\n")
    async with raw(server, polite=False) as client:
        for byte in b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5):
            client.send(bytes([byte]))
            await quiet()
        assert (await client.frame()).kind == 4
