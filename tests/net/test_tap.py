"""The verbs of a tap, what they say when they cannot, and that closing leaves nothing."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

import pytest

from helpers.net import Held, NothingToStep, Server, Tap, serve, spawn, stop_all, tap
from helpers.net.registry import registry
from helpers.trace import Release
from helpers.vocabulary import Ending
from tests.net.net_samples import (
    CLIENT,
    SERVER,
    FakeClock,
    Far,
    arrivals,
    connect,
    failure,
    in_loop,
    releases,
    settled,
    tapped,
    turns,
    until,
)

GET = b"GET / HTTP/1.1\r\n\r\n"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


# ---- open, close ----


@in_loop
async def test_a_tap_has_an_address_of_its_own() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server)
    assert wire.port != far.server.port
    assert wire.url("/a", "ws") == f"ws://127.0.0.1:{wire.port}/a"
    assert repr(wire) == f"<tap 'wire' at 127.0.0.1:{wire.port} before 'far', passing through>"
    wire.pause()
    assert repr(wire).endswith("holding 0>")
    assert wire.loop is asyncio.get_running_loop()
    assert Tap("idle", "far", clock=FakeClock()).port == 0


@in_loop
async def test_a_tap_before_no_server_says_so() -> None:
    with pytest.raises(
        LookupError, match=r"no server named 'chat' is running \(running: none\): start it first"
    ):
        await tap("wire", "chat")


@in_loop
async def test_a_tap_that_cannot_listen_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(server: Server, beginning: Coroutine[Any, Any, None]) -> None:
        beginning.close()
        raise OSError("no ports left")

    far = await Far().start()
    monkeypatch.setattr(sys.modules[Tap.__module__], "started", refuse)
    assert str(await failure(tap("wire", far.server))) == "no ports left"
    assert not [*registry().all(Tap)]


@in_loop
async def test_the_same_name_replaces_the_old_tap() -> None:
    far = await Far().start()
    old = await tap("wire", far.server)
    client = await connect(old)
    await far.accept()
    new = await tap("wire", far.server)
    assert isinstance(await failure(client.read(1)), ConnectionResetError)
    assert [*registry().all(Tap)] == [new]
    assert {server.name for server in registry().all(Server)} == {"far", "tap wire"}


@in_loop
async def test_a_replaced_server_is_found_by_its_name() -> None:
    old = await Far().start()
    wire = await tap("wire", old.server)
    await connect(wire)
    await old.accept()
    new = await Far().start()
    client = await connect(wire)
    client.send(b"hello")
    assert await (await new.accept()).read(5) == b"hello"


@in_loop
async def test_without_its_server_a_client_sees_a_reset_and_the_log_says_why() -> None:
    far = await Far().start()
    wire = await tap("wire", "far")
    await far.server.aclose()
    client = await connect(wire)
    assert isinstance(await failure(client.read(1)), ConnectionResetError)
    assert wire.log == [
        "connection 0 found no server: no server named 'far' is running (running: 'tap wire'): start it first"
    ]
    assert not wire.links
    assert {one.ending for one in releases(wire)} == {Ending.RESET}


@in_loop
async def test_a_server_that_does_not_answer_the_phone() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server)
    await far.server.stop_listening()
    client = await connect(wire)
    assert isinstance(await failure(client.read(1)), ConnectionResetError)
    assert "connection 0 found no server: [Errno 111]" in wire.log[0]


@in_loop
async def test_several_connections_are_numbered_and_kept_apart() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server)
    clients = [await connect(wire) for _ in range(5)]
    servers = [await far.accept() for _ in clients]
    for number, client in enumerate(clients):
        await client.send_alone(b"%d" % number, wire)
    assert sorted([await server.read(1) for server in servers]) == [b"0", b"1", b"2", b"3", b"4"]
    assert wire.trace.connections == [0, 1, 2, 3, 4]
    assert [wire.trace.stream(number, CLIENT) for number in range(5)] == [b"0", b"1", b"2", b"3", b"4"]


@in_loop
async def test_closing_with_everything_in_flight_leaves_nothing() -> None:
    clock = FakeClock()
    far = await Far().start()
    wire = await tap("wire", far.server, clock=clock)
    delayed, stalled, held, _dialling = [await connect(wire) for _ in range(4)]
    servers = [await far.accept() for _ in range(4)]
    wire.delay(5)
    await delayed.send_alone(bytes(100), wire)
    wire.stall(SERVER)
    servers[1].send(bytes(100_000))
    await until(wire.trace, lambda: arrivals(wire, SERVER))
    stalled.eof()
    wire.pause()
    held.send(GET + GET[:4])
    held.reset()
    stepping = spawn("stepping", wire.run_until(lambda held: False))
    connecting = [asyncio.ensure_future(connect(wire)) for _ in range(3)]
    await asyncio.sleep(0)
    await stop_all()
    assert not wire.links
    assert not wire.held
    assert stepping.task.done()
    await asyncio.gather(*connecting, return_exceptions=True)


@in_loop
async def test_closing_twice_is_safe() -> None:
    wire, _, _ = await tapped()
    await wire.aclose()
    await wire.aclose()


@in_loop
async def test_a_client_that_leaves_before_the_server_is_dialled() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server)
    client = await connect(wire)
    await settled(lambda: wire.links)
    wire.cut()
    assert isinstance(await failure(client.read(1)), ConnectionResetError)
    await settled(lambda: not wire._onward.tasks)


# ---- wait, run until ----


@in_loop
async def test_waiting_looks_and_takes_nothing() -> None:
    wire, client, _server = await tapped(hold=True)
    waiting = asyncio.ensure_future(wire.wait())
    await turns()
    client.send(GET)
    assert await waiting is wire.held[0]
    assert (await wire.step()).data == GET


@in_loop
async def test_run_until_stops_before_the_unit_it_looks_for() -> None:
    wire, client, server = await tapped()
    looking = asyncio.ensure_future(wire.run_until(lambda held: b"POST" in held.data))
    await turns()
    client.send(GET + GET + b"POST / HTTP/1.1\r\n\r\n")
    found = await looking
    assert found.data.startswith(b"POST")
    assert wire.held[0] is found
    assert wire.holding
    assert await server.read(2 * len(GET)) == GET + GET
    assert await wire.run_until(lambda held: True) is found


@in_loop
async def test_a_predicate_that_fails_takes_nothing() -> None:
    def fails(held: Held) -> bool:
        raise ValueError("oh")

    wire, client, _server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    assert str(await failure(wire.run_until(fails))) == "oh"
    assert (await wire.step()).data == GET


@in_loop
async def test_run_until_gives_up_and_says_so() -> None:
    wire, _, _ = await tapped()
    with pytest.raises(NothingToStep, match=r"nothing to step within 0 s\."):
        await wire.run_until(lambda held: True, timeout=0)


# ---- faults ----


@in_loop
async def test_tampered_bytes_stand_beside_those_that_came() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET + GET, wire)
    assert (await wire.tamper(b"XXX")).data == GET
    await wire.tamper(lambda data: data.replace(b"GET", b"PUT"))
    assert await server.read(3 + len(GET)) == b"XXX" + GET.replace(b"GET", b"PUT")
    assert wire.trace.stream(0, CLIENT) == GET + GET
    assert [(one.start, one.end, one.fault, one.data) for one in releases(wire)] == [
        (0, 18, "tamper", b"XXX"),
        (18, 36, "tamper", GET.replace(b"GET", b"PUT")),
    ]


@in_loop
async def test_tampering_can_take_a_unit_away() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET + GET, wire)
    await wire.tamper(b"")
    await wire.step()
    client.eof()
    await wire.step()
    assert await server.read_all() == GET


@in_loop
async def test_a_change_that_is_wrong_or_fails_takes_nothing() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    with pytest.raises(TypeError, match="replaces bytes by bytes, not by str"):
        await wire.tamper(lambda data: "text")  # type: ignore[arg-type, return-value]
    with pytest.raises(IndexError):
        await wire.tamper(lambda data: bytes([data[1000]]))
    assert (await wire.step()).data == GET
    client.eof()
    await until(wire.trace, lambda: wire.held)
    with pytest.raises(NothingToStep, match=r"what comes next has none\. .* client → server · FIN"):
        await wire.tamper(b"x")
    await wire.step()
    assert await server.read_all() == GET


@in_loop
async def test_injected_bytes_are_marked_and_shift_nothing() -> None:
    wire, client, server = await tapped(hold=True)
    wire.inject(CLIENT, b"from nobody ")
    wire.inject(SERVER, b"to you")
    await client.send_alone(GET, wire)
    held = await wire.step()
    assert (held.start, held.end) == (0, len(GET))
    assert await server.read(12 + len(GET)) == b"from nobody " + GET
    assert await client.read(6) == b"to you"
    assert releases(wire)[0] == Release(0, CLIENT, releases(wire)[0].time, 0, 0, "inject", b"from nobody ")


@in_loop
async def test_nothing_can_be_injected_after_the_end() -> None:
    wire, client, server = await tapped()
    client.eof()
    assert await server.read_all() == b""
    with pytest.raises(LookupError, match="the server of connection 0 can be sent nothing"):
        wire.inject(CLIENT, b"more")
    wire.inject(SERVER, b"still")
    assert await client.read(5) == b"still"


@in_loop
async def test_a_cut_resets_both_sides_and_says_what_was_lost() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(GET, wire)
    wire.cut()
    for peer in (client, server):
        assert isinstance(await failure(peer.read(1)), ConnectionResetError)
    assert [(one.side, one.start, one.end, one.fault, one.ending) for one in releases(wire)] == [
        (CLIENT, 0, 18, "cut", Ending.RESET),
        (SERVER, 0, 0, "cut", Ending.RESET),
    ]
    assert not wire.held
    with pytest.raises(NothingToStep):
        await wire.step(timeout=0)
    assert not [one for one in arrivals(wire) if one.ending]


@in_loop
async def test_the_newest_connection_is_meant_unless_one_is_named() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server)
    clients = [await connect(wire) for _ in range(3)]
    for _ in clients:
        await far.accept()
    wire.cut()
    assert [*wire.links] == [0, 1]
    wire.inject(SERVER, b"x", connection=0)
    assert await clients[0].read(1) == b"x"
    wire.cut(connection=0)
    with pytest.raises(LookupError, match=r"no connection 0 is open on the tap 'wire' \(open: 1\)"):
        wire.cut(connection=0)
    wire.cut()
    with pytest.raises(LookupError, match=r"no connection is open on the tap 'wire' \(open: none\)"):
        wire.inject(CLIENT, b"x")


@in_loop
async def test_a_tap_before_a_tap() -> None:
    far = await Far().start()
    inner = await tap("inner", far.server)
    outer = await tap("outer", "tap inner")
    client = await connect(outer)
    server = await far.accept()
    await client.send_alone(b"hello", outer)
    assert await server.read(5) == b"hello"
    assert inner.trace.stream(0, CLIENT) == b"hello"
    await serve("far", handler=far._handle)
