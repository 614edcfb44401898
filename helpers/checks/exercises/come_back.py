"""2E: when to come back to a server that says when. It tells everybody the same, and it may be wrong."""

from collections.abc import Iterator
from email.utils import formatdate

from helpers.checks.judges.draws import Draw, on_draws

__all__ = ["judge"]

NOW = 784_111_717  # Sun, 06 Nov 1994 08:48:37 GMT
CROWD = "The server says this to everybody, and all come back in the same moment: a jitter goes on top."
FAR = "No server may send us away for more than an hour: 3600 s, and the jitter on top."
NO_DATES = ("Sun, 06 Foo 1994 08:49:37 GMT", "Wed, 21 Oct 2015 25:61:00 GMT", "Tue, 31 Feb 2015 08:00:00 GMT")
NONSENSE = ("soon", "", "-5", "5.5", *NO_DATES)
# the header, how many seconds of it count, how many failures there were
CASES = (
    (None, 0, (1, 4, 2000)),
    ("120", 120, (1, 7)),
    ("0", 0, (3,)),
    ("3600", 3600, (2,)),
    *((text, 0, (2,)) for text in NONSENSE),
    (formatdate(NOW + 60, usegmt=True), 60, (2,)),
    (formatdate(NOW - 2917, usegmt=True), 0, (2,)),
    ("3601", 3600, (2,)),
    ("3000000", 3600, (5,)),
    (formatdate(NOW + 40_000_000, usegmt=True), 3600, (2,)),
)


def _cases() -> Iterator[Draw]:
    for text, counts, rows in CASES:
        for failures in rows:
            room = min(60, 2 ** (failures - 1))
            why = f"Nothing is asked of us here, so full jitter alone: from 0 to {room} s."
            if counts:
                why = f"The server asked for {counts} s: not sooner, and full jitter on top, up to {room} s."
            why = FAR if counts == 3600 else why
            yield Draw((text, float(NOW), failures), counts, counts + room, why, stuck=CROWD)


judge = on_draws(_cases)
