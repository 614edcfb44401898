from tests.exercises.proofs import Answers

ANSWERS = Answers("Place")


@ANSWERS.right
class WithASet:
    """What was shown is a set; the last one is found by walking."""

    def __init__(self, last):
        self.begun, self.last, self.known, self.row = last, last, set(), []
        self.question, self.missed = False, 0

    def _walk(self, id):
        if id == self.last + 1:
            self.row.append(id)
            self.last = id

    def _later(self):
        return any(id > self.last for id in self.known)

    def heard(self, id):
        self.known.add(id)
        self._walk(id)
        if self._later() and not self.question:
            self.question = True
            return True
        return False

    def page(self, first, last):
        while self.last + 1 < first:
            self.last += 1
            self.missed += 1
        for id in range(first, last + 1):
            self._walk(id)
        self.question = self._later()
        return self.question

    def shown(self):
        return sorted(self.row)

    def gone(self):
        return self.missed


@ANSWERS.right
class WithCoroutines:
    def __init__(self, last):
        self.last, self.heard_of, self.asks, self.ids, self.holes = last, last, 0, [], 0

    async def heard(self, id):
        if id > self.heard_of:
            self.heard_of = id
        if id == self.last + 1:
            self.last = id
            self.ids = [*self.ids, id]
        if self.asks or self.heard_of <= self.last:
            return False
        self.asks = 1
        return True

    async def page(self, first, last):
        self.asks = 0
        if first > self.last + 1:
            self.holes += first - self.last - 1
        for id in range(first, last + 1):
            if id > self.last:
                self.ids = [*self.ids, id]
                self.last = id
        if self.heard_of <= self.last:
            return False
        self.asks = 1
        return True

    async def shown(self):
        return self.ids

    async def gone(self):
        return self.holes


NEW = "self.ids += range(max(first, self.last + 1), last + 1)"
LOST = "self.lost += max(0, first - self.last - 1)"
ANSWERS.edits(
    ("if id == self.last + 1:", "if id > self.last:", "8 is missing"),
    ("if id == self.last + 1:", "if True:", "is not shown again"),
    ("self.newest = max(self.newest, id)", "self.newest = id", "12 was heard, and the page ends with 10"),
    ("self.newest > self.last and not self.asking", "self.newest > self.last", "A question is on its way already"),
    ("self.newest > self.last and not self.asking", "id > self.last + 1", "A question is on its way already"),
    (NEW, "self.ids += range(first, last + 1)", "show what is new in it"),
    (NEW, "self.ids += range(self.last + 1, last + 1)", "The log begins with 15"),
    (LOST, "pass", "gone for good"),
    (LOST, LOST.replace("+=", "="), "adds up"),
    ("self.last = max(self.last, last)", "self.last = last", "A page of what we had"),
    ("self.asking = self.newest > self.last", "self.asking = False", "ask again"),
    ("return self.asking", "return None", "page returned None, expected True or False"),
    ("return list(self.ids)", "return tuple(self.ids)", "shown returned a tuple, expected a list"),
)  # fmt: skip
