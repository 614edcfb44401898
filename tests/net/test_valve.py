"""What waits, in which order it goes, and what delays and stalls do to it."""

import asyncio

import pytest

from helpers.net import NothingToStep, tap
from helpers.net.flow import LIMIT
from helpers.vocabulary import Ending
from tests.net.net_samples import (
    CLIENT,
    SERVER,
    FakeClock,
    Far,
    arrivals,
    connect,
    in_loop,
    releases,
    settled,
    tapped,
    turns,
    until,
)

GET = b"GET / HTTP/1.1\r\n\r\n"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


# ---- hold ----


@in_loop
async def test_units_go_in_the_order_in_which_they_came_over_all_connections() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server, hold=True)
    clients = [await connect(wire) for _ in range(3)]
    for client in (2, 0, 1, 0):
        await clients[client].send_alone(GET, wire)
    assert [held.connection for held in wire.held] == [2, 0, 1, 0]
    assert [(await wire.step()).connection for _ in range(4)] == [2, 0, 1, 0]


@in_loop
async def test_a_step_waits_for_a_unit() -> None:
    wire, client, server = await tapped(hold=True)
    stepping = asyncio.ensure_future(wire.step())
    await turns()
    assert not stepping.done()
    client.send(GET[:5])
    await until(wire.trace, lambda: arrivals(wire))
    assert not stepping.done()
    client.send(GET[5:])
    assert (await stepping).data == GET
    assert await server.read(len(GET)) == GET


@in_loop
async def test_two_steps_at_once_get_two_units() -> None:
    wire, client, _server = await tapped(hold=True)
    stepping = [asyncio.ensure_future(wire.step()) for _ in range(2)]
    await turns()
    client.send(GET + GET)
    assert sorted(held.start for held in await asyncio.gather(*stepping)) == [0, len(GET)]


@in_loop
async def test_an_interrupted_step_takes_nothing() -> None:
    wire, client, _server = await tapped(hold=True)
    stepping = asyncio.ensure_future(wire.step())
    await turns()
    stepping.cancel()
    await asyncio.wait([stepping])
    await client.send_alone(GET, wire)
    assert (await wire.step()).data == GET


@in_loop
async def test_nothing_to_step_says_what_the_wire_holds() -> None:
    wire, client, _ = await tapped(hold=True)
    await client.send_alone(GET[:5], wire)
    with pytest.raises(NothingToStep) as nothing:
        await wire.step(timeout=0)
    assert str(nothing.value) == (
        "nothing to step within 0 s. "
        "The tap 'wire' has 1 open connection, holds 5 bytes of an unfinished unit of the client's."
    )


@in_loop
async def test_endings_are_stepped_too() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    client.eof()
    await until(wire.trace, lambda: len(wire.held) == 2)
    assert [held.ending for held in wire.held] == [None, Ending.EOF]
    await wire.step()
    await wire.step()
    assert await server.read_all() == GET
    await server.send_alone(OK, wire)
    server.eof()
    await until(wire.trace, lambda: len(wire.held) == 2)
    await wire.step()
    await wire.step()
    assert await client.read_all() == OK
    await settled(lambda: not wire.links)


@in_loop
async def test_flipping_between_run_and_pause_loses_and_doubles_nothing() -> None:
    wire, client, server = await tapped()
    for number in range(50):
        (wire.pause if number % 3 else wire.run)()
        await client.send_alone(GET[:7] if number % 2 else GET[7:], wire)
        if number % 5 == 0:
            wire.run()
    wire.run()
    sent = wire.trace.stream(0, CLIENT)
    assert await server.read(len(sent)) == sent
    ranges = [(one.start, one.end) for one in releases(wire)]
    assert [start for start, _ in ranges] == [0, *(end for _, end in ranges[:-1])]


@in_loop
async def test_run_lets_endings_go() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET + b"half", wire)
    client.eof()
    await until(wire.trace, lambda: len(wire.held) == 3)
    wire.run()
    assert not wire.held
    assert await server.read_all() == GET + b"half"


# ---- delay ----


@in_loop
async def test_a_delay_counts_on_the_taps_clock() -> None:
    clock = FakeClock()
    wire, client, server = await tapped(clock=clock)
    wire.delay(0.5)
    await client.send_alone(b"one", wire)
    await clock.advance(0.25)
    await client.send_alone(b"two", wire)
    assert not releases(wire)
    await clock.advance(0.25)
    assert [(one.time, one.end, one.fault) for one in releases(wire)] == [(0.5, 3, "delay")]
    assert await server.read(3) == b"one"
    await clock.advance(0.25)
    assert [(one.time, one.end, one.fault) for one in releases(wire)][1:] == [(0.75, 6, "delay")]
    assert await server.read(3) == b"two"


@in_loop
async def test_an_ending_is_delayed_as_long() -> None:
    clock = FakeClock()
    wire, client, server = await tapped(clock=clock)
    wire.delay(1)
    await client.send_alone(b"bye", wire)
    await clock.advance(0.5)
    client.eof()
    await settled(lambda: clock.sleepers == 2)
    await clock.advance(0.5)
    assert [one.ending for one in releases(wire)] == [None]
    await clock.advance(0.5)
    assert await server.read_all() == b"bye"


@in_loop
async def test_no_delay_any_more_keeps_the_order() -> None:
    clock = FakeClock()
    wire, client, server = await tapped(clock=clock)
    wire.delay(1)
    await client.send_alone(b"one", wire)
    wire.delay(0)
    await client.send_alone(b"two", wire)
    assert await server.read(6) == b"onetwo"
    assert not wire.direct
    await clock.advance(1)
    assert wire.direct
    await client.send_alone(b"three", wire)
    assert await server.read(5) == b"three"


@in_loop
async def test_a_pause_holds_what_is_delayed() -> None:
    clock = FakeClock()
    wire, client, server = await tapped(clock=clock)
    wire.delay(1)
    await client.send_alone(GET, wire)
    wire.pause()
    await clock.advance(1)
    assert [held.data for held in wire.held] == [GET]
    assert not releases(wire)
    await wire.step()
    assert await server.read(len(GET)) == GET


@in_loop
async def test_a_cut_ends_what_is_delayed() -> None:
    clock = FakeClock()
    wire, client, _server = await tapped(clock=clock)
    wire.delay(1)
    await client.send_alone(GET, wire)
    client.eof()
    await settled(lambda: clock.sleepers == 2)
    wire.cut()
    seen = len(wire.trace.records)
    await clock.advance(1)
    assert len(wire.trace.records) == seen


# ---- stall ----


@in_loop
async def test_a_stall_stops_one_side_only() -> None:
    wire, client, server = await tapped()
    wire.stall(CLIENT)
    await client.send_alone(b"up", wire)
    await server.send_alone(b"down", wire)
    assert await client.read(4) == b"down"
    assert [one.side for one in releases(wire)] == [SERVER]
    wire.resume(CLIENT)
    assert await server.read(2) == b"up"
    assert [(one.side, one.fault) for one in releases(wire)] == [(SERVER, ""), (CLIENT, "stall")]
    await client.send_alone(b"on", wire)
    assert await server.read(2) == b"on"
    assert releases(wire)[-1].fault == ""


@in_loop
async def test_a_stall_stops_reading_at_the_limit() -> None:
    wire, client, server = await tapped()
    wire.stall(CLIENT)
    data = bytes(3 * LIMIT)
    client.send(data)
    flow = wire.links[0].flows[CLIENT]
    await until(wire.trace, lambda: flow.full)
    await turns()
    assert flow.waiting <= LIMIT
    wire.resume(CLIENT)
    assert await server.read(len(data)) == data


@in_loop
async def test_a_stalled_end_comes_when_the_stall_ends() -> None:
    wire, client, server = await tapped()
    wire.stall(CLIENT)
    await client.send_alone(b"bye", wire)
    client.eof()
    await until(wire.trace, lambda: arrivals(wire)[-1].ending)
    await turns()
    assert not releases(wire)
    wire.resume(CLIENT)
    assert await server.read_all() == b"bye"


@in_loop
async def test_steps_pass_a_stalled_side_by() -> None:
    wire, client, server = await tapped(hold=True)
    wire.stall(CLIENT)
    await client.send_alone(b"up", wire)
    await server.send_alone(b"down", wire)
    assert [held.side for held in wire.held] == [CLIENT, SERVER]
    assert (await wire.step()).side is SERVER
    with pytest.raises(NothingToStep):
        await wire.step(timeout=0)
    stepping = asyncio.ensure_future(wire.step())
    await turns()
    wire.resume(CLIENT)
    assert (await stepping).side is CLIENT


@in_loop
async def test_what_is_stalled_survives_run_and_pause() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    wire.stall(CLIENT)
    wire.run()
    assert [held.data for held in wire.held] == [GET]
    wire.pause()
    assert [held.data for held in wire.held] == [GET]
    wire.resume(CLIENT)
    await wire.step()
    assert await server.read(len(GET)) == GET


@in_loop
async def test_resuming_while_running_lets_queued_units_go() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    wire.stall(CLIENT)
    wire.run()
    wire.resume(CLIENT)
    assert await server.read(len(GET)) == GET
    assert not wire.held
    assert [one.fault for one in releases(wire)] == ["stall"]


@in_loop
async def test_delayed_bytes_wait_for_the_end_of_a_stall() -> None:
    clock = FakeClock()
    wire, client, server = await tapped(clock=clock)
    wire.delay(1)
    await client.send_alone(b"up", wire)
    wire.stall(CLIENT)
    await clock.advance(1)
    assert not releases(wire)
    wire.resume(CLIENT)
    assert await server.read(2) == b"up"


@in_loop
async def test_resuming_what_is_not_stalled_changes_nothing() -> None:
    wire, client, _server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    wire.resume(CLIENT)
    assert wire.held
    assert not wire.direct


# ---- many ----


@in_loop
async def test_closing_one_connection_leaves_the_queue_of_the_others() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server, hold=True)
    first, second = await connect(wire), await connect(wire)
    for client in (first, second, first):
        await client.send_alone(GET, wire)
    wire.cut(connection=0)
    assert [held.connection for held in wire.held] == [1]
    assert releases(wire)[0].fault == "cut"
