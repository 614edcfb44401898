from tests.exercises.proofs import Answers

ANSWERS = Answers("Acks")


@ANSWERS.right
class WithDeadlines:
    """Each number has the last moment at which an answer is in time, or None once it has one."""

    def __init__(self, patience):
        self.patience, self.ends = patience, []

    def ask(self, now):
        self.ends.append(now + self.patience)
        return len(self.ends) - 1

    def heard(self, now, number):
        if not 0 <= number < len(self.ends):
            return "unknown"
        end, self.ends[number] = self.ends[number], None
        if end is None:
            return "double"
        return "right" if now <= end else "late"

    def waiting(self, now):
        return len([end for end in self.ends if end is not None and end >= now])


@ANSWERS.right
class WithTwoDicts:
    def __init__(self, patience):
        self.patience, self.next, self.open, self.done = patience, 0, {}, set()

    async def ask(self, now):
        number, self.next = self.next, self.next + 1
        self.open[number] = now
        return number

    async def heard(self, now, number):
        if number in self.done:
            return "double"
        if number not in self.open:
            return "unknown"
        self.done.add(number)
        return "right" if now - self.open.pop(number) <= self.patience else "late"

    async def waiting(self, now):
        return sum(1 for then in self.open.values() if now - then <= self.patience)


ANSWERS.edits(
    ("self.next += 1", "pass", "Each event gets the next number"),
    ("return number\n", "return None\n", "ask returned None"),
    ('return "unknown"', 'return "late"', "Nothing was asked: unknown"),
    ('return "double"', 'return "right"', "a second answer is double"),
    ("self.answered.add(number)", "pass", "a second answer is double"),
    ("self.answered.add(number)", "del self.asked[number]", "raised KeyError"),
    ("self.asked[number] > self.patience", "self.asked[number] >= self.patience", "is in time"),
    ("now - self.asked[number] > self.patience", "False", "Nobody waits for it any more"),
    ("if number not in self.answered and", "if", "Who was answered waits no more"),
    ("and now - then <= self.patience", "", "asked too long ago waits no more"),
    ("now - then <= self.patience", "now - then < self.patience", "asked too long ago waits no more"),
    ("if number not in self.asked:", "if False:", "raised KeyError"),
)  # fmt: skip
