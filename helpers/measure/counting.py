"""Bytes and requests, counted by a tap: to arrive, in an idle minute, for a message. The same in every run.

Server, tap and clients share one loop and one step clock, since nothing here is timed: a minute of silence takes no
minute. One cycle of silence is counted, and scaled to a minute.
"""

from collections.abc import Callable
from contextlib import aclosing, closing
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice

from helpers.chat.domain import Chat
from helpers.loops.clock import StepClock
from helpers.loops.loop_clock import parting
from helpers.measure.listener import Listener, listening
from helpers.measure.setting import Setting
from helpers.measure.ways import Way, serve_way
from helpers.net import Tap, stop_all, tap
from helpers.net.watchdog import unwatch
from helpers.protocols.splitter import Splitter
from helpers.trace import Arrival, Trace
from helpers.vocabulary import Side

__all__ = ["Counts", "Tally", "Traffic", "count", "workload"]

NOW = 1_750_000_000.25  # of every message, so that all have the same length
MINUTE = 60.0
MESSAGES = 3
REQUESTS = {"HTTP head", "HEADERS frame"}


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes that clients sent (``up``) and got (``down``), and requests among them."""

    up: float
    down: float
    requests: float

    def less(self, other: "Traffic", *, times: float = 1.0) -> "Traffic":
        """What is left without ``times`` of another."""
        return Traffic(
            self.up - times * other.up,
            self.down - times * other.down,
            self.requests - times * other.requests,
        )

    def scaled(self, factor: float) -> "Traffic":
        """So many times as much."""
        return Traffic(*(round(factor * value, 6) for value in (self.up, self.down, self.requests)))


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all clients together: what they pay to ``arrive``, for a ``minute`` of silence, and for one ``message``.

    A message is posted by one and heard by all; what silence would have cost meanwhile is taken off.
    """

    arrive: Traffic
    minute: Traffic
    message: Traffic

    def as_json(self) -> dict[str, object]:
        """A plain object."""
        return asdict(self)


class Tally:
    """Counts what a trace holds, and goes on where it stopped."""

    def __init__(self, trace: Trace) -> None:
        self._trace, self._read = trace, 0
        self._cutters: dict[int, Splitter] = {}
        self._sizes, self._requests = dict.fromkeys(Side, 0), 0

    def so_far(self) -> Traffic:
        """All that has travelled."""
        for record in islice(self._trace.records, self._read, None):
            self._read += 1
            if isinstance(record, Arrival) and record.data:
                self._take(record)
        return Traffic(self._sizes[Side.CLIENT], self._sizes[Side.SERVER], self._requests)

    def _take(self, arrival: Arrival) -> None:
        self._sizes[arrival.side] += len(arrival.data)
        cutter = self._cutters.setdefault(arrival.connection, Splitter())
        units = cutter.receive_data(arrival.side, arrival.data)
        self._requests += sum(unit.side is Side.CLIENT and unit.word in REQUESTS for unit in units)


async def count(
    way: Way,
    clients: int,
    setting: Setting,
    *,
    idle: float | None = None,
    log: list[str] | None = None,
    tell: Callable[[Counts], object] = lambda counts: None,
) -> Counts:
    """Count ``way`` with so many clients, and ``tell`` before anybody says goodbye; ``idle``: seconds of silence to
    count instead of one cycle. Each request leaves a line in ``log``."""
    log = [] if log is None else log
    with closing(way.clock()) as clock:
        server = await serve_way(way, Chat("epoch", lambda: NOW), setting, clock, log)
        wire = await tap("counted", server, clock=clock)
        unwatch(server)  # who counts what a thousand sent may block this loop
        connect = partial(way.connect, wire.url("/"), setting, clock)
        try:
            async with aclosing(wire), listening(clients, connect) as everybody, parting(clock):
                counts = Counts(*await _phases(way, wire, clock, everybody, setting, idle))
                tell(counts)
        finally:
            await stop_all()
    return counts


async def _phases(
    way: Way, wire: Tap, clock: StepClock, everybody: list[Listener], setting: Setting, idle: float | None
) -> tuple[Traffic, Traffic, Traffic]:
    cycle = way.cycle(setting)
    pause = 2 * cycle if way.on_a_timer else 0.0  # until silence costs again what it did before the message
    idle, tally = idle or cycle, Tally(wire.trace)
    await clock.settle()
    arrived = tally.so_far()
    await _say(clock, everybody)  # the first message opens what the later ones find open
    await clock.advance(2 * cycle)
    before = tally.so_far()
    await clock.advance(idle)
    silent = tally.so_far()
    for _ in range(MESSAGES):
        await _say(clock, everybody, pause)
    silence = silent.less(before)
    said = tally.so_far().less(silent).less(silence, times=MESSAGES * pause / idle)
    return arrived, silence.scaled(MINUTE / idle), said.scaled(1 / MESSAGES)


async def _say(clock: StepClock, everybody: list[Listener], pause: float = 0.0) -> None:
    """One posts, all hear it: at once, or when their timers ring."""
    heard = len(everybody[0].messages) + 1
    await everybody[0].post(f"{heard:020d}")  # no time in it: what is compressed has to have one length, too
    await clock.advance(pause)
    if pause and any(len(one.messages) != heard for one in everybody):
        raise RuntimeError(f"a message did not reach all of {len(everybody)} clients")


async def workload(way: Way, setting: Setting, *, clients: int, minutes: float, messages: int) -> Traffic:
    """All that some clients send and get who arrive, and hear ``messages`` within so many minutes."""
    pause = way.cycle(setting) if way.on_a_timer else 0.0
    with closing(way.clock()) as clock:
        server = await serve_way(way, Chat("epoch", lambda: NOW), setting, clock, [])
        wire = await tap("workload", server, clock=clock)
        connect = partial(way.connect, wire.url("/"), setting, clock)
        async with aclosing(wire), listening(clients, connect) as everybody, parting(clock):
            for _ in range(messages):
                await _say(clock, everybody, pause)
            await clock.advance(minutes * MINUTE - messages * pause)
            total = Tally(wire.trace).so_far()
        await server.aclose()
    return total
