"""Poll loops: one request in flight or many, stopped without loss, paused when nobody looks."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.loops.clock import StepClock
from helpers.loops.gate import Gate
from helpers.loops.lane import Lane
from helpers.loops.nap import nap
from helpers.loops.poll import ask_then_sleep, ask_until_stopped, ask_while_watched, fixed_rate
from helpers.trace import Mark, Trace


class Server:
    """Answers after a while on the clock: at once for many, or one after the other."""

    def __init__(self, clock: StepClock, *, takes: Callable[[int], float], serial: bool = False) -> None:
        self.clock, self.takes = clock, takes
        self.asked: list[float] = []
        self.in_flight = self.most = 0
        self.turn: asyncio.Semaphore = asyncio.Semaphore(1 if serial else 10_000)

    async def __call__(self) -> int:
        number = len(self.asked)
        self.asked.append(self.clock())
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        try:
            async with self.turn:
                await self.clock.sleep(self.takes(number))
        finally:
            self.in_flight -= 1
        return number


def marks(trace: Trace) -> list[tuple[str, float, float]]:
    return [(m.label, m.start, m.end) for m in trace.records if isinstance(m, Mark)]


def play(
    loop: Callable[..., Awaitable[None]], seconds: float, takes: float, *, serial: bool = False, **options
) -> tuple[Server, list[int], list]:
    async def main() -> tuple[Server, list[int], list]:
        clock, shown = StepClock(moment=0), []
        server, trace = Server(clock, takes=lambda n: takes, serial=serial), Trace(clock=clock)
        run = loop(server, shown.append, seconds=3, clock=clock, lane=Lane("ada", trace), **options)
        task = asyncio.ensure_future(run)
        await clock.advance(seconds)
        task.cancel()
        await asyncio.wait([task])
        return server, shown, marks(trace)

    return asyncio.run(main())


def test_ask_then_sleep_asks_again_only_after_the_reply():
    server, shown, seen = play(ask_then_sleep, 15, 4)
    assert server.asked == [0, 7, 14]
    assert (server.most, shown) == (1, [0, 1])
    assert seen == [
        ("request", 0, 4),
        ("sleep", 4, 7),
        ("request", 7, 11),
        ("sleep", 11, 14),
        ("request · cancelled", 14, 15),
    ]


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 20), st.floats(0.01, 100))
def test_ask_then_sleep_never_has_two_in_flight(takes: float, seconds: float):
    server, shown, _ = play(ask_then_sleep, seconds, takes)
    assert server.most == 1
    assert shown == list(range(len(shown)))


def test_fixed_rate_overlaps_when_replies_are_slower_than_the_rate():
    server, shown, seen = play(fixed_rate, 15.5, 4)
    assert server.asked == [0, 3, 6, 9, 12, 15]
    assert (server.most, shown) == (2, [0, 1, 2, 3])
    assert seen[:2] == [("request 1", 0, 4), ("request 2", 3, 7)]
    assert seen[-1][0].endswith("· cancelled")


@pytest.mark.parametrize("seconds", [12, 24, 60, 240])
def test_fixed_rate_at_a_serial_server_queues_without_bound(seconds: int):
    server, shown, _ = play(fixed_rate, seconds - 0.5, 4, serial=True)
    assert len(server.asked) == seconds // 3
    assert len(shown) == (seconds - 1) // 4
    assert server.most == seconds // 3 - (seconds - 1) // 4


def test_at_a_fixed_rate_replies_overtake_each_other():
    async def main() -> list[int]:
        clock, shown = StepClock(), []
        server = Server(clock, takes=lambda n: 8 if n == 0 else 1)
        task = asyncio.ensure_future(fixed_rate(server, shown.append, seconds=3, clock=clock))
        await clock.advance(8)
        task.cancel()
        await asyncio.wait([task])
        return shown

    assert asyncio.run(main()) == [1, 2, 0]


def test_a_request_that_fails_ends_no_other_and_no_later_one():
    async def ask() -> int:
        asked.append(clock())
        number = len(asked)
        await clock.sleep(4 if number == 1 else 1)
        if number == 2:
            raise ConnectionResetError("the server hung up")
        return number

    async def main() -> None:
        task = asyncio.ensure_future(
            fixed_rate(ask, shown.append, seconds=3, clock=clock, lane=Lane("ada", trace))
        )
        await clock.advance(11)
        task.cancel()
        await asyncio.wait([task])

    clock, asked, shown = StepClock(), [], []
    trace = Trace(clock=clock)
    asyncio.run(main())
    assert (asked, shown) == ([0, 3, 6, 9], [1, 3, 4])
    assert ("request 2 · the server hung up", 3, 4) in marks(trace)


def test_any_other_error_of_a_request_ends_the_rate():
    async def ask() -> int:
        raise NameError("name 'HELLO' is not defined")

    with pytest.raises(ExceptionGroup, match="unhandled errors"):
        asyncio.run(fixed_rate(ask, id, seconds=3, clock=StepClock()))


def test_a_late_tick_does_not_move_the_next_and_missed_ticks_are_left_out():
    class Late(StepClock):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds + self.delays.pop(0) if self.delays else seconds)

    async def main() -> list[float]:
        clock = Late()
        clock.delays = [0.5, 0, 7]
        asked: list[float] = []

        async def ask() -> None:
            asked.append(clock())

        task = asyncio.ensure_future(fixed_rate(ask, id, seconds=3, clock=clock))
        await clock.advance(24)
        task.cancel()
        await asyncio.wait([task])
        return asked

    assert asyncio.run(main()) == [0, 3.5, 6, 16, 18, 21, 24]


@pytest.mark.parametrize(
    ("at", "shown", "ended"), [(1, [0], 4), (5, [0], 5), (7, [0, 1], 11), (8, [0, 1], 11)]
)
def test_stopping_loses_no_reply(at: float, shown: list[int], ended: float):
    async def main() -> None:
        clock, seen, stop = StepClock(), [], asyncio.Event()
        server = Server(clock, takes=lambda n: 4)
        task = asyncio.ensure_future(
            ask_until_stopped(server, seen.append, seconds=3, clock=clock, stop=stop)
        )
        await clock.advance(at)
        stop.set()
        await clock.advance(ended - at)
        assert task.done()
        assert seen == shown

    asyncio.run(main())


def test_a_nap_ends_early_late_or_with_its_clock():
    async def main() -> None:
        clock, woken = StepClock(), asyncio.Event()
        early = asyncio.ensure_future(nap(clock, 5, woken=woken))
        await clock.advance(1)
        woken.set()
        await clock.settle()
        assert early.result() is True
        assert clock.sleepers == []
        assert await nap(clock, 5, woken=woken) is True
        woken.clear()
        late = asyncio.ensure_future(nap(clock, 5, woken=woken))
        await clock.advance(5)
        assert late.result() is False
        cancelled = asyncio.ensure_future(nap(clock, 5, woken=woken))
        closed = asyncio.ensure_future(nap(clock, 5, woken=woken))
        await clock.settle()
        cancelled.cancel()
        await clock.settle()
        assert len(clock.sleepers) == 1
        clock.close()
        await clock.settle()
        assert cancelled.cancelled()
        assert closed.cancelled()
        with pytest.raises(asyncio.CancelledError):
            await nap(clock, 5, woken=woken)

    asyncio.run(main())


class Watched:
    """A loop behind a gate, and what it did."""

    def __init__(self) -> None:
        self.clock, self.gate, self.shown = StepClock(moment=0), Gate(), []
        self.trace = Trace(clock=self.clock)
        self.server = Server(self.clock, takes=lambda n: 1)
        run = ask_while_watched(
            self.server,
            self.shown.append,
            seconds=9,
            clock=self.clock,
            gate=self.gate,
            lane=Lane("ada", self.trace),
        )
        self.task = asyncio.ensure_future(run)

    async def end(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


def test_a_hidden_loop_asks_nothing_and_catches_up_at_once():
    async def main() -> None:
        tab = Watched()
        await tab.clock.advance(12)
        tab.gate.hide()
        await tab.clock.advance(100)
        assert tab.server.asked == [0, 10]
        tab.gate.show()
        await tab.clock.advance(1)
        assert tab.server.asked == [0, 10, 112]
        assert tab.shown == [0, 1, 2]
        await tab.clock.advance(9)
        assert tab.server.asked == [0, 10, 112, 122]
        assert ("pause", 12, 112) in marks(tab.trace)
        await tab.end()

    asyncio.run(main())


def test_a_reply_from_before_the_pause_is_shown_but_does_not_count_as_catching_up():
    async def main() -> None:
        tab = Watched()
        await tab.clock.advance(0.25)
        tab.gate.hide()
        await tab.clock.advance(0.25)
        tab.gate.show()
        await tab.clock.advance(0.75)
        assert tab.server.asked == [0, 1]
        assert tab.shown == [0]
        await tab.end()

    asyncio.run(main())


def test_shown_and_hidden_again_before_the_loop_woke_asks_nothing():
    async def main() -> None:
        tab = Watched()
        await tab.clock.advance(2)
        tab.gate.hide()
        await tab.clock.advance(2)
        tab.gate.show()
        tab.gate.hide()
        await tab.clock.advance(50)
        assert tab.server.asked == [0]
        assert not tab.task.done()
        await tab.end()

    asyncio.run(main())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 12), st.booleans()), max_size=15))
def test_whatever_the_tab_does_the_loop_is_right(signals: list[tuple[float, bool]]):
    async def main() -> None:
        tab = Watched()
        hidden_since, spans = None, []
        for seconds, visible in signals:
            await tab.clock.advance(seconds)
            if visible:
                tab.gate.show()
                if hidden_since is not None:
                    spans.append((hidden_since, tab.clock()))
                hidden_since = None
            else:
                tab.gate.hide()
                hidden_since = tab.clock() if hidden_since is None else hidden_since
        tab.gate.show()
        back = tab.clock()
        await tab.clock.advance(2)
        assert not any(start < asked < end for asked in tab.server.asked for start, end in spans)
        if hidden_since is not None or (spans and spans[-1][1] == back):
            assert any(asked >= back for asked in tab.server.asked)
        assert tab.server.most == 1
        assert tab.shown == list(range(len(tab.shown)))
        await tab.end()

    asyncio.run(main())
