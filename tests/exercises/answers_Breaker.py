import math
from dataclasses import dataclass
from enum import Enum

from helpers.checks.exercises.our_breaker import OurBreaker
from tests.exercises.proofs import Answers

ANSWERS = Answers("Breaker")


@ANSWERS.right
class AsTheCourseDoesIt(OurBreaker):
    """Ours knows one request at a time; the first scene has three, of which it forgets none."""

    def __init__(self, threshold, cooldown):
        super().__init__(threshold, cooldown)
        self.away = []

    def allow(self, now):
        allowed = super().allow(now)
        if allowed:
            self.away.append(self._request)
        return allowed

    def succeeded(self, now):
        self._request = self.away.pop(0)
        super().succeeded(now)

    def failed(self, now):
        self._request = self.away.pop(0)
        super().failed(now)


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


class Right:
    """A right answer with places to go wrong."""

    def __init__(self, threshold, cooldown):
        self.threshold, self.cooldown = threshold, cooldown
        self.failures, self.opened, self.trying = 0, None, False

    def allow(self, now):
        if not self.is_open():
            return True
        if self.trying or not self.cooled(now):
            return False
        self.trying = True
        return True

    def is_open(self):
        return self.opened is not None

    def cooled(self, now):
        return now - self.opened >= self.cooldown

    def succeeded(self, now):
        self.failures, self.opened, self.trying = 0, None, False

    def failed(self, now):
        self.failures += 1
        if self.trying or self.too_many():
            self.opened, self.trying = now, False

    def too_many(self):
        return self.failures >= self.threshold


ANSWERS.right(Right)


@ANSWERS.wrong("Only failures in a row count")
class CountsInTotal(Right):
    def succeeded(self, now):
        self.opened, self.trying = None, False


@ANSWERS.wrong("Three failures in a row open the circuit: now nobody may ask")
class OneTooLate(Right):
    def too_many(self):
        return self.failures > self.threshold


@ANSWERS.wrong("It opens after three failures, not sooner")
class OneTooEarly(Right):
    def too_many(self):
        return self.failures >= self.threshold - 1


@ANSWERS.wrong("Three failures in a row open the circuit")
class NeverOpens(Right):
    def allow(self, now):
        return True


@ANSWERS.wrong("Closed, every request may leave")
class NeverAllows(Right):
    def allow(self, now):
        return False


@ANSWERS.wrong("Closed, every request may leave, also while others are away")
class OneAtATimeAlways(Right):
    away = 0

    def allow(self, now):
        allowed = not self.away and super().allow(now)
        self.away += allowed
        return allowed

    def succeeded(self, now):
        self.away = 0
        super().succeeded(now)

    def failed(self, now):
        self.away = 0
        super().failed(now)


@ANSWERS.wrong("After the cooldown one request may try, and nobody else")
class EverybodyTries(Right):
    def allow(self, now):
        return not self.is_open() or self.cooled(now)

    def failed(self, now):
        self.trying = self.is_open()
        super().failed(now)


@ANSWERS.wrong("After the cooldown one request may try, and nobody else")
class ClosesWhenCooled(Right):
    def allow(self, now):
        if self.is_open() and self.cooled(now):
            self.failures, self.opened = 0, None
        return not self.is_open()


@ANSWERS.wrong("it does not take three")
class ATrialNeedsTheThreshold(Right):
    def failed(self, now):
        if self.trying:
            self.failures, self.opened, self.trying = 0, None, False
        super().failed(now)


@ANSWERS.wrong("A failed trial begins the cooldown again")
class ForgetsTheCooldown(Right):
    def failed(self, now):
        self.trying = False
        if not self.is_open():
            super().failed(now)


@ANSWERS.wrong("A failed trial begins the cooldown again: 10 s from its failure at 11.5 s")
class CoolsFromTheTrial(Right):
    def allow(self, now):
        allowed = super().allow(now)
        self.opened = now if self.trying and allowed else self.opened
        return allowed

    def failed(self, now):
        before = self.opened
        super().failed(now)
        self.opened = self.opened if before is None else before


@ANSWERS.wrong("It is open for 10 s from the third failure, which was heard at 2.5 s")
class CoolsFromTheRequest(Right):
    def allow(self, now):
        self.asked = now
        return super().allow(now)

    def failed(self, now):
        super().failed(self.asked)


@ANSWERS.wrong("It is open for 10 s from the third failure")
class CoolsFromTheFirstFailure(Right):
    def failed(self, now):
        self.first = now if not self.failures else self.first
        super().failed(now)
        self.opened = self.opened and self.first


@ANSWERS.wrong("the circuit is closed again")
class NeverCloses(Right):
    def succeeded(self, now):
        self.failures, self.trying = 0, False


@ANSWERS.wrong("the circuit is closed again")
class ForgetsThatTheTrialIsBack(Right):
    def succeeded(self, now):
        self.failures = 0


@ANSWERS.wrong("At 12.5 s the 10 s are over, however often somebody asked in vain")
class NeverTries(Right):
    def cooled(self, now):
        return False


@ANSWERS.wrong("At 12.5 s the 10 s are over, however often somebody asked in vain")
class AskingInVainCostsTime(Right):
    def allow(self, now):
        allowed = super().allow(now)
        if not allowed:
            self.opened = now
        return allowed


@ANSWERS.wrong("At 12.5 s the 10 s are over")
class LaterThanTheCooldown(Right):
    def cooled(self, now):
        return now - self.opened > self.cooldown


@ANSWERS.wrong("two new ones open nothing")
class RemembersTheOldFailures(Right):
    def succeeded(self, now):
        self.failures = self.failures - 1 if self.is_open() else 0
        self.opened, self.trying = None, False


@ANSWERS.wrong("Each outage has its own trial")
class OneTrialForLife(Right):
    tried = False

    def allow(self, now):
        if self.is_open() and self.tried and not self.trying:
            return False
        return super().allow(now)

    def succeeded(self, now):
        self.tried = self.is_open() or self.tried
        super().succeeded(now)


@ANSWERS.wrong("The second outage opens the circuit as the first did")
class OpensOnce(Right):
    opened_before = False

    def succeeded(self, now):
        self.opened_before = self.opened_before or self.is_open()
        super().succeeded(now)

    def too_many(self):
        return super().too_many() and not self.opened_before


@ANSWERS.wrong("0 s, which is a moment like any other")
class ZeroIsNoMoment(Right):
    def is_open(self):
        return bool(self.opened)


@ANSWERS.wrong("At 10 s one may try. It opened at 0 s")
class ZeroNeverCools(Right):
    def cooled(self, now):
        return bool(self.opened) and super().cooled(now)


@ANSWERS.wrong("By the table of states the circuit is")
class KnowsOnlyTheScenes(Right):
    def __init__(self, threshold, cooldown):
        super().__init__(threshold, 10)


@ANSWERS.wrong("allow returned None, expected True or False")
class ForgetsToReturn(Right):
    def allow(self, now):
        super().allow(now)


@ANSWERS.wrong("allow returned a number (int), expected True or False")
class CountsInstead(Right):
    def allow(self, now):
        return int(super().allow(now))


@ANSWERS.wrong("gives an object of type HasNoReports, which has no method succeeded(now)")
class HasNoReports:
    def __init__(self, threshold, cooldown):
        pass

    def allow(self, now):
        return True


@ANSWERS.wrong("Nothing is written yet")
class HalfWritten(Right):
    def failed(self, now):
        raise NotImplementedError


@ANSWERS.wrong("Your code raised AttributeError: 'Stumbles' object has no attribute 'until'")
class Stumbles(Right):
    def allow(self, now):
        return not self.is_open() or now >= self.until
