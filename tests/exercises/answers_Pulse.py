from tests.exercises.proofs import Answers

ANSWERS = Answers("Pulse")


@ANSWERS.right
class WithDeadlines:
    """When to ask, and when to give up, are two times that are known before."""

    def __init__(self, now, every, patience):
        self.every, self.patience, self.end = every, patience, None
        self.ask = now + every

    def heard(self, now):
        self.ask, self.end = now + self.every, None

    def look(self, now):
        if self.end is None and now >= self.ask:
            self.end = now + self.patience
            return "ping"
        return "dead" if self.end is not None and now >= self.end else "wait"


@ANSWERS.right
class WithStates:
    def __init__(self, now, every, patience):
        self.limits, self.state, self.since = {"quiet": every, "asked": patience}, "quiet", now

    async def heard(self, now):
        self.state, self.since = "quiet", now

    async def look(self, now):
        if now - self.since < self.limits[self.state]:
            return "wait"
        if self.state == "asked":
            return "dead"
        self.state, self.since = "asked", now
        return "ping"


ANSWERS.edits(
    ("if self.asked is not None:", "if False:", "one ping for a silence"),
    (">= self.every", "> self.every", "20 s of silence: ping"),
    (">= self.patience", "> self.patience", "nothing came: dead"),
    ("now - self.asked >=", "now - self.last - self.every >=", "Somebody looked late"),
    ("self.last, self.asked = now, None", "self.last = now", "raised AttributeError"),
    ("self.last, self.asked = now, None", "self.asked = None", "raised AttributeError"),
    ('return "dead" if', 'return "wait" if', "nothing came: dead"),
    ("self.asked = now\n", "self.asked = self.last\n", "one ping for a silence"),
    ('return "ping"', 'return "wait"', "20 s of silence: ping"),
    ('return "ping"', "return True", "look returned True or False"),
    ('return "ping"', "return None", "look returned None"),
)  # fmt: skip
