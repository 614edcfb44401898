"""The same chat behind what stands on the way: a proxy that gives up quiet connections, one that collects replies,
and a slow line that loses packets.

The first and the last are models on a step clock, so that minutes take no minutes and two runs are the same. The
proxy that collects is a real nginx, where it is installed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, closing
from dataclasses import dataclass
from random import Random

from helpers.chat.domain import Chat, Page, Post
from helpers.loops.clock import Clock, StepClock, WallClock
from helpers.loops.loop_clock import parting
from helpers.measure.line import Line, SlowLine
from helpers.measure.listener import Listener
from helpers.measure.setting import Setting
from helpers.measure.ways import Way, serve_way
from helpers.net import Server, Tap, tap
from helpers.net.nginx import nginx
from helpers.net.registry import registry
from helpers.trace import Arrival

__all__ = ["UPGRADE", "Quiet", "behind_nginx", "behind_timeout", "over_line"]

LOOK = 5.0  # s of the clock between two looks for quiet connections
LOST = 60  # s after a post
NO_WAY_IN = "no word from the server"
SOON = 1.0  # s of real time in which a message should be there
# nginx asks in HTTP/1.0 and takes nobody over, unless it is told so
UPGRADE = (
    "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"
)


@dataclass(frozen=True, slots=True)
class Quiet:
    """What became of a silent line: how often it was ``cut``, and how late (s) a message after it came, if it did."""

    cut: int
    late: float | None


async def behind_timeout(
    way: Way,
    setting: Setting,
    *,
    timeout: float = 30.0,
    seconds: float = 120.0,
    tell: Callable[[Quiet], object] = lambda quiet: None,
) -> Quiet:
    """One client behind a proxy that cuts what is quiet for ``timeout`` s; after ``seconds`` somebody posts. It is
    told what came of it before anybody says goodbye."""
    with closing(way.clock()) as clock:
        chat = Chat("epoch", clock)
        wire = await tap("impatient", await serve_way(way, chat, setting, clock, []), clock=clock)
        listener = _Dated("Ada", way, wire.url("/"), setting, clock)
        async with aclosing(wire), listener, parting(clock):
            await clock.settle()
            cut = await _quiet(wire, clock, timeout=timeout, seconds=seconds)
            quiet = Quiet(cut, await _lateness(chat, clock, listener))
            tell(quiet)
        await registry().find(Server, way.name).aclose()
    return quiet


async def _quiet(wire: Tap, clock: StepClock, *, timeout: float, seconds: float) -> int:
    """Let time pass; how many connections were cut because nothing had passed on them for so long."""
    cut = 0
    for _ in range(round(seconds / LOOK)):
        await clock.advance(LOOK)
        last = {number: _last(wire, number) for number in tuple(wire.links)}
        for number in [number for number, at in last.items() if clock() - at >= timeout]:
            wire.cut(connection=number)
            cut += 1
        await clock.settle()
    return cut


def _last(wire: Tap, number: int) -> float:
    """When something passed on a connection."""
    arrivals = (one for one in reversed(wire.trace.records) if isinstance(one, Arrival))
    return next((one.time for one in arrivals if one.connection == number), 0.0)


async def _lateness(chat: Chat, clock: StepClock, listener: "_Dated") -> float | None:
    """How many seconds after its post a message is there; ``None``: it has got lost, and nobody has noticed."""
    chat.post(Post("after-silence", "Eve", "0"))
    for _ in range(LOST):
        await clock.advance(1)
        if listener.ages:
            return listener.ages[-1]
    return None


async def over_line(
    way: Way,
    setting: Setting,
    line: Line,
    *,
    messages: int = 20,
    seconds: float = 60.0,
    tell: Callable[[list[float]], object] = lambda ages: None,
) -> list[float]:
    """How late (s) each of some messages is for one client at the far end of ``line``, which is a model. It is told
    before anybody says goodbye."""
    random = Random("line")
    with closing(way.clock()) as clock:
        chat = Chat("epoch", clock)
        server = await serve_way(way, chat, setting, clock, [])
        wire = await registry().replace(SlowLine("slow line", server, line, clock=clock))
        await wire.listen()
        wire.delay(line.delay)
        listener = _Dated("Ada", way, wire.url("/"), setting, clock)
        async with aclosing(wire), listener, parting(clock):
            await clock.advance(10)
            for number in range(messages):
                await clock.advance(seconds / messages * random.uniform(0.5, 1.5))
                chat.post(Post(f"key-{number}", "Eve", "0"))
            await clock.advance(30)
            tell(listener.ages)
        await server.aclose()
    return listener.ages


class _Dated(Listener):
    """Notes the age of each message on the chat's own clock."""

    def __init__(self, name: str, way: Way, url: str, setting: Setting, clock: Clock) -> None:
        super().__init__(name, way.connect(url, setting, clock))
        self.ages: list[float] = []
        self._clock = clock

    def deliver(self, page: Page) -> None:
        """Take a page."""
        known = len(self.messages)
        super().deliver(page)
        self.ages += [self._clock() - message.time for message in self.messages[known:]]


async def behind_nginx(way: Way, setting: Setting, more: str = "") -> str:
    """What a client sees through a real nginx: "at once", "nothing within …", or that it never came in."""
    wait = SOON + setting.every * way.on_a_timer
    async with _proxied(way, setting, more) as (chat, listener):
        if not await _within(wait, listener.tried()):
            return NO_WAY_IN
        chat.post(Post("through", "Eve", "0"))
        if not await _within(wait, listener.seen(len(listener.messages) + 1)):
            return f"nothing within {SOON:g} s"
        return "when it asks" if way.on_a_timer else "at once"


async def _within(seconds: float, coming: Awaitable[object]) -> bool:
    """Whether something comes, and is not nothing, in so many seconds of real time."""
    try:
        async with asyncio.timeout(seconds):
            return bool(await coming)
    except TimeoutError:
        return False


@asynccontextmanager
async def _proxied(way: Way, setting: Setting, more: str) -> AsyncIterator[tuple[Chat, Listener]]:
    chat = Chat("epoch", lambda: 0.0)
    server = await serve_way(way, chat, setting, WallClock(), [])
    async with aclosing(server), nginx(server, more) as url:
        listener = Listener("Ada", way.connect(url, setting, WallClock()))
        listener.start()
        try:
            yield chat, listener
        finally:  # both at once: a poll waits for its answer, and a stream for who reads it
            await asyncio.shield(asyncio.gather(listener.aclose(), server.aclose()))
