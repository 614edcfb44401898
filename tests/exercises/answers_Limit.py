from collections import defaultdict, deque

from tests.exercises.proofs import Answers

ANSWERS = Answers("Limit")


@ANSWERS.right
class WithDeques:
    def __init__(self, most, seconds):
        self.most, self.seconds, self.seen = most, seconds, defaultdict(deque)

    def wait(self, who, now):
        seen = self.seen[who]
        while seen and seen[0] + self.seconds <= now:
            seen.popleft()
        if len(seen) < self.most:
            seen.append(now)
            return 0
        return seen[0] + self.seconds - now

    def gone(self, who):
        self.seen[who].clear()


@ANSWERS.right
class WithPairs:
    def __init__(self, most, seconds):
        self.most, self.seconds, self.allowed = most, seconds, []

    async def wait(self, who, now):
        last = [at for name, at in self.allowed if name == who][-self.most :]
        if len(last) == self.most and now - last[0] < self.seconds:
            return self.seconds - (now - last[0])
        self.allowed.append((who, now))
        return 0

    def gone(self, who):
        self.allowed = [(name, at) for name, at in self.allowed if name != who]


FULL, NOTE = "if len(times) >= self.most:", "        self.times[who] = [*times, now]\n"
ANSWERS.edits(
    ("now - one < self.seconds", "now - one <= self.seconds", "What was refused does not count"),
    (" if now - one < self.seconds", "", "What was refused does not count"),
    (FULL, "if len(times) > self.most:", "The third waits until the first is 10 s old"),
    (FULL, "if False:", "The third waits until the first is 10 s old"),
    ("return times[0] + self.seconds - now", "return self.seconds", "The third waits until the first"),
    ("return times[0] + self.seconds - now", "return times[-1] + self.seconds - now", "The third waits"),
    ("            return times[0]", "            self.times[who] = [*times, now]\n            return times[0]",
     "What was refused does not count"),
    (NOTE, "        self.times[who] = [now]\n", "The third waits"),
    (NOTE, "", "The third waits until the first is 10 s old"),
    ("self.times.get(who, [])", "self.times.get(0, [])", "self.times[who] = [*times", "self.times[0] = [*times",
     "Each person has a limit of his own"),
    ("self.times.pop(who, None)", "pass", "Who has gone is forgotten"),
    ("self.times.pop(who, None)", "del self.times[who]", "raised KeyError"),
    ("self.times.pop(who, None)", "self.times.clear()", "are allowed in any"),
    ("        return 0\n", "        return None\n", "wait returned None"),
)  # fmt: skip
