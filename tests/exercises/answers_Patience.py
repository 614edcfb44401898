from tests.exercises.proofs import Answers

ANSWERS = Answers("Patience")


@ANSWERS.right
class WithASum:
    """Counts what came in time; when it is over is worked out at each look."""

    def __init__(self, now, first, rate, most):
        self.born, self.first, self.rate, self.most, self.bytes = now, first, rate, most, 0

    def came(self, size, now):
        if not self.late(now):
            self.bytes += size

    def late(self, now):
        return now - self.born >= min(self.most, self.first + self.bytes / self.rate)


@ANSWERS.right
class WithWhatIsLeft:
    def __init__(self, now, first, rate, most):
        self.last, self.left, self.all, self.rate = now, first, most, rate

    def pass_until(self, now):
        self.left, self.all, self.last = self.left - (now - self.last), self.all - (now - self.last), now

    async def came(self, size, now):
        self.pass_until(now)
        if self.left > 0:
            self.left = min(self.all, self.left + size / self.rate)

    async def late(self, now):
        self.pass_until(now)
        return self.left <= 0


MORE = "self.due = min(self.end, self.due + size / self.rate)"
ANSWERS.edits(
    (MORE, "self.due = self.due + size / self.rate", "at 40 s it is over"),
    (MORE, "self.due = min(self.end, now + 20)", "They buy one second, not another 20"),
    (MORE, "self.due = min(self.end, now + size / self.rate)", "500 bytes buy one second"),
    (MORE, "self.due = min(self.end, self.due + size // self.rate)", "250 bytes buy half a second"),
    (MORE, "self.due = min(self.end, self.due + 1)", "250 bytes buy half a second"),
    (MORE, "pass", "500 bytes buy one second"),
    ("if now < self.due:", "if True:", "It was too late already"),
    ("return now >= self.due", "return now > self.due", "Nothing came for 20 s"),
    ("now + first, now + most", "first, most", "It began at 100 s"),
    ("now + first, now + most", "now + first, now + first + most", "However much comes, at 40 s it is over"),
    ("return now >= self.due", "return None", "late returned None"),
)  # fmt: skip
