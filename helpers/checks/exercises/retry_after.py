"""2E: what a server says about when to come back. Its 503s come over real connections, read in other time zones.

Not asked: dates in other forms or zones, dates that no calendar has, blanks around the value.
"""

import os
import random
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from email.utils import formatdate

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, type_name
from helpers.checks.judges.wire import Wire, replying
from helpers.protocols.http1 import header, parse_response_head

__all__ = ["RETRY_AFTER"]

REQUEST = b"GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
NOW = 784_111_717.0  # Sun, 06 Nov 1994 08:48:37 GMT
# In POSIX's own words, which need no table of zones and know no summer time: the name, then hours to the west.
ZONES = (("WEST8", "UTC-8", -8 * 3600.0), ("EAST-5:30", "UTC+5:30", 5.5 * 3600.0))

_DIGITS = "delay-seconds = 1*DIGIT: the digits 0 to 9, one or more. They are the seconds, as they stand."
_ONLY = "delay-seconds = 1*DIGIT: the digits 0 to 9 and nothing else. Python may read a number here; HTTP reads none."
_PAST = "That moment is past: 0, we may ask at once."


@dataclass(frozen=True, slots=True)
class Case:
    """A value (``None``: no header), what must come of it, why; ``wait`` from ``now`` to a date, also below 0."""

    text: str | None
    expected: float | None
    why: str
    now: float = NOW
    wait: float | None = None
    direct: bool = False  # no header can hold it: given as it is


def _date(wait: float, now: float = NOW) -> Case:
    why = f"A date as servers must send it. From now until then are {wait:.0f} s." if wait > 0 else _PAST
    return Case(formatdate(now + wait, usegmt=True), max(0.0, wait), why, now, wait)


def _cases() -> Iterator[Case]:
    yield Case("120", 120, _DIGITS)
    yield Case("0", 0, "0 is an answer: ask again at once. `if not …` mistakes it for None.")
    yield Case(None, None, "There is no such header: None.")
    for text in ("soon", "", "9 s"):
        yield Case(text, None, "Neither a number of seconds nor a date: None.")
    yield from map(_date, (60.0, -2917.0, 0.0, -1.0, 86_400.0, 162_573_082.0))
    yield Case("Sun, 06 Foo 1994 08:49:37 GMT", None, "There is no such month, so it is no date: None.")
    yield Case("007", 7, f"{_DIGITS} Zeros in front are digits too.")
    for text in ("-5", "+5", "5.5", "5.0", "1e3", "1_000", "inf", "nan", "-0", "²", "٣", "१२"):
        yield Case(text, None, _ONLY, direct=text > "\xff")
    source = random.Random("retry_after")
    for _ in range(20):
        now, text = float(source.randrange(1 << 31)), str(source.randrange(1 << source.randrange(1, 30)))
        at = source.randrange(len(text) + 1)
        yield _date(float(source.randrange(-1000, 40_000_000)), now)
        yield Case(text, float(text), _DIGITS, now)
        yield Case(text[:at] + source.choice("+-_.,e:/x²") + text[at:], None, _ONLY, now)


async def _judge(trial: Trial) -> None:
    cases = list(_cases())
    trial.total = len(cases)

    async def respond(head: bytes) -> bytes:
        line = "" if case.text is None or case.direct else f"Retry-After: {case.text}\r\n"
        return f"HTTP/1.1 503 Service Unavailable\r\n{line}Content-Length: 0\r\n\r\n".encode("latin-1")

    async with Wire(replying(respond)) as server:
        for number, case in enumerate(cases):
            heard = header(parse_response_head(await server.say(REQUEST)).headers, "Retry-After")
            text = case.text if case.direct else heard
            zone, called, offset = ZONES[number % 2]
            written = f"{trial.written(text, case.now)}, on a machine in {called}"
            outcome = await _abroad(zone, trial.attempt(text, case.now, case=written))
            if outcome.error is not None:
                trial.fail(f"Your code raised {outcome.reason}. {case.why}")
            _compare(trial, case, outcome.value, offset)
            trial.done += 1


async def _abroad(zone: str, attempt: Awaitable[Outcome]) -> Outcome:
    """What comes of it where this process runs in another time zone."""
    before = os.environ.get("TZ")
    _set_zone(zone)
    try:
        return await attempt
    finally:
        _set_zone(before)


def _set_zone(name: str | None) -> None:
    os.environ.pop("TZ", None)
    if name is not None:
        os.environ["TZ"] = name
    if hasattr(time, "tzset"):  # not on Windows, where no answer is called either
        time.tzset()


def _compare(trial: Trial, case: Case, value: object, offset: float) -> None:
    wanted = case.expected
    pair = (Said(describe(value)), Said("None" if wanted is None else f"{wanted:.0f}"))
    if value is None or wanted is None:
        if value is not wanted:
            trial.fail(f"Your function returned None. {case.why}" if value is None else case.why, pair=pair)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        trial.fail(f"Your function returned {type_name(value)}, expected a number of seconds.")
    elif value != wanted:
        given = float(max(min(value, 1e300), -1e300))  # an int may be too long for a float
        trial.fail(_about(case, given, offset), pair=pair)


def _about(case: Case, given: float, offset: float) -> str:
    """What learners do with a date."""
    if case.wait is None:
        return case.why
    if given in (case.wait - offset, max(0.0, case.wait - offset), case.wait + offset):
        return f"A date in HTTP is GMT wherever it is read. Yours is {abs(offset) / 3600:g} hours off: local time."
    if given < 0:
        return f"{_PAST} Not a negative number."
    if given == case.now + case.wait:
        return "That is the moment itself, as Unix time. How long is it from `now`?"
    if abs(given - max(0.0, case.now + case.wait - time.time())) < 60:
        return f"{case.why} Count from `now`, which you are given, not from the clock of this machine."
    return case.why


RETRY_AFTER = Exercise(
    name="retry_after",
    lesson="2E",
    title="Read Retry-After",
    task='Nothing is written yet. Begin with a number of seconds: "120" gives 120.',
    hints=(
        're.fullmatch("[0-9]+", text) asks for digits and nothing else; int(), float(), isdigit() and \\d take more.',
        "email.utils.parsedate_to_datetime reads the date with its zone, where strptime forgets it. It raises "
        "ValueError for what is no date.",
        "Its .timestamp() is Unix time: max(0, … - now). Ask for None first, which neither of the two can read.",
    ),
    rfc="RFC 9110 §10.2.3",
    judge=_judge,
    praise="Seconds, dates and nonsense came over the wire, and mean the same in every time zone.",
)
