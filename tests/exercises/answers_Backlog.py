from tests.exercises.proofs import Answers

ANSWERS = Answers("Backlog")


@ANSWERS.right
class WithAList:
    def __init__(self, most):
        self.most, self.names, self.values, self.gone = most, [], {}, 0

    def put(self, who, value):
        if who not in self.names:
            if len(self.names) == self.most:
                self.names.pop(0)
                self.gone += 1
            self.names.append(who)
        self.values[who] = value
        return self.gone

    def read(self):
        row = [(who, self.values[who]) for who in self.names]
        self.names = []
        return row


@ANSWERS.right
class WithPairs:
    def __init__(self, most):
        self.most, self.row, self.count = most, [], 0

    async def put(self, who, value):
        if any(name == who for name, _ in self.row):
            self.row = [(name, value if name == who else old) for name, old in self.row]
            return self.count
        self.row.append((who, value))
        self.count += len(self.row) > self.most
        self.row = self.row[-self.most :]
        return self.count

    async def read(self):
        row, self.row = self.row, []
        return row


DROP, KEEP = "del self.waiting[next(iter(self.waiting))]", "self.waiting[who] = value"
ROW = "row, self.waiting = list(self.waiting.items()), {}"
ANSWERS.edits(
    ("if who not in self.waiting and", "if", "takes the place of the old one"),
    ("if who not in self.waiting and len(self.waiting) >= self.most:", "if False:", "is dropped first"),
    (">= self.most", "> self.most", "is dropped first"),
    (DROP, "self.waiting.popitem()", "is dropped first"),
    (DROP, "self.waiting.clear()", "is dropped first"),
    (KEEP, f"self.waiting.pop(who, None)\n        {KEEP}", "takes the place of the old one"),
    (KEEP, "self.waiting.setdefault(who, value)", "only the newest counts"),
    ("self.dropped += 1", "self.dropped = 1", "Each one that is dropped counts"),
    ("self.dropped += 1", "pass", "is dropped first"),
    (ROW, "row = list(self.waiting.items())", "What was read waits no more"),
    (ROW, f"{ROW}\n        self.dropped = 0", "the count stays"),
    ("list(self.waiting.items())", "[list(pair) for pair in self.waiting.items()]", "as a tuple in a list"),
    ("return row", "return tuple(row)", "read returned a tuple, expected a list"),
    ("return self.dropped", "return None", "put returned None, expected a number"),
)  # fmt: skip
