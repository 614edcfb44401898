"""6A: the cost of a workload, worked out of the costs of its parts, and compared with what a tap counted.

The parts are measured before the first check of a session; so is a workload, in which clients of the chat do it all.
"""

from collections.abc import Mapping
from functools import partial

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import rounded
from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["LOADS", "WAYS", "judge", "ours"]

Pair = tuple[float, float]  # bytes, requests
Costs = Mapping[str, Pair]
WAYS = ("websocket", "sse", "polling")
LOADS = ((1, 2, 0), (4, 1, 0), (1, 0, 3), (3, 2, 4))  # clients, minutes, messages


def _sum(
    costs: Costs, clients: float, minutes: float, messages: float, *, hear: float, post: float = 1
) -> Pair:
    parts = {"arrive": clients, "minute": clients * minutes, "post": messages * post, "hear": messages * hear}
    first, second = (round(sum(costs[name][at] * times for name, times in parts.items()), 6) for at in (0, 1))
    return first, second


def ours(costs: Costs, clients: int, minutes: int, messages: int) -> Pair:
    """What it costs."""
    return _sum(costs, clients, minutes, messages, hear=clients)


explain = mistakes(
    (lambda c, n, m, k: _sum(c, n, m, k, hear=1), "Every client hears every message, the one who posts too."),
    (lambda c, n, m, k: _sum(c, n, m, k, hear=n - 1), "Who posts hears the own message as well."),
    (lambda c, n, m, k: _sum(c, n, m, k, hear=n, post=n), "One client posts a message, not all of them."),
    (lambda c, n, m, k: _sum(c, n, m / n, k, hear=n), "Every client is silent by itself: clients times minutes."),
    (lambda c, n, m, k: _sum({**c, "arrive": (0, 0)}, n, m, k, hear=n), "All of them had to arrive first."),
    (lambda c, n, m, k: _sum({**c, "arrive": (c["arrive"][0] / n, c["arrive"][1] / n)}, n, m, k, hear=n),
     "Every client arrives."),
    (lambda c, n, m, k: (ours(c, n, m, k)[0],) * 2, "Those are the bytes twice: requests stand second."),
    (lambda c, n, m, k: ours(c, n, 60 * m, k), "`minute` is what a whole minute costs, not a second."),
    (lambda c, n, m, k: ours(c, n, m, k)[::-1], "Bytes first, then requests."),
)  # fmt: skip


def _case(load: tuple[int, int, int], way: str, costs: Costs, whole: Pair) -> Case:
    clients, minutes, messages = load
    about = f"{way}, {clients} client{'s' * (clients > 1)}, {minutes} minutes, {messages} messages: {costs}"
    why = f"A tap counted {whole[0]:,.0f} bytes and {whole[1]:,.0f} requests." if load == LOADS[-1] else ""
    return Case((costs, *load), why, about=about)


async def judge(trial: Trial) -> None:
    """Compare with what was measured."""
    if not _MEASURED:
        _MEASURED.extend([await _measure(way) for way in WAYS])
        trial.children.budget.restart()
    cases = [_case(load, *way) for load in LOADS for way in _MEASURED]
    await on_cases(ours, cases, explain, read=partial(rounded, places=6))(trial)


async def _measure(way: str) -> tuple[str, Costs, Pair]:
    from helpers.measure.parts import costs_of, counted

    clients, minutes, messages = LOADS[-1]
    return way, await costs_of(way), await counted(way, clients=clients, minutes=minutes, messages=messages)


_MEASURED: list[tuple[str, Costs, Pair]] = []
