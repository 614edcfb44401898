"""What the parts of a workload cost, and what a whole one cost when a tap counted it: bytes and requests.

Enters: a way, by its name. Leaves: for each part its price, on the chat's own settings. Nothing is timed: the same in
every run.
"""

from collections.abc import Mapping

from helpers.measure.counting import count, workload
from helpers.measure.setting import Setting
from helpers.measure.ways import WAYS

__all__ = ["Costs", "Pair", "costs_of", "counted"]

Pair = tuple[float, float]  # bytes both ways, requests
Costs = Mapping[str, Pair]
CHAT = Setting(every=3)


async def costs_of(way: str) -> Costs:
    """To arrive, a silent minute, a post, a message that one hears: out of counts with one client and with three."""
    one, three = [await count(WAYS[way], clients, CHAT) for clients in (1, 3)]
    hear = three.message.less(one.message).scaled(1 / 2)
    parts = {"arrive": one.arrive, "minute": one.minute, "post": one.message.less(hear), "hear": hear}
    return {name: (part.up + part.down, part.requests) for name, part in parts.items()}


async def counted(way: str, *, clients: int, minutes: int, messages: int) -> Pair:
    """A whole workload, in which clients of the chat do it all."""
    total = await workload(WAYS[way], CHAT, clients=clients, minutes=minutes, messages=messages)
    return total.up + total.down, total.requests
