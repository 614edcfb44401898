"""A server of HTTP/2 and our client, over real connections: replies, streams, windows, ends."""

import asyncio

import pytest

from helpers.loops.quiet import quiet
from helpers.net import finish, serve, tap
from helpers.net.http2 import Limits, Reply, TooLong, connect_http2, serve_http2
from helpers.net.http2.session import Ended
from helpers.net.registry import registry
from helpers.net.tls import Authority
from helpers.vocabulary import Side
from tests.net.http2.http2_samples import DATA, Tales
from tests.net.net_samples import arrivals, in_loop

AUTHORITY = Authority()
BOTH = pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["in plain", "over TLS"])


@BOTH
@in_loop
async def test_requests_and_replies(tls):
    server = await serve_http2("tales", Tales(), tls=tls)
    async with connect_http2(server.url(), authority=tls) as client:
        reply = await client.get("/x?y=1", headers={"cookie": "a=b"})
        assert (reply.status, await reply.read()) == (200, b"GET /x?y=1 a=b")
        assert reply.headers == {"content-type": "text/plain; charset=utf-8", "content-length": "14"}
        reply = await client.request("POST", "/x", body=b"hello")
        assert (reply.status, await reply.read()) == (201, b'{"bytes": 5}')
        reply = await client.request("HEAD", "/x")
        assert (reply.headers["content-length"], await reply.read()) == ("7", b"")
        reply = await client.get("/gone")
        assert (reply.status, reply.headers, await reply.read()) == (204, {}, b"")
        assert [reply.stream, client.over] == [7, None]
        assert 0 < await client.ping() < 5
    assert server.log == []


@BOTH
@in_loop
async def test_megabytes_both_ways_at_once_through_a_tap(tls):
    server = await serve_http2("tales", Tales(), tls=tls)
    wire = await tap("wire", server)
    async with connect_http2(wire.url(), authority=tls) as client, asyncio.timeout(30):

        async def down(size: int) -> int:
            return len(await (await client.get(f"/big?size={size}")).read())

        async def up(size: int) -> bytes:
            return await (await client.request("POST", "/", body=bytes(size))).read()

        found = await asyncio.gather(*map(down, [3_000_000, 1, 500_000]), up(1_000_000), up(2**20))
        assert found == [3_000_000, 1, 500_000, b'{"bytes": 1000000}', b'{"bytes": 1048576}']


@in_loop
async def test_a_body_may_come_in_pieces():
    async def pieces():
        for piece in (b"a", b"", b"bc"):
            yield piece

    server = await serve_http2("tales", Tales())
    async with connect_http2(server.url()) as client:
        reply = await client.request("POST", "/", body=pieces())
        assert await reply.read() == b'{"bytes": 3}'


@in_loop
async def test_replies_of_one_connection_come_in_the_order_in_which_they_are_ready():
    tales = Tales()
    server = await serve_http2("tales", tales)
    async with connect_http2(server.url()) as client:
        slow = asyncio.create_task(client.get("/slow"))
        await quiet()
        assert await (await client.get("/quick")).read() == b"GET /quick"
        assert not slow.done()
        tales.go_on.set()
        assert (await slow).stream == 1


@in_loop
async def test_big_replies_share_the_connection_frame_by_frame():
    server = await serve_http2("tales", Tales())
    wire = await tap("wire", server)
    async with connect_http2(wire.url(), limits=Limits(window=2**18)) as client:
        replies = await asyncio.gather(*(client.get("/big?size=40000") for _ in range(2)))
        assert [len(await reply.read()) for reply in replies] == [40_000, 40_000]
    data = b"".join(one.data for one in arrivals(wire, Side.SERVER))
    order, at = [], 0
    while at < len(data):
        if data[at + 3] == DATA:
            order.append(data[at + 8])
        at += 9 + int.from_bytes(data[at : at + 3])
    assert order[:4] == [1, 3, 1, 3]


@in_loop
async def test_a_slow_reader_waits_and_the_others_go_on():
    server = await serve_http2("tales", Tales())
    async with connect_http2(server.url()) as client:
        slow = await client.get("/big?size=1000000")
        await quiet()
        for _ in range(3):
            assert len(await (await client.get("/big?size=200000")).read()) == 200_000
        assert len(await slow.read()) == 1_000_000


@in_loop
async def test_a_body_that_nobody_reads_stops_no_other():
    tales = Tales()
    server = await serve_http2("tales", tales)
    async with connect_http2(server.url()) as client:
        unread = [
            asyncio.create_task(client.request("POST", "/unread", body=bytes(200_000))) for _ in range(3)
        ]
        await quiet()
        assert await (await client.request("POST", "/", body=bytes(500_000))).read() == b'{"bytes": 500000}'
        tales.go_on.set()
        assert {await (await one).read() for one in unread} == {b"read nothing"}


@BOTH
@in_loop
async def test_an_endless_reply_ends_with_its_listener(tls):
    tales = Tales()
    server = await serve_http2("tales", tales, tls=tls)
    async with connect_http2(server.url(), authority=tls) as client:
        gone, there = [await client.get("/endless") for _ in range(2)]
        heard = aiter(there)
        assert await anext(heard) == b"once upon a time\n"
        assert tales.listening == [1, 3]
        gone.close()
        await quiet()
        assert tales.listening == [3]
        tales.go_on.set()
        assert await anext(heard) == b"and then\n"
    await quiet()
    assert tales.listening == []
    assert server.log == []


@in_loop
async def test_a_connection_that_breaks_ends_every_iterator_on_it():
    tales = Tales()
    server = await serve_http2("tales", tales)
    wire = await tap("wire", server)
    async with connect_http2(wire.url()) as client:
        reply = await client.get("/endless")
        await anext(aiter(reply))
        wire.cut()
        with pytest.raises(Ended, match="the connection is gone"):
            await reply.read()
        with pytest.raises(Ended):
            await client.get("/")
    await quiet()
    assert tales.listening == []


@in_loop
async def test_a_handler_that_fails_is_answered_for_and_its_error_is_kept():
    server = await serve_http2("tales", Tales())
    async with connect_http2(server.url()) as client:
        reply = await client.get("/crash")
        assert reply.status == 500
        assert await reply.read() == b"The server's handler ended with ZeroDivisionError: no such number"
        with pytest.raises(Ended, match="the server reset stream 3: INTERNAL_ERROR"):
            await (await client.get("/crash-later")).read()
        assert (await client.get("/")).status == 200
    assert server.log == [f"stream {n} failed with ZeroDivisionError: no such number" for n in (1, 3)]
    assert [type(crash.error) for crash in registry().crashes.causes] == [ZeroDivisionError] * 2


@in_loop
async def test_a_body_that_is_too_long_is_refused_while_it_comes():
    server = await serve_http2("tales", Tales())
    async with connect_http2(server.url()) as client, asyncio.timeout(20):
        reply = await client.request("POST", "/", body=bytes(50_000_000))
        assert (reply.status, await reply.read()) == (413, b"the body is longer than 1048576 bytes")
        assert (await client.get("/")).status == 200
        with pytest.raises(TooLong):
            await (await client.get("/big")).read(most=10)
        assert client._asking.streams == {}


@in_loop
async def test_more_requests_than_the_server_allows_wait_for_their_turn():
    tales = Tales()
    server = await serve_http2("tales", tales, limits=Limits(streams=3))
    async with connect_http2(server.url()) as client:
        await client.ping()  # the server's SETTINGS are here
        asking = [asyncio.create_task(client.get("/slow")) for _ in range(8)]
        await quiet()
        assert tales.asked == 3
        tales.go_on.set()
        for one in asking:
            await (await one).read()
        assert tales.asked == 8


@BOTH
@in_loop
async def test_a_server_that_stops_says_goodbye_and_lets_go_of_everything(tls):
    tales = Tales()
    server = await serve_http2("tales", tales, tls=tls)
    async with connect_http2(server.url(), authority=tls) as client:
        reply = await client.get("/endless")
        await server.aclose()
        with pytest.raises(Ended, match="GOAWAY, NO_ERROR: the server stops"):
            await reply.read()
    assert tales.listening == []
    assert [task for task in asyncio.all_tasks() if "stream" in task.get_name()] == []


@in_loop
async def test_a_restart_behind_the_tap_is_found_by_the_next_connection():
    wire = await tap("wire", await serve_http2("tales", Tales()))
    async with connect_http2(wire.url()) as client:
        await client.get("/")
    await serve_http2("tales", Tales())
    async with connect_http2(wire.url()) as client:
        assert (await client.get("/")).status == 200


@in_loop
async def test_a_reply_with_a_header_that_may_not_be_is_an_error_of_the_handlers():
    async def handler(request):
        return Reply(200, {"te": "gzip"}, b"x")

    server = await serve_http2("odd", handler)
    async with connect_http2(server.url()) as client:
        reply = await client.get("/")
        assert reply.status == 500
        assert await reply.read() == (
            b"The server's handler ended with Malformed: 'te' is about a connection of HTTP/1.1"
        )


@in_loop
async def test_exactly_one_way_to_say_what_a_server_does():
    with pytest.raises(TypeError, match="exactly one"):
        await serve("nothing")
    with pytest.raises(ConnectionError):
        async with connect_http2("http://127.0.0.1:1/") as client:
            await finish(client.get("/"))
