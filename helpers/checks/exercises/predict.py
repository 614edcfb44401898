"""6A: the cost of a workload, worked out of the costs of its parts, and compared with what a tap counted.

The parts are measured before the first check of a session; so is a workload, in which clients of the chat do it all.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from helpers.checks.engine.exercise import Trial
from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["costs_of", "judge"]

Pair = tuple[float, float]  # bytes, requests
Costs = Mapping[str, Pair]
NEAR = 0.05  # a message also ends a silence early: that much is left to it
WAYS = ("websocket", "sse", "polling")
HUGE = 1e15  # where a float no longer knows every whole number
LOADS = ((1, 2, 0), (4, 1, 0), (1, 0, 3), (3, 2, 4))  # clients, minutes, messages


def _sum(
    costs: Costs, clients: float, minutes: float, messages: float, *, hear: float, post: float = 1
) -> Pair:
    parts = {"arrive": clients, "minute": clients * minutes, "post": messages * post, "hear": messages * hear}
    first, second = (round(sum(costs[name][at] * times for name, times in parts.items()), 6) for at in (0, 1))
    return first, second


def _ours(costs: Costs, clients: int, minutes: int, messages: int) -> Pair:
    return _sum(costs, clients, minutes, messages, hear=clients)


explain = mistakes(
    (lambda c, n, m, k: _sum(c, n, m, k, hear=1), "Every client hears every message, the one who posts too."),
    (lambda c, n, m, k: _sum(c, n, m, k, hear=n - 1), "Who posts hears the own message as well."),
    (lambda c, n, m, k: _sum(c, n, m, k, hear=n, post=n), "One client posts a message, not all of them."),
    (lambda c, n, m, k: _sum(c, n, m / n, k, hear=n), "Every client is silent by itself: clients times minutes."),
    (lambda c, n, m, k: _sum({**c, "arrive": (0, 0)}, n, m, k, hear=n), "All of them had to arrive first."),
    (lambda c, n, m, k: _sum({**c, "arrive": (c["arrive"][0] / n, c["arrive"][1] / n)}, n, m, k, hear=n),
     "Every client arrives."),
    (lambda c, n, m, k: (_ours(c, n, m, k)[0],) * 2, "Those are the bytes twice: requests stand second."),
    (lambda c, n, m, k: _ours(c, n, 60 * m, k), "`minute` is what a whole minute costs, not a second."),
    (lambda c, n, m, k: _ours(c, n, m, k)[::-1], "Bytes first, then requests."),
)  # fmt: skip


async def costs_of(way: str) -> Costs:
    """What each part costs, from two counts: with one client, and with three."""
    from helpers.measure.counting import Traffic, count
    from helpers.measure.setting import Setting
    from helpers.measure.ways import WAYS as KNOWN

    one, three = [await count(KNOWN[way], clients, Setting(every=3)) for clients in (1, 3)]
    hear = three.message.less(one.message).scaled(1 / 2)
    parts: Mapping[str, Traffic] = {
        "arrive": one.arrive,
        "minute": one.minute,
        "post": one.message.less(hear),
    }
    return {name: (part.up + part.down, part.requests) for name, part in {**parts, "hear": hear}.items()}


def _cases(known: Mapping[str, Costs], counted: Mapping[str, Pair]) -> Iterator[Case]:
    for load, way in product(LOADS, known):
        clients, minutes, messages = load
        about = f"{way}, {clients} client{'s' * (clients > 1)}, {minutes} minutes, {messages} messages: {known[way]}"
        was = (
            f"A tap counted {counted[way][0]:,.0f} bytes and {counted[way][1]:,.0f} requests."
            if load == LOADS[-1]
            else ""
        )
        yield Case((known[way], *load), was, about=about)


async def judge(trial: Trial) -> None:
    """Compare with what was measured."""
    if not _MEASURED:
        _MEASURED.append(await _measure())
        trial.children.budget.restart()
    known, counted = _MEASURED[0]
    await on_cases(_ours, _cases(known, counted), explain, read=_read)(trial)


async def _measure() -> tuple[Mapping[str, Costs], Mapping[str, Pair]]:
    """What the parts cost, and a workload: what the sum says is what the tap counted, within some per cent."""
    from helpers.measure.counting import workload
    from helpers.measure.setting import Setting
    from helpers.measure.ways import WAYS as KNOWN

    known = {way: await costs_of(way) for way in WAYS}
    counted: dict[str, Pair] = {}
    clients, minutes, messages = LOADS[-1]
    for way in WAYS:
        total = await workload(
            KNOWN[way], Setting(every=3), clients=clients, minutes=minutes, messages=messages
        )
        counted[way] = total.up + total.down, total.requests
        if abs(_ours(known[way], *LOADS[-1])[0] - counted[way][0]) > NEAR * counted[way][0]:
            raise RuntimeError(
                f"{way}: the tap counted {counted[way]}, the sum is {_ours(known[way], *LOADS[-1])}"
            )
    return known, counted


_MEASURED: list[tuple[Mapping[str, Costs], Mapping[str, Pair]]] = []


def _read(value: object) -> object:
    """Numbers to six places."""
    if isinstance(value, tuple | list) and all(
        isinstance(one, int | float) and abs(one) < HUGE for one in value
    ):
        return tuple(round(float(one), 6) for one in value)
    return value
