import math
from dataclasses import dataclass
from enum import Enum

from tests.exercises.proofs import Answers

ANSWERS = Answers("Breaker")
SHUT, CLOSED = "now < self.shut_until", "self.failures < self.threshold"
OPENS, FORGETS, COUNTS = "self.shut_until = now + self.cooldown", "self.failures = 0", "self.failures += 1"
TRIAL = "self.shut_until = math.inf  # this one is the trial, and nobody else comes in"
ALLOW, TRUE, NEW = (
    "def allow(self, now):",
    "return True\n        if",
    "self.failures, self.shut_until = 0, None",
)
VAIN = "At 12.5 s the 10 s are over, however often somebody asked in vain"
ONE, LONG = (
    "After the cooldown one request may try, and nobody else",
    "It is open for 10 s from the third failure",
)
AGAIN, CLOSES = (
    "A failed trial begins the cooldown again: 10 s from its failure at 11.5 s",
    "the circuit is closed again",
)
TRIED = "self.tried = self.tried or self.failures >= self.threshold\n        self.failures = 0"

ANSWERS.edits(
    (FORGETS, f"self.failures = self.failures if {CLOSED} else 0", "Only failures in a row count"),
    (CLOSED, "self.failures <= self.threshold", "Three failures in a row open the circuit: now nobody may ask"),
    (CLOSED, "self.failures < self.threshold - 1", "It opens after three failures, not sooner"),
    (CLOSED, "True", "Three failures in a row open the circuit"),
    (TRUE, "return False\n        if", "Closed, every request may leave"),
    (NEW, f"{NEW}\n        self.away = 0", TRUE, "self.away += 1\n            return self.away == 1\n        if",
     COUNTS, f"{COUNTS}\n        self.away = 0", FORGETS, f"{FORGETS}\n        self.away = 0",
     "Closed, every request may leave, also while others are away"),
    (TRIAL, "pass", ONE),
    (TRIAL, FORGETS, ONE),
    (COUNTS, "self.failures = 1 if self.shut_until == math.inf else self.failures + 1", "it does not take three"),
    (OPENS, "self.shut_until = now + (0 if self.shut_until == math.inf else self.cooldown)", AGAIN),
    (TRIAL, "self.shut_until, self.tried = math.inf, now",
     OPENS, "self.shut_until = (self.tried if self.shut_until == math.inf else now) + self.cooldown", AGAIN),
    (ALLOW, f"{ALLOW}\n        self.asked = now", OPENS, "self.shut_until = self.asked + self.cooldown",
     f"{LONG}, which was heard at 2.5 s"),
    (COUNTS, f"self.first = self.first if self.failures else now\n        {COUNTS}",
     OPENS, "self.shut_until = self.first + self.cooldown", LONG),
    (FORGETS, f"self.failures = 0 if {CLOSED} else self.failures\n        self.shut_until = now", CLOSES),
    (FORGETS, "self.failures = self.failures if self.shut_until == math.inf else 0", CLOSES),
    (SHUT, "True", VAIN),
    ("return False", f"{OPENS}\n            return False", VAIN),
    (SHUT, "now <= self.shut_until", "At 12.5 s the 10 s are over"),
    (FORGETS, f"self.failures = 0 if {CLOSED} else self.threshold - 1", "two new ones open nothing"),
    (NEW, f"{NEW}\n        self.tried = False", FORGETS, TRIED, SHUT, f"self.tried or {SHUT}",
     "Each outage has its own trial"),
    (NEW, f"{NEW}\n        self.tried = False", FORGETS, TRIED, CLOSED, f"self.tried or {CLOSED}",
     "The second outage opens the circuit as the first did"),
    (OPENS, "self.shut_until = now", SHUT, "self.shut_until and now < self.shut_until + self.cooldown",
     "0 s, which is a moment like any other"),
    (OPENS, "self.shut_until = now", SHUT, "not self.shut_until or now < self.shut_until + self.cooldown",
     "At 10 s one may try. It opened at 0 s"),
    (OPENS, "self.shut_until = now + 10", "By the table of states the circuit is"),
    (TRUE, "return\n        if", "allow returned None, expected True or False"),
    (TRUE, "return 1\n        if", "allow returned a number (int), expected True or False"),
    ("def succeeded", "def success", "gives an object of type Breaker, which has no method succeeded"),
    (COUNTS, "raise NotImplementedError", "Nothing is written yet"),
    (SHUT, "now < self.until", "Your code raised AttributeError: 'Breaker' object has no attribute 'until'"),
)  # fmt: skip


@ANSWERS.right
class WithThreeStates:
    State = Enum("State", "CLOSED OPEN HALF_OPEN")

    def __init__(self, threshold, cooldown):
        self.threshold, self.cooldown = threshold, cooldown
        self.close()

    def close(self):
        self.state, self.failures = self.State.CLOSED, 0

    def allow(self, now):
        match self.state:
            case self.State.CLOSED:
                return True
            case self.State.OPEN if now - self.opened >= self.cooldown:
                self.state = self.State.HALF_OPEN
                return True
        return False

    def succeeded(self, now):
        self.close()

    def failed(self, now):
        self.failures += 1
        if self.state is self.State.HALF_OPEN or self.failures == self.threshold:
            self.state, self.opened = self.State.OPEN, now


@ANSWERS.right
@dataclass(slots=True)
class ADataclass:
    threshold: int
    cooldown: float
    failures: int = 0
    opened: float | None = None
    trying: bool = False

    def allow(self, now: float) -> bool:
        cooled = self.opened is not None and now >= self.opened + self.cooldown
        allowed = self.opened is None or (cooled and not self.trying)
        self.trying = self.opened is not None and (self.trying or allowed)
        return allowed

    def succeeded(self, now: float) -> None:
        self.failures, self.opened, self.trying = 0, None, False

    def failed(self, now: float) -> None:
        self.failures += 1
        self.trying = False
        if self.opened is not None or self.failures >= self.threshold:
            self.opened = now


@ANSWERS.right
class WithCoroutines:
    def __init__(self, threshold, cooldown):
        self.left, self.threshold, self.cooldown, self.until = threshold, threshold, cooldown, 0

    async def allow(self, now):
        if self.left > 0:
            return True
        allowed = now >= self.until
        self.until = math.inf if allowed else self.until
        return allowed

    async def succeeded(self, now):
        self.left = self.threshold
        return "closed"

    async def failed(self, now):
        self.left -= 1
        self.until = now + self.cooldown
        return "one less"


@ANSWERS.right
def a_function_that_makes_one(threshold, cooldown):
    breaker = WithThreeStates(threshold, cooldown)
    breaker.allow = breaker.allow
    return breaker


def life(threshold, cooldown):
    """The three states are three places in a generator, which gets each call and yields what ``allow`` says."""
    answer = None
    while True:
        failures, report = 0, None
        while failures < threshold:  # closed
            word, now = yield answer
            answer = True
            failures = {"allow": failures, "succeeded": 0, "failed": failures + 1}[word]
        while report != "succeeded":
            until, answer = now + cooldown, False
            while not answer:  # open
                word, now = yield answer
                answer = word == "allow" and now >= until
            report = "allow"
            while report == "allow":  # half open
                report, now = yield answer
                answer = False


@ANSWERS.right
class WithAGenerator:
    def __init__(self, threshold, cooldown):
        self.life = life(threshold, cooldown)
        self.life.send(None)

    def allow(self, now):
        return self.life.send(("allow", now))

    def succeeded(self, now):
        self.life.send(("succeeded", now))

    def failed(self, now):
        self.life.send(("failed", now))


@ANSWERS.right
class ReadsItsDiary:
    def __init__(self, threshold, cooldown):
        self.threshold, self.cooldown, self.diary = threshold, cooldown, []

    def allow(self, now):
        failed = [when for what, when in self.diary if what == "failed"]
        if len(failed) < self.threshold:
            return True
        if self.diary[-1][0] == "trial" or now - failed[-1] < self.cooldown:
            return False
        self.diary.append(("trial", now))
        return True

    def succeeded(self, now):
        self.diary.clear()

    def failed(self, now):
        self.diary.append(("failed", now))
