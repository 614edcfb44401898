"""The ``Retry-After`` header: how long a server asks us to stay away (RFC 9110 §10.2.3).

``Retry-After = HTTP-date / delay-seconds``. What enters: the header's text and the time of day. What leaves: seconds
from now, or ``None`` where the text is neither (RFC 9110: a recipient ignores what it cannot read).
"""

import re
from email.utils import mktime_tz, parsedate_tz

__all__ = ["retry_after"]

DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
DELAY = re.compile(r"[0-9]{1,18}")
DATE = re.compile(rf"({DAYS})[a-z]*,? .*[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}( .*)?")  # §5.6.7: all three formats


def retry_after(text: str | None, *, now: float) -> float | None:
    """Seconds from ``now`` (Unix time) until we may ask again, at least 0; ``None`` where nothing is asked of us."""
    text = (text or "").strip(" \t")
    if DELAY.fullmatch(text):
        return float(text)
    date = parsedate_tz(text) if DATE.fullmatch(text) else None
    if date is None:
        return None
    try:
        return max(0.0, mktime_tz((*date[:9], 0)) - now)  # an HTTP-date is always in GMT
    except (ValueError, OverflowError):
        return None
