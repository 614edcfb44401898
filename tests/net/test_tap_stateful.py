"""Anything in any order: what was sent equals the releases, what waits is shown once, nothing leaks."""

import asyncio
import contextlib
import gc
import time

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpers.loops.quiet import quiet
from helpers.net import Held, NothingToStep, serve, stop_all, tap
from helpers.net.flow import LIMIT, Flow, reset
from helpers.trace import Arrival, Release
from helpers.vocabulary import Ending, Side
from tests.net import net_samples
from tests.net.net_samples import FakeClock, open_sockets, turns

FRAGMENTS = [
    b"GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nHello",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"3\r\nabc\r\n",
    b"0\r\n\r\n",
    b"\x81\x85\x00\x00\x00\x00Hello",
    b"\x81\x05Hello",
    b"\x88\x00",
    b"GET / HT",
    b"\x81\xfe",
    bytes(70_000),
]
data = st.sampled_from(FRAGMENTS) | st.binary(min_size=1, max_size=20)
which = st.integers(0, 10)
sides = st.sampled_from(Side)


class End(asyncio.Protocol):
    """A peer: keeps what it receives and how it ended."""

    def __init__(self) -> None:
        self.received, self.sent = bytearray(), bytearray()
        self.eof = self.lost = self.reset = self.said_all = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data

    def eof_received(self) -> bool:
        self.eof = True
        return True

    def connection_lost(self, error: Exception | None) -> None:
        self.lost, self.reset = True, self.reset or error is not None

    @property
    def speaks(self) -> bool:
        return not (self.lost or self.said_all or self.transport.is_closing())


class Wire(RuleBasedStateMachine):
    """A tap between peers that do anything."""

    def __init__(self) -> None:
        super().__init__()
        self.before = open_sockets()
        self.runner = asyncio.Runner(debug=False, loop_factory=net_samples.new_loop)
        self.pairs: list[dict[Side, End]] = []
        self.far: asyncio.Queue[End]
        self.run(self.open())

    def run(self, action: object) -> object:
        async def act() -> object:
            result = await action  # type: ignore[misc]
            await quiet()
            patience = time.monotonic() + 5
            while not self.delivered() and time.monotonic() < patience:
                await turns(1)  # a system with BBR paces even loopback: bytes may be on their way for a while
            return result

        return self.runner.run(act())

    async def open(self) -> None:
        self.far = asyncio.Queue()
        self.clock = FakeClock()
        await serve("far", protocol=self.accept)
        self.wire = await tap("wire", "far", clock=self.clock)

    def accept(self) -> End:
        end = End()
        self.far.put_nowait(end)
        return end

    # ---- what peers do ----

    @precondition(lambda self: len(self.pairs) < 3)
    @rule()
    def connect(self) -> None:
        async def connect() -> None:
            loop = asyncio.get_running_loop()
            _, client = await loop.create_connection(End, self.wire.host, self.wire.port)
            self.pairs.append({Side.CLIENT: client, Side.SERVER: await self.far.get()})

        self.run(connect())

    @precondition(lambda self: self.pairs)
    @rule(which=which, side=sides, data=data, cut=st.integers(0, 100))
    def send(self, which: int, side: Side, data: bytes, cut: int) -> None:
        async def send() -> None:
            end = self.pairs[which % len(self.pairs)][side]
            for part in (data[:cut], data[cut:]):
                if part and end.speaks:
                    end.sent += part
                    end.transport.write(part)
                    await quiet()

        self.run(send())

    @precondition(lambda self: self.pairs)
    @rule(which=which, side=sides)
    def half_close(self, which: int, side: Side) -> None:
        async def half_close() -> None:
            end = self.pairs[which % len(self.pairs)][side]
            if end.speaks:
                end.said_all = True
                with contextlib.suppress(OSError):  # it was reset: who has read an end does not notice
                    end.transport.write_eof()

        self.run(half_close())

    @precondition(lambda self: self.pairs)
    @rule(which=which, side=sides)
    def drop(self, which: int, side: Side) -> None:
        async def drop() -> None:
            end = self.pairs[which % len(self.pairs)][side]
            if not end.lost:
                end.reset = True
                reset(end.transport)

        self.run(drop())

    # ---- what the learner does ----

    @rule()
    def pause(self) -> None:
        self.run(self.sync(self.wire.pause))

    @rule()
    def go_on(self) -> None:
        self.run(self.sync(self.wire.run))

    @rule()
    def step(self) -> None:
        queue = [one for one in self.wire.held if one.side not in self.wire._stalled]
        held = self.run(self.released(self.wire.step(timeout=0)))
        assert held == (queue[0] if queue else None)

    @rule(way=sides)
    def run_until(self, way: Side) -> None:
        held = self.run(self.released(self.wire.run_until(lambda held: held.side is way, timeout=0)))
        assert held is None or (isinstance(held, Held) and held.side is way)
        # what it released may have ended the connection since, and with it what waited there
        assert held is None or held in self.wire.held or held.connection not in self.wire.links

    @rule(change=st.sampled_from([b"", b"tampered", lambda data: data[::-1]]))
    def tamper(self, change: bytes) -> None:
        self.run(self.released(self.wire.tamper(change, timeout=0)))

    @rule(side=sides, data=data, number=st.none() | st.integers(0, 2))
    def inject(self, side: Side, data: bytes, number: int | None) -> None:
        async def inject() -> None:
            with contextlib.suppress(LookupError):
                self.wire.inject(side, data, connection=number)

        self.run(inject())

    @rule(seconds=st.sampled_from([0.0, 1.0, 2.0]))
    def delay(self, seconds: float) -> None:
        self.run(self.sync(self.wire.delay, seconds))

    @rule(seconds=st.sampled_from([0.5, 1.0, 3.0]))
    def advance(self, seconds: float) -> None:
        self.run(self.clock.advance(seconds))

    @rule(side=sides)
    def stall(self, side: Side) -> None:
        self.run(self.sync(self.wire.stall, side))

    @rule(side=sides)
    def resume(self, side: Side) -> None:
        self.run(self.sync(self.wire.resume, side))

    @rule(number=st.none() | st.integers(0, 2))
    def cut(self, number: int | None) -> None:
        async def cut() -> None:
            with contextlib.suppress(LookupError):
                self.wire.cut(connection=number)

        self.run(cut())

    async def sync(self, verb: object, *arguments: object) -> None:
        verb(*arguments)  # type: ignore[operator]

    async def released(self, verb: object) -> object:
        try:
            return await verb  # type: ignore[misc]
        except (NothingToStep, TypeError):
            return None

    # ---- what holds, always ----

    @invariant()
    def what_arrived_is_what_was_sent(self) -> None:
        for number, pair in enumerate(self.pairs):
            for side, end in pair.items():
                assert bytes(end.sent).startswith(self.wire.trace.stream(number, side))

    @invariant()
    def what_was_received_is_what_was_released(self) -> None:
        for number, pair in enumerate(self.pairs):
            for side, end in pair.items():
                assert self.sent_on(number, side.other).startswith(bytes(end.received))

    @invariant()
    def without_a_reset_nothing_is_lost(self) -> None:
        assert self.delivered()

    def delivered(self) -> bool:
        """Whether all came to its end, where no reset (which drops what is on its way) was in play."""
        return all(
            self.wire.trace.stream(number, side) == end.sent
            and self.sent_on(number, side.other) == end.received
            and end.eof == any(one.ending is Ending.EOF for one in self.releases(number, side.other))
            for number, pair in enumerate(self.pairs)
            if not any(one.reset for one in pair.values()) and not self.was_cut(number)
            for side, end in pair.items()
        )

    @invariant()
    def releases_tile_what_arrived(self) -> None:
        for number in range(len(self.pairs)):
            for side in Side:
                ranges = [(one.start, one.end) for one in self.releases(number, side)]
                assert [start for start, _ in ranges] == [0, *(end for _, end in ranges)][: len(ranges)]
                released = ranges[-1][1] if ranges else 0
                assert released <= len(self.wire.trace.stream(number, side))
                if number not in self.wire.links:
                    assert released == len(self.wire.trace.stream(number, side))

    @invariant()
    def what_waits_is_shown_once(self) -> None:
        for number, link in self.wire.links.items():
            for side, flow in link.flows.items():
                shown = [one for one in self.wire.held if (one.connection, one.side) == (number, side)]
                starts = [flow.released, *(one.end for one in shown)]
                assert [one.start for one in shown] == starts[:-1]
                assert starts[-1] == flow.offered
                stream = self.wire.trace.stream(number, side)
                assert all(one.data == stream[one.start : one.end] for one in shown)
                assert [bool(one.ending) for one in shown[:-1]] == [False] * len(shown[:-1])
                self.nothing_waits_without_a_reason(side, flow)

    def nothing_waits_without_a_reason(self, side: Side, flow: Flow) -> None:
        assert flow.waiting <= LIMIT
        if self.wire.direct:
            assert not flow.waiting

    @invariant()
    def who_is_no_longer_there_is_not_shown(self) -> None:
        assert {one.connection for one in self.wire.held} <= {*self.wire.links}

    def releases(self, number: int, side: Side) -> list[Release]:
        return [
            one
            for one in self.wire.trace.records
            if isinstance(one, Release) and (one.connection, one.side) == (number, side)
        ]

    def sent_on(self, number: int, side: Side) -> bytes:
        stream = self.wire.trace.stream(number, side)
        parts = [
            stream[one.start : one.end] if one.data is None else one.data
            for one in self.releases(number, side)
            if one.fault != "cut"
        ]
        return b"".join(parts)

    def was_cut(self, number: int) -> bool:
        return any(
            one.ending is Ending.RESET and one.connection == number
            for one in self.wire.trace.records
            if isinstance(one, Arrival | Release)
        )

    def teardown(self) -> None:
        async def close() -> None:
            await stop_all()
            for pair in self.pairs:
                for end in pair.values():
                    end.transport.abort()
            await quiet()
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert open_sockets() <= self.before
            assert not self.wire.links
            assert not self.wire.held

        with self.runner:
            self.runner.run(close())


def hammer(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Wire,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
    gc.collect()


def test_anything_in_any_order() -> None:
    hammer(40, 25)


@pytest.mark.slow
def test_anything_in_any_order_for_long() -> None:
    hammer(400, 40)
