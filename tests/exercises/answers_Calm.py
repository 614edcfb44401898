from tests.exercises.proofs import Answers

ANSWERS = Answers("Calm")


@ANSWERS.right
class WhenItWillBeFullAgain:
    """Remembers the moment from which on all are there again: each reset moves it on by its share of a second."""

    def __init__(self, most):
        self.share, self.full, self.over = 1 / most, 0, False

    def they_reset(self, now):
        self.full = max(self.full, now) + self.share
        self.over |= self.full > now + 1
        return not self.over

    we_reset = they_reset


@ANSWERS.right
class CountsWhatWasUsed:
    def __init__(self, most):
        self.most, self.used, self.last = most, 0, 0

    async def they_reset(self, now):
        return self._one_more(now)

    async def we_reset(self, now):
        return self._one_more(now)

    def _one_more(self, now):
        if self.used is not None:
            self.used = max(0, self.used - (now - self.last) * self.most) + 1
            self.last = now
            if self.used > self.most:
                self.used = None
        return self.used is not None


LEFT = "self.left + (now - self.then) * self.most"
ANSWERS.edits(
    ("self.left < 0", "self.left < 1", "As many as a second brings may come at once"),
    ("self.left < 0", "False", "Five resets at the same moment"),
    ("self.left < 0", "self.left < -1", "the fifth is too many"),
    ("most, most, 0", "most, 4, 0", "the ninth is not: it depends on most"),
    ("return self.they_reset(now)", "return True", "ours count as theirs do"),
    (LEFT, "self.left", "After a second all four are there again"),
    (LEFT, "self.left + int(now - self.then) * self.most", "A quarter of a second brings one of four"),
    (LEFT, "self.left + int((now - self.then) * self.most)", "one of them was taken; at 1 s another half has come"),
    (LEFT, "self.left + round((now - self.then) * self.most + 0.1)", "brings half a reset, which is none"),
    (f"min(self.most, {LEFT})", f"({LEFT})", "no more than a second's worth is saved up"),
    ("self.then = now", "pass", "A second brings four, and not the fifth"),
    ("self.over or self.left < 0", "self.left < 0", "whatever comes later, the answer stays False"),
    ("return not self.over", "return 1 - self.over", "they_reset returned a number (int), expected True or False"),
    ("def we_reset", "def made_to_reset", "which has no method we_reset"),
)  # fmt: skip
