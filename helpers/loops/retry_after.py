"""The ``Retry-After`` header: how long a server asks us to stay away (RFC 9110 §10.2.3).

``Retry-After = HTTP-date / delay-seconds``. What enters: the header's text and the time of day. What leaves: seconds
from now, or ``None`` where the text is neither (RFC 9110: a recipient ignores what it cannot read).
"""

import re
from datetime import UTC, datetime

__all__ = ["retry_after"]

DELAY = re.compile(r"[0-9]{1,18}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS, LONG_DAYS = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH, TIME = f"(?P<month>{'|'.join(MONTHS)})", "(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
DATES = (  # §5.6.7: a recipient accepts all three formats; each is in UTC, whether it says so or not
    re.compile(f"{DAYS}, (?P<day>[0-9]{{2}}) {MONTH} (?P<year>[0-9]{{4}}) {TIME} GMT"),
    re.compile(f"{LONG_DAYS}, (?P<day>[0-9]{{2}})-{MONTH}-(?P<year>[0-9]{{2}}) {TIME} GMT"),
    re.compile(f"{DAYS} {MONTH} (?P<day>[0-9]{{2}}| [0-9]) {TIME} (?P<year>[0-9]{{4}})"),
)


def retry_after(text: str | None, *, now: float) -> float | None:
    """Seconds from ``now`` (Unix time) until we may ask again, at least 0; ``None`` where nothing is asked of us."""
    text = (text or "").strip(" \t")
    if DELAY.fullmatch(text):
        return float(text)
    date = next(filter(None, (known.fullmatch(text) for known in DATES)), None)
    moment = _moment(date.groupdict(), now) if date else None
    return None if moment is None else max(0.0, moment - now)


def _moment(parts: dict[str, str], now: float) -> float | None:
    """The Unix time of a date; ``None`` where there is no such day or time."""
    day, hour, minute, second = (int(parts[name]) for name in ("day", "hour", "minute", "second"))
    month, leap = MONTHS.index(parts["month"]) + 1, second == 60  # a leap second is a second of the grammar
    try:
        date = datetime(_year(parts["year"], now), month, day, hour, minute, second - leap, tzinfo=UTC)
    except ValueError:
        return None
    return date.timestamp() + leap


def _year(digits: str, now: float) -> int:
    """§5.6.7: two digits that seem to be more than 50 years ahead mean the past."""
    if len(digits) == 4:
        return int(digits)
    latest = datetime.fromtimestamp(now, UTC).year + 50
    return latest - (latest - int(digits)) % 100
