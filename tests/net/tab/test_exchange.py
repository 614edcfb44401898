"""What a page asks goes over true connections, as a browser has them: kept, and six at most."""

import asyncio

import pytest
from aiohttp import web

from helpers.net import serve, tap
from helpers.net.tab import Browser
from helpers.net.tab.pool import MOST
from helpers.protocols.errors import RemoteProtocolError
from tests.net.net_samples import CLIENT, Far, arrivals, failure, in_loop, settled, turns

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BODIES = {
    "a length": (b"Content-Length: 5\r\n\r\nhello", [b"hello"]),
    "none": (b"Content-Length: 0\r\n\r\n", []),
    "chunks": (
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=1\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n",
        [b"hel", b"lo"],
    ),
    "until it closes": (b"\r\nhello", [b"hello"]),
}


async def all_of(exchange):
    pieces = []
    while piece := await exchange.read():
        pieces.append(piece)
    return pieces


async def asked(browser, port, target="/", **options):
    """The exchange, its head once it is there, and what the server was sent."""
    exchange = browser.ask(port, target, **options)
    return exchange, asyncio.ensure_future(exchange.head())


@pytest.mark.parametrize("name", BODIES)
@in_loop
async def test_a_body_is_given_without_its_framing(name):
    said, pieces = BODIES[name]
    far = await Far().start()
    exchange, head = await asked(Browser(), far.server.port)
    peer = await far.accept()
    await peer.reader.readuntil(b"\r\n\r\n")
    peer.send(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 Fine\r\n" + said)
    if name == "until it closes":
        peer.close()
    response = await head
    assert (response.status, response.reason) == (200, "Fine")
    assert await all_of(exchange) == pieces
    assert await exchange.read() == b""
    peer.close()


@in_loop
async def test_a_tap_sees_what_a_browser_would_send():
    far = await Far().start()
    wire = await tap("wire", far.server)
    _, head = await asked(
        Browser(), wire.port, "/poll?x=1", method="POST", headers=(("Accept", "*/*"),), body=b"{}"
    )
    peer = await far.accept()
    peer.send(OK)
    assert (await head).status == 200
    sent = b"".join(one.data for one in arrivals(wire, CLIENT)).decode()
    place = f"127.0.0.1:{wire.port}"
    assert sent == (
        f"POST /poll?x=1 HTTP/1.1\r\nHost: {place}\r\nConnection: keep-alive\r\nContent-Length: 2\r\n"
        f"Origin: http://{place}\r\nAccept: */*\r\n\r\n{{}}"
    )
    peer.close()


@in_loop
async def test_a_held_request_waits_and_goes_on_when_it_is_stepped():
    async def hello(request):
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    wire = await tap("wire", await serve("hello", app=app), hold=True)
    exchange, head = await asked(Browser(), wire.port)
    await settled(lambda: wire.held)
    await turns()
    assert not head.done()
    await wire.step()
    wire.run()
    assert (await head).status == 200
    assert await all_of(exchange) == [b"hello"]


@in_loop
async def test_a_connection_is_kept_and_opened_again_where_the_server_closed_it():
    far, browser = await Far().start(), Browser()
    exchange, head = await asked(browser, far.server.port)
    peer = await far.accept()
    for _ in range(2):  # twice over one connection
        await peer.reader.readuntil(b"\r\n\r\n")
        peer.send(OK)
        await head
        assert await all_of(exchange) == [b"ok"]
        exchange, head = await asked(browser, far.server.port)
    await peer.reader.readuntil(b"\r\n\r\n")
    peer.close()  # while the third request is under way: it is asked again
    again = await far.accept()
    again.send(OK)
    assert (await head).status == 200
    assert await all_of(exchange) == [b"ok"]
    await again.aclose()


@in_loop
async def test_a_connection_that_is_new_and_breaks_is_an_error():
    far = await Far().start()
    _, head = await asked(Browser(), far.server.port)
    peer = await far.accept()
    await peer.reader.readuntil(b"\r\n\r\n")
    peer.close()
    assert isinstance(await failure(head), EOFError)
    await far.server.aclose()
    assert isinstance(await failure(Browser().ask(far.server.port, "/").head()), ConnectionRefusedError)


@in_loop
async def test_a_body_is_waited_for():
    far = await Far().start()
    exchange, head = await asked(Browser(), far.server.port)
    peer = await far.accept()
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n")
    await head
    assert await exchange.read() == b"he"
    piece = asyncio.ensure_future(exchange.read())
    await turns()
    assert not piece.done()
    peer.send(b"1\r\ny\r\n0\r\n\r\n")
    assert await piece == b"y"
    assert await exchange.read() == b""
    await peer.aclose()


@in_loop
async def test_a_body_that_breaks_off_is_an_error():
    far = await Far().start()
    exchange, head = await asked(Browser(), far.server.port)
    peer = await far.accept()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
    await head
    assert await exchange.read() == b"hel"
    peer.close()
    assert isinstance(await failure(exchange.read()), EOFError)


@in_loop
async def test_what_is_no_http_is_an_error():
    far = await Far().start()
    _, head = await asked(Browser(), far.server.port)
    peer = await far.accept()
    peer.send(b"220 mail\r\n\r\n")
    assert isinstance(await failure(head), RemoteProtocolError)
    assert await peer.read_all() != b""  # the request, and then the end
    peer.close()


@pytest.mark.parametrize("when", ["before the head", "in the body", "before it was sent"])
@in_loop
async def test_what_nobody_wants_any_more_closes_its_connection(when):
    far = await Far().start()
    exchange, head = await asked(Browser(), far.server.port)
    if when == "before it was sent":
        exchange.cancel()
    peer = await far.accept()
    if when == "in the body":
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
        await head
        assert await exchange.read() == b"hel"
    exchange.cancel()
    exchange.cancel()
    await peer.read_all()
    await failure(exchange.read() if when == "in the body" else head)
    peer.close()


@in_loop
async def test_a_seventh_request_waits_for_one_of_six():
    far, browser = await Far().start(), Browser()
    heads = [(await asked(browser, far.server.port))[1] for _ in range(MOST + 1)]
    peers = [await far.accept() for _ in range(MOST)]
    await turns()
    late = asyncio.ensure_future(far.accept())
    await turns()
    assert not late.done()
    await peers[0].reader.readuntil(b"\r\n\r\n")
    peers[0].send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    assert (await heads[0]).status == 204
    for peer in [await late, *peers]:
        peer.close()
    await asyncio.wait(heads)
    assert [head.exception() is None for head in heads] == [True] + [False] * MOST


@in_loop
async def test_a_server_waits_for_a_page_that_reads_slowly():
    sent = 0

    async def pour(reader, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 2**20)
            sent += 2**20
            await writer.drain()

    server = await serve("pour", handler=pour)
    exchange, head = await asked(Browser(), server.port)
    await head
    before = -1
    while sent != before:
        before = sent
        await turns(200)
    assert sent < 64 * 2**20
    for _ in range(400):
        assert await exchange.read()
    exchange.cancel()
