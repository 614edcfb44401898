from tests.exercises.proofs import Answers

ANSWERS = Answers("Line")


@ANSWERS.right
class WithADict:
    def __init__(self):
        self.highest, self.keys, self.line = 0, {}, None

    async def opened(self):
        self.line = object()
        return self.highest, [*self.keys]

    async def closed(self):
        self.line = None

    async def post(self, key):
        self.keys[key] = True
        return self.line is not None

    async def stored(self, key):
        self.keys.pop(key, None)

    async def heard(self, number):
        new, self.highest = number > self.highest, max(number, self.highest)
        return new

    async def gap(self):
        self.highest = 0


@ANSWERS.right
class WithEverythingThatWasShown:
    def __init__(self):
        self.ids, self.posts, self.done, self.state = [0], [], set(), "closed"

    def opened(self):
        self.state = "open"
        return self.ids[-1], [key for key in self.posts if key not in self.done]

    def closed(self):
        self.state = "closed"

    def post(self, key):
        self.posts.append(key)
        self.done.discard(key)
        return self.state == "open"

    def stored(self, key):
        self.done.add(key)

    def heard(self, number):
        if number > self.ids[-1]:
            self.ids.append(number)
            return True
        return False

    def gap(self):
        self.ids = [0]


SEEN = "if number <= self.after:\n            return False\n        "
GIVES, KNOWN = (
    "return self.after, list(self.waiting)",
    "if key in self.waiting:\n            self.waiting.remove(key)",
)
ANSWERS.edits(
    (SEEN, "", "It was shown already"),
    ("number <= self.after", "number < self.after", "It was shown already"),
    ("number <= self.after", "number == self.after", "7 came twice, and is no step back"),
    (GIVES, "return self.after, []", "now is its time"),
    (GIVES, "return 0, list(self.waiting)", "It stopped at 8"),
    (GIVES, "return self.after, self.waiting[::-1]", "Posts go again in the order of their making"),
    (GIVES, "return [self.after, self.waiting]", "opened returned a list, expected a tuple"),
    (GIVES, "keys, self.waiting = self.waiting, []\n        return self.after, keys", "As often as it takes"),
    ("self.waiting.append(key)\n        return self.open",
     "if not self.open:\n            self.waiting.append(key)\n        return self.open", "Nobody answered"),
    ("return self.open", "return True", "the post waits for the next one"),
    ("self.open = False\n\n", "pass\n\n", "the post waits"),
    (KNOWN, "self.waiting.remove(key)", "raised ValueError"),
    (KNOWN, "self.waiting.clear()", "Only the answered one is done"),
    (KNOWN, "pass", "once is enough"),
    ("        self.after = 0\n", "        pass\n", "ids may begin anew"),
    ("        self.after = 0\n", "        self.after, self.waiting = 0, []\n", "A gap says nothing of"),
)  # fmt: skip
