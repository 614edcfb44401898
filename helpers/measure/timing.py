"""The load's process: so many clients of a server in another process, and how late each of them heard each message.

Posts leave at moments that are fixed beforehand, whatever the replies do: who waits for a slow reply before it posts
again would not see what it does to others. All times are of this process's clock.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from helpers.loops.clock import WallClock
from helpers.measure.listener import Listener, listening, moment
from helpers.measure.served import Asked
from helpers.measure.setting import Setting, Size
from helpers.measure.ways import Way

if TYPE_CHECKING:
    from hdrh.histogram import HdrHistogram

__all__ = ["Times", "histogram", "load"]

LONGEST = 600_000_000  # µs
WARM_UP = 3  # messages
PATIENCE = 60.0  # s


def histogram() -> "HdrHistogram":
    """From 1 µs to ten minutes, to three digits."""
    from hdrh.histogram import HdrHistogram  # compiled: a lesson in a browser tab begins without it

    return HdrHistogram(1, LONGEST, 3)


@dataclass(frozen=True, slots=True)
class Times:
    """``late``: each delivery in µs, as an encoded histogram. ``cpu``: s of the server for a message.

    ``memory``: bytes of the server for a connection; ``None`` where there were too few to tell.
    """

    late: str
    deliveries: int
    cpu: float
    memory: float | None
    raw: Sequence[float] = field(default=(), repr=False)  # s: what the histogram was made of

    def as_json(self) -> dict[str, Any]:
        """A plain object."""
        return {
            "late": self.late,
            "deliveries": self.deliveries,
            "cpu": self.cpu,
            "memory": self.memory,
        }


async def load(
    way: Way, size: Size, setting: Setting, asked: Asked, *, tell: Callable[[Times], object], seed: str
) -> Times:
    """Listen with all of ``size``, post its messages, and ``tell`` what came of it before anybody says goodbye."""
    connect = partial(way.connect, f"http://127.0.0.1:{await asked.port()}/", setting, WallClock())
    async with asyncio.timeout(PATIENCE + size.seconds), listening(1, connect) as first:
        for _ in range(WARM_UP):
            await first[0].post(moment())
        few = await asked.memory()
        async with listening(size.clients - 1, connect, over=setting.every * way.on_a_timer) as others:
            await first[0].seen(WARM_UP)
            many, cpu = await asked.memory(), await asked.cpu()
            everybody = first + others
            await _post(everybody, size, max(size.seconds, setting.every * way.on_a_timer), Random(seed))
            cpu = await asked.cpu() - cpu
            grown = (many - few) / len(others) if size.clients >= 50 else None
            times = _times(everybody, cpu / size.messages, grown)
            tell(times)
    return times


async def _post(everybody: Sequence[Listener], size: Size, seconds: float, random: Random) -> None:
    """Post at moments of chance, one in each of as many equal parts of the time; wait until all have heard all."""
    heard = [len(one.messages) + size.messages for one in everybody]
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with asyncio.TaskGroup() as posts:
        for number in range(size.messages):
            at = begun + seconds * (number + random.random()) / size.messages
            await asyncio.sleep(at - loop.time())
            posts.create_task(everybody[0].post(moment()))
    await asyncio.gather(*(one.seen(count) for one, count in zip(everybody, heard, strict=True)))


def _times(everybody: Sequence[Listener], cpu: float, memory: float | None) -> Times:
    known = WARM_UP  # by all: the history has them
    late = [seconds for one in everybody for seconds in one.late[known:]]
    counted = histogram()
    for seconds in late:
        counted.record_value(max(1, round(seconds * 1e6)))
    return Times(counted.encode().decode(), len(late), cpu, memory, late)
