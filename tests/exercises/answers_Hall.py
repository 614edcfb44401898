from collections import deque

from tests.exercises.proofs import Answers

ANSWERS = Answers("Hall")


@ANSWERS.right
class WithDeques:
    def __init__(self, most):
        self.most, self.rows = most, {}

    def join(self, who):
        self.rows[who] = deque()

    def say(self, message):
        gone = [who for who, row in self.rows.items() if len(row) == self.most]
        for who in gone:
            self.rows.pop(who)
        for row in self.rows.values():
            row.append(message)
        return len(self.rows)

    def read(self, who):
        row = self.rows.get(who, deque())
        told = list(row)
        row.clear()
        return told


@ANSWERS.right
class WithALog:
    """One log, and a place in it for each who listens."""

    def __init__(self, most):
        self.most, self.log, self.places = most, [], {}

    def join(self, who):
        self.places[who] = len(self.log)

    async def say(self, message):
        self.places = {who: at for who, at in self.places.items() if len(self.log) - at < self.most}
        self.log.append(message)
        return len(self.places)

    def read(self, who):
        if who not in self.places:
            return []
        at, self.places[who] = self.places[who], len(self.log)
        return self.log[at:]


EACH, FULL, TOLD = "list(self.waiting.items())", "if len(queue) >= self.most:", "return len(self.waiting)"
FORGET, EMPTY = "del self.waiting[who]", "queue, self.waiting[who] = self.waiting[who], []"
ANSWERS.edits(
    (EACH, "self.waiting.items()", "dictionary changed size during iteration"),
    (FULL, "if False:", "has gone, and is forgotten with all that waits"),
    (">= self.most", "> self.most", "has gone, and is forgotten with all that waits"),
    (">= self.most", "+ 1 >= self.most", "read in the order in which it was said"),
    (FORGET, "continue", "is forgotten with all that waits"),
    (FORGET, "queue.clear()", "is forgotten with all that waits"),
    (FORGET, "queue.pop(0)\n                queue.append(message)", "is forgotten with all that waits"),
    (FORGET, f"{FORGET}\n                break", "It must not keep the message from the others"),
    (FORGET, f"{FORGET}\n                return 0", "It must not keep the message from the others"),
    (EMPTY, "queue = self.waiting[who]", "What was read waits no more"),
    (EMPTY, "queue = self.waiting.pop(who)", "Who reads is not forgotten"),
    ("queue.append(message)", "queue.insert(0, message)", "in the order in which it was said"),
    ("self.waiting[who] = []\n\n", "self.waiting.setdefault(who, [])\n\n", "begins anew, with nothing waiting"),
    ("            return []", "            self.join(who)\n            return []", "Reading is not joining"),
    ("            return []", "            raise KeyError(who)", "raised KeyError"),
    (TOLD, "return None", "say returned None, expected a number"),
    (TOLD, "return True", "say returned True or False"),
    ("return queue", "return tuple(queue)", "read returned a tuple, expected a list"),
)  # fmt: skip
