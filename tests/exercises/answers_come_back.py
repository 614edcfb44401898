import random

from helpers.loops.backoff import Backoff
from helpers.loops.retry_after import retry_after
from tests.exercises.proofs import Answers

ANSWERS = Answers("come_back")
ASKED = "retry_after(text, now=now) or 0"
JITTER = "random.uniform(0, min(60, 2 ** (failures - 1)))"
SUM = "min(3600, asked) + jitter"
CROWD = "The server says this to everybody, and all come back in the same moment"

ANSWERS.right_edits(
    (JITTER, "min(60, 2 ** (failures - 1)) * random.random()"),
    (SUM, "(asked if asked < 3600 else 3600) + jitter"),
    (SUM, "random.uniform(min(3600, asked), min(3600, asked) + min(60, 2 ** (failures - 1)))"),
    (SUM, "jitter if text is None else jitter + min(asked, 60 * 60)"),
)


@ANSWERS.right
def with_the_courses_backoff(text, now, failures):
    backoff = Backoff("full jitter", random=random.Random(random.random()))
    backoff.failures = failures - 1
    return backoff.next(after=min(3600, retry_after(text, now=now) or 0))


ANSWERS.edits(
    (SUM, "min(3600, asked)", CROWD),
    (SUM, "min(3600, asked) or jitter", CROWD),
    (SUM, "min(3600, asked + jitter)", CROWD),
    (SUM, "max(min(3600, asked), jitter)", CROWD),
    (SUM, "asked + jitter", "No server may send us away for more than an hour"),
    (SUM, "jitter + (asked if asked < 3600 else 0)", "No server may send us away for more than an hour"),
    (SUM, "random.uniform(0, asked) + jitter", "The server asked for 120 s: not sooner"),
    (SUM, "min(3600, asked) * random.uniform(1, 1.5) + jitter", "The server asked for 120 s: not sooner"),
    (SUM, "jitter", "The server asked for 120 s: not sooner"),
    (f"{ASKED}", "retry_after(text, now=now)", "Your code raised TypeError"),
    (f"{ASKED}", "int(text or 0)", "Your code raised ValueError"),
    (f"{ASKED}", "retry_after(text, now=0) or 0", "The server asked for 60 s: not sooner"),
    ("from helpers", "from email.utils import mktime_tz, parsedate_tz\nfrom helpers",
     ASKED, f"max(0, mktime_tz(date) - now) if (date := parsedate_tz(text)) else {ASKED}",
     "come_back('Wed, 21 Oct 2015 25:61:00 GMT', 784111717.0, 2)\n"),
    ("failures - 1", "failures", "Nothing is asked of us here, so full jitter alone: from 0 to 1 s"),
    ("min(60, 2 ** (failures - 1))", "2 ** (failures - 1)", "Your code raised OverflowError"),
    (JITTER, "random.uniform(0, 1)", "The delays do not reach over all that is allowed"),
    (JITTER, "random.randint(0, min(60, 2 ** (failures - 1)))", "Only whole seconds: draw anything between"),
    (JITTER, "random.random() ** 2 * min(60, 2 ** (failures - 1))",
     "Not every delay that is allowed is equally likely"),
    ("return ", "", "returned None, expected a number"),
)  # fmt: skip
