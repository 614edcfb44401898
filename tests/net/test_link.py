"""A connection through a tap, with both ends in the test's hands: what passes, what is cut, how it ends."""

import asyncio

import pytest

from helpers.net import Tap
from helpers.net.flow import LIMIT, READ
from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.unit import Floor
from helpers.protocols.websocket.reading import WebSocketUnit
from helpers.trace import Release
from helpers.vocabulary import Ending, Side
from tests.net.net_samples import (
    CLIENT,
    SERVER,
    Peer,
    arrivals,
    failure,
    in_loop,
    releases,
    settled,
    tapped,
    turns,
    until,
)

HELLO = b"\x81\x85\x00\x00\x00\x00Hello"
UPGRADE = b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
AGREED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


def ends(client: Peer, server: Peer, side: Side) -> tuple[Peer, Peer]:
    """Who sends, who receives."""
    return (client, server) if side is CLIENT else (server, client)


async def upgraded() -> tuple[Tap, Peer, Peer]:
    """A connection on which both sides speak WebSocket, held."""
    wire, client, server = await tapped(hold=True)
    await client.send_alone(UPGRADE, wire)
    await wire.step()
    await server.send_alone(AGREED, wire)
    await wire.step()
    return wire, client, server


# ---- passing through ----


@pytest.mark.parametrize("side", Side)
def test_bytes_pass_as_they_come(side: Side) -> None:
    @in_loop
    async def talk() -> None:
        wire, client, server = await tapped()
        sender, receiver = ends(client, server, side)
        for data in (b"a", b"bc", b"def"):
            await sender.send_alone(data, wire)
            assert await receiver.read(len(data)) == data
        assert [one.data for one in arrivals(wire)] == [b"a", b"bc", b"def"]
        assert releases(wire) == [
            Release(0, side, one.time, start, end)
            for one, start, end in zip(releases(wire), (0, 1, 3), (1, 3, 6), strict=True)
        ]

    talk()


@in_loop
async def test_ten_megabytes_each_way_at_once() -> None:
    wire, client, server = await tapped()
    data = bytes(range(256)) * 40_000
    client.send(data)
    server.send(data)
    there, back = await asyncio.gather(server.read(len(data)), client.read(len(data)))
    assert there == back == data
    assert wire.trace.stream(0, CLIENT) == wire.trace.stream(0, SERVER) == data


# ---- endings ----


@pytest.mark.parametrize("side", Side)
def test_a_half_closed_connection_speaks_on(side: Side) -> None:
    @in_loop
    async def talk() -> None:
        wire, client, server = await tapped()
        first, second = ends(client, server, side)
        first.send(b"bye")
        first.eof()
        assert await second.read_all() == b"bye"
        second.send(b"not yet")
        assert await first.read(7) == b"not yet"
        assert wire.links
        second.eof()
        assert await first.read_all() == b""
        await settled(lambda: not wire.links)
        assert [(one.side, one.ending) for one in releases(wire) if one.ending] == [
            (side, Ending.EOF),
            (side.other, Ending.EOF),
        ]

    talk()


@pytest.mark.parametrize("side", Side)
def test_a_reset_is_a_reset_on_the_other_side(side: Side) -> None:
    @in_loop
    async def talk() -> None:
        wire, client, server = await tapped()
        first, second = ends(client, server, side)
        await first.send_alone(b"bye", wire)
        assert await second.read(3) == b"bye"
        first.reset()
        assert isinstance(await failure(second.read(1)), ConnectionResetError)
        await settled(lambda: not wire.links)
        assert [one.ending for one in arrivals(wire) if one.ending] == [
            Ending.RESET
        ]  # the other side sent none
        assert releases(wire)[-1].ending is Ending.RESET

    talk()


@pytest.mark.parametrize("side", Side)
def test_a_held_reset_waits_for_its_step(side: Side) -> None:
    @in_loop
    async def talk() -> None:
        wire, client, server = await tapped(hold=True)
        first, second = ends(client, server, side)
        await first.send_alone(b"last words", wire)
        first.reset()
        await until(wire.trace, lambda: len(wire.held) == 2)
        assert (await wire.step()).data == b"last words"
        assert await second.read(10) == b"last words"
        assert (await wire.step()).ending is Ending.RESET
        assert isinstance(await failure(second.read(1)), ConnectionResetError)

    talk()


@in_loop
async def test_what_waits_for_a_side_that_is_gone_is_recorded_as_cut() -> None:
    wire, client, server = await tapped(hold=True)
    await server.send_alone(b"for you", wire)
    await server.send_alone(b"and you", wire)
    client.reset()
    await until(wire.trace, lambda: len(wire.held) == 3)
    await wire.step()
    assert releases(wire)[-1].fault == "cut"
    await wire.step()
    assert (await wire.step()).ending is Ending.RESET
    await settled(lambda: not wire.links)


@in_loop
async def test_what_waits_when_the_reset_is_stepped_first_is_recorded_as_cut() -> None:
    wire, client, server = await tapped(hold=True)
    client.reset()
    await until(wire.trace, lambda: wire.held)
    await server.send_alone(b"for you", wire)
    assert len(wire.held) == 2
    assert (await wire.step()).ending is Ending.RESET
    await settled(lambda: not wire.links)
    assert not wire.held
    assert releases(wire)[-1] == Release(0, SERVER, releases(wire)[-1].time, 0, 7, "cut")


@in_loop
async def test_a_reset_after_a_fin_replaces_it() -> None:
    wire, client, server = await tapped(hold=True)
    client.eof()
    await until(wire.trace, lambda: wire.held)
    client.reset()
    wire.inject(SERVER, b"!")  # after a FIN nobody reads: only writing finds out that the other side is gone
    await turns()
    if len(arrivals(wire)) < 2:
        wire.inject(SERVER, b"!")
    await settled(lambda: len(arrivals(wire)) == 2)
    assert [one.ending for one in wire.held] == [Ending.RESET]
    await wire.step()
    assert isinstance(await failure(server.read(1)), ConnectionResetError)


@in_loop
async def test_an_end_with_half_a_unit() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(b"GET / HT", wire)
    assert not wire.held
    client.eof()
    await until(wire.trace, lambda: len(wire.held) == 2)
    half, end = wire.held
    assert (half.data, half.unit.kind, end.ending) == (b"GET / HT", HttpUnit.HEAD, Ending.EOF)
    await wire.step()
    await wire.step()
    assert await server.read_all() == b"GET / HT"


# ---- units ----


@in_loop
async def test_a_unit_waits_until_it_is_whole() -> None:
    wire, client, server = await upgraded()
    await client.send_alone(HELLO[:6], wire)
    assert not wire.held
    await client.send_alone(HELLO[6:] + HELLO[:3], wire)
    assert [held.data for held in wire.held] == [HELLO]
    held = await wire.step()
    assert (held.unit.kind, held.start) == (WebSocketUnit.FRAME, len(UPGRADE))
    assert await server.read(len(UPGRADE) + len(HELLO)) == UPGRADE + HELLO


@in_loop
async def test_bytes_after_an_upgrade_request_wait_for_its_answer() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(UPGRADE + HELLO, wire)
    assert [held.unit.kind for held in wire.held] == [HttpUnit.HEAD]
    await wire.step()
    await server.send_alone(AGREED, wire)
    assert [(held.side, held.unit.kind) for held in wire.held] == [
        (SERVER, HttpUnit.HEAD),
        (CLIENT, WebSocketUnit.FRAME),
    ]


@in_loop
async def test_what_is_no_http_is_stepped_read_by_read() -> None:
    wire, client, _ = await tapped(hold=True)
    for data in (b"hello\n", b"there\n"):
        await client.send_alone(data, wire)
    assert [(held.data, held.unit.kind) for held in wire.held] == [
        (b"hello\n", Floor.RAW),
        (b"there\n", Floor.RAW),
    ]


@in_loop
async def test_from_where_it_is_malformed_a_read_is_the_unit() -> None:
    wire, client, server = await tapped(hold=True)
    good = b"GET / HTTP/1.1\r\n\r\n"
    await client.send_alone(good + b"nonsense", wire)
    await client.send_alone(b"more", wire)
    assert [held.data for held in wire.held] == [good, b"nonsense", b"more"]
    wire.run()
    assert await server.read(30) == good + b"nonsensemore"


@in_loop
async def test_a_pause_in_the_middle_of_a_unit() -> None:
    wire, client, server = await tapped()
    await client.send_alone(b"GET / HT", wire)
    wire.pause()
    assert not wire.held
    await client.send_alone(b"TP/1.1\r\n\r\n", wire)
    (rest,) = wire.held
    assert (rest.start, rest.end, rest.data, rest.unit.kind) == (8, 18, b"TP/1.1\r\n\r\n", HttpUnit.HEAD)
    assert await server.read(8) == b"GET / HT"


@in_loop
async def test_a_pause_after_much_has_passed_knows_where_units_are() -> None:
    wire, client, server = await upgraded()
    wire.run()
    for _ in range(100):
        client.send(HELLO)
    await server.read(len(UPGRADE) + 100 * len(HELLO))
    wire.pause()
    await client.send_alone(HELLO, wire)
    assert [held.data for held in wire.held] == [HELLO]


# ---- the limit ----


@in_loop
async def test_a_held_direction_stops_reading_at_its_limit_and_goes_on() -> None:
    wire, client, server = await tapped(hold=True)
    data = bytes(3 * LIMIT)
    client.send(data)
    flow = wire.links[0].flows[CLIENT]
    await until(wire.trace, lambda: flow.full)
    await turns()
    assert LIMIT - READ <= flow.waiting <= LIMIT
    wire.run()
    assert await server.read(len(data)) == data


@in_loop
async def test_one_full_direction_leaves_the_other_alone() -> None:
    wire, client, server = await tapped(hold=True)
    client.send(bytes(3 * LIMIT))
    await until(wire.trace, lambda: wire.links[0].flows[CLIENT].full)
    await server.send_alone(b"HTTP/1.1 200 OK\r\n\r\n", wire)
    assert wire.held[-1].side is SERVER


@in_loop
async def test_a_unit_over_the_limit_is_stepped_read_by_read_to_its_end() -> None:
    wire, client, server = await tapped(hold=True)
    size = 3 * LIMIT
    head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % size
    client.send(head + bytes(size))
    receiving = asyncio.ensure_future(server.read(len(head) + size))
    flow = wire.links[0].flows[CLIENT]
    steps = [await wire.step()]
    assert steps[0].data == head
    while flow.released < len(head) + size:
        steps.append(await wire.step())
        assert flow.waiting <= LIMIT
    assert b"".join(held.data for held in steps) == head + bytes(size)
    assert {held.unit.kind for held in steps[1:-1]} == {Floor.RAW}
    assert len(steps) > 3
    assert await receiving == head + bytes(size)


@in_loop
async def test_after_a_unit_over_the_limit_the_next_is_whole_again() -> None:
    wire, client, server = await tapped(hold=True)
    size = 2 * LIMIT
    client.send(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % size + bytes(size))
    last = b"GET / HTTP/1.1\r\n\r\n"
    client.send(last)
    receiving = asyncio.ensure_future(server.reader.readuntil(last))
    while (held := await wire.step()).data != last:
        pass
    assert held.unit.kind is HttpUnit.HEAD
    receiving.cancel()
    await asyncio.wait([receiving])


@in_loop
async def test_a_slow_reader_stops_the_sender_at_the_limit() -> None:
    wire, client, server = await tapped()
    server.writer.transport.pause_reading()
    data = bytes(8 * LIMIT)
    sent = asyncio.ensure_future(_drained(client, data))
    flow = wire.links[0].flows[CLIENT]
    assert flow.target is not None
    await settled(lambda: flow._crowded)
    await turns()
    assert flow.target.get_write_buffer_size() <= LIMIT
    assert flow.arrived < len(data)
    server.writer.transport.resume_reading()
    assert await server.read(len(data)) == data
    await sent


async def _drained(peer: Peer, data: bytes) -> None:
    peer.send(data)
    await peer.writer.drain()
