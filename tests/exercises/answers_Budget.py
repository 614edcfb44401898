from collections import deque

from tests.exercises.proofs import Answers

ANSWERS = Answers("Budget")
FORGETS = "self.requests = [one for one in self.requests if one > now - self.window]\n        "
FORGIVES = "self.retries = [one for one in self.retries if one > now - self.window]\n        "
LIMIT = "self.spare + self.share * len(self.requests)"
ASK, LEAVES, REFUSES = "self.requests.append(now)", "self.retries.append(now)", "return False"
LEFT = "a retry counts, and earns nothing"
OLD = "What left 10 s ago or earlier counts no more: the requests are too few now"

ANSWERS.edits(
    (LEAVES, "pass", LEFT),
    ("+ 1 > self", "> self", "Half of nothing is nothing"),
    ("len(self.retries) + 1 > self", "len(self.retries) >= self", "half a retry cannot leave"),
    ("+ 1 > self", "+ 1 >= self", "Two requests earn one retry"),
    (LIMIT, f"round({LIMIT} + 0.01)", "half a retry cannot leave"),
    (LIMIT, "self.share * len(self.requests)", "Two to spare may leave though nobody has asked"),
    (LIMIT, "max(self.spare, self.share * len(self.requests))", "Two to spare and one earned are three"),
    (REFUSES, f"{LEAVES}\n            {REFUSES}", "The one that was refused never left, and does not count"),
    (LEAVES, f"{LEAVES}\n        {ASK}", LEFT),
    (FORGETS, "", OLD),
    (FORGIVES, "", "The retry of 0 s left 10 s ago: it counts no more"),
    ("self.requests if one > now", "self.requests if one >= now", OLD),
    ("self.retries if one > now", "self.retries if one >= now", "The retry of 0 s left 10 s ago"),
    (FORGETS, "self.requests = [one for one in self.requests if one // self.window == now // self.window]\n        ",
     "the window goes along, it does not begin anew"),
    ("self.retries = []", "self.retries = [], []", "Your code raised ValueError: too many values"),
    ("return True", "return 1", "may_retry returned a number (int), expected True or False"),
    ("return True", "return", "may_retry returned None, expected True or False"),
    ("def may_retry", "def retry", "gives an object of type Budget, which has no method may_retry"),
)  # fmt: skip


@ANSWERS.right
class WithQueues:
    def __init__(self, share, spare, window):
        self.share, self.spare, self.window = share, spare, window
        self.first, self.again = deque(), deque()

    def asked(self, now):
        self.first.append(now)

    def may_retry(self, now):
        for row in (self.first, self.again):
            while row and row[0] <= now - self.window:
                row.popleft()
        allowed = self.spare + len(self.first) * self.share - len(self.again) >= 1
        if allowed:
            self.again.append(now)
        return allowed


@ANSWERS.right
class OneRowOfValues:
    """A request is worth its share, a retry costs 1."""

    def __init__(self, share, spare, window):
        self.share, self.spare, self.window, self.row = share, spare, window, []

    def asked(self, now):
        self.row.append((now, self.share))

    async def may_retry(self, now):
        if self.spare + sum(worth for when, worth in self.row if now - when < self.window) < 1:
            return False
        self.row.append((now, -1))
        return True
