from tests.exercises.proofs import Answers

ANSWERS = Answers("Streams")


@ANSWERS.right
class ByState:
    """What became of each id."""

    def __init__(self, most):
        self.most, self.state = most, {}

    def begin(self, id):
        if id in self.state or sum(self.state.values()) == self.most:
            return False
        self.state[id] = True
        return True

    def item(self, id):
        return self.state.get(id, False)

    def cancel(self, id):
        if not self.item(id):
            return False
        self.state[id] = False
        return True

    end = cancel


@ANSWERS.right
class WithLists:
    def __init__(self, most):
        self.free, self.running, self.over = most, [], []

    async def begin(self, id):
        if id in self.running + self.over or not self.free:
            return False
        self.running.append(id)
        self.free -= 1
        return True

    async def item(self, id):
        return id in self.running

    async def cancel(self, id):
        return await self.end(id)

    async def end(self, id):
        if id not in self.running:
            return False
        self.over.append(id)
        self.running.remove(id)
        self.free += 1
        return True


MAY = "id not in self.used and len(self.running) < self.most"
ENDS = "        self.running.discard(id)\n        return under_way"
ANSWERS.edits(
    (MAY, "id not in self.running and len(self.running) < self.most", "An id is used once"),
    (MAY, "id not in self.used", "no more may be"),
    (MAY, "id not in self.used and len(self.running) <= self.most", "no more may be"),
    (MAY, "id not in self.used and len(self.used) < self.most", "there is room again"),
    ("        if may:\n            self.running.add(id)\n            self.used.add(id)\n",
     "        self.used.add(id)\n        if may:\n            self.running.add(id)\n", "its id is still unused"),
    ("return id in self.running", "return id in self.used", "nothing may follow"),
    ("return id in self.running", "return True", "No stream of this id has begun"),
    ("return self.end(id)", "self.end(id)\n        return False", "a completion is sent all the same"),
    ("return self.end(id)", "return id in self.running", "nothing may follow"),
    (ENDS, "        return under_way", "nothing may follow"),
    (ENDS, "        self.running.discard(id)\n        return True", "a second completion"),
    (ENDS, "        self.running.remove(id)\n        return under_way", "raised KeyError"),
    (ENDS, "        self.running.discard(id)\n        return under_way or None", "end returned None"),
)  # fmt: skip
