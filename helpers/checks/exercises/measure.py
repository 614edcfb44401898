"""2A: what polling costs and how old its answers are, read out of a log; clients make it over real connections."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import fmean, median

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import describe, rounded, same, type_name
from helpers.checks.exercises.pollers import Poll, Pollers, record
from helpers.checks.judges.cases import Case, Explain, mistakes, on_cases

__all__ = ["judge"]

Log = list[Poll]
PLACES = 9  # to which numbers are compared
SCENES = (
    Pollers("one client asks, then sleeps 3.3 s", 3.3, (0.9,), (2, 2.8, 7), lasts=12),
    Pollers("nobody says anything", 3, (1,), starts=(2,), lasts=10),
    Pollers("the history comes too, and a message of the first moment", 3, (1,), (-9, 0, 2, 7.5), (2,), 11),
    Pollers("three clients begin at different moments", 3, (1,), (2, 6.3), (1, 1.5, 3), lasts=9),
    Pollers("one's request leaves when the other's reply comes", 1, (1,), (1.5,), (1, 2), lasts=7),
    Pollers("at a fixed rate of 1 s, replies take 2.4 s", 1, (2.4,), (2.2, 4), (1,), lasts=9, waits=False),
    Pollers("at a fixed rate of 1 s, each third reply takes 3 s", 1, (0.5, 0.5, 3), (3.2,), (1,), 6.6, False),
    Pollers("a single request", 9, (1,), (1.25,), (1,), lasts=3),
    Pollers("no request yet", 9, (9,), lasts=1),
)


def _load(log: Log, *, gaps: int = 1, seconds: int = 60, until: float | None = None) -> float | None:
    if len(log) < 2:
        return None
    asked = [poll[0] for poll in log]
    return seconds * (len(log) - gaps) / ((max(asked) if until is None else until) - min(asked))


def _ages(log: Log, *, late: int = 1, since: float | None = None) -> list[float]:
    begun = min((poll[0] for poll in log), default=0.0) if since is None else since
    return [(read if late else asked) - one for asked, read, said in log for one in said if one >= begun]


def _most(log: Log, *, touching: bool = False) -> int:
    together = [sum(one <= start < end + touching * 1e-9 for one, end, _ in log) for start, _, _ in log]
    return max(together, default=0)


def _about(*table: tuple[Callable[[Log], object], str]) -> Explain:
    return mistakes(*((lambda log, wrong=wrong: rounded(wrong(log), PLACES), why) for wrong, why in table))


LOAD = _about(
    (lambda log: _load(log, gaps=0), "Between n requests lie n - 1 gaps: divide those by the time."),
    (lambda log: _load(log, seconds=1), "Those are requests a second; a minute has 60."),
    (lambda log: _load(log, until=log[-1][1]), "The time ends with the last request; its reply comes later."),
    (lambda log: _load(log, until=log[-1][0]), "Replies overtake: the last in the log answers an earlier request."),
    (lambda log: 0 if len(log) < 2 else ..., "Fewer than two requests have no rate yet: None, not 0."),
)  # fmt: skip
STALENESS = _about(
    (lambda log: ... if _ages(log) else 0, "Nothing was said, so nothing has an age: None, not 0."),
    (lambda log: fmean(_ages(log, since=-1e9)), "What was said before the first request is history: leave it out."),
    (lambda log: fmean(_ages([p], since=0)[0] for p in log if p[2]), "All messages count, not a poll's first alone."),
    (lambda log: fmean(fmean(_ages([p], since=0)) for p in log if p[2]), "Each message counts once: in a mean of the "
     "polls' means one that came alone weighs more."),
    (lambda log: sum(_ages(log)) / len(log), "Divide by the messages, not by the polls: most of those are empty."),
    (lambda log: fmean(_ages(log, late=0)), "A message is read when the reply is there, not when it was asked for."),
    (lambda log: median(_ages(log)), "That is the median; the mean is asked for."),
)  # fmt: skip
MOST = _about(
    (lambda log: _most(log, touching=True), "A request that leaves just when another's reply comes is alone."),
    (len, "That is how many there were. How many of them had no reply yet, at the worst moment?"),
)  # fmt: skip
PARTS = (
    ("load", LOAD, "How many requests a minute, from the first request to the last?"),
    ("staleness", STALENESS, "The mean age of the messages when they were read."),
    ("most", MOST, "Look at each moment in which a request leaves: how many have no reply yet?"),
)


def _explain(case: Case, value: tuple[object, ...]) -> str:
    if len(value) != len(PARTS):
        return f"Your function returned {len(value)} values, expected three: load, staleness and most."
    for (name, explain, why), given, wanted in zip(PARTS, value, case.expected, strict=True):
        if same(given, wanted):
            continue
        if not (given is None or isinstance(given, int | float)):
            return f"Your {name} is {type_name(given)}, expected a number, or None where there is none."
        if any(given == round(wanted or 0, places) for places in range(8)) and wanted:
            return f"Your {name} is rounded. Give the number as it comes, and round it when you show it."
        return f"Your {name} is not right. {explain(replace(case, expected=wanted), given) or why}"
    return ""


async def judge(trial: Trial) -> None:
    """The logs are recorded anew, and read by the answer and by us."""
    logs = [(scene.about, await record(scene)) for scene in SCENES]
    cases = [Case((log,), about=f"{about}: {describe(log, limit=200)}") for about, log in logs]
    await on_cases(_right, cases, _explain, read=partial(rounded, places=PLACES))(trial)


def _right(log: Log) -> object:
    staleness = fmean(ages) if (ages := _ages(log)) else None
    return rounded((_load(log), staleness, _most(log)), PLACES)
