from collections import defaultdict

from tests.exercises.proofs import Answers

ANSWERS = Answers("Windows")


@ANSWERS.right
class CountsWhatIsSpent:
    """A window is the initial one, more what was granted, less what was spent."""

    def __init__(self, initial):
        self.initial, self.spent, self.granted = initial, defaultdict(int), defaultdict(int)

    def _left(self, stream):
        return (self.initial if stream else 65_535) + self.granted[stream] - self.spent[stream]

    async def send(self, stream, size):
        size = max(0, min(size, self._left(stream), self._left(0)))
        for one in (0, stream):
            self.spent[one] += size
        return size

    def refill(self, stream, increment):
        fits = self._left(stream) + increment <= 0x7FFF_FFFF
        self.granted[stream] += increment * fits
        return fits

    def resize(self, initial):
        self.initial = initial


@ANSWERS.right
class OneObjectEach:
    def __init__(self, initial):
        self.initial, self.connection, self.streams = initial, [65_535], {}

    def _of(self, stream):
        return self.streams.setdefault(stream, [self.initial]) if stream else self.connection

    def send(self, stream, size):
        own = self._of(stream)
        room = min(size, own[0], self.connection[0])
        if room <= 0:
            return 0
        own[0] -= room
        self.connection[0] -= room
        return room

    def refill(self, stream, increment):
        window = self._of(stream)
        if window[0] > 2**31 - 1 - increment:
            return False
        window[0] += increment
        return True

    def resize(self, initial):
        for window in self.streams.values():
            window[0] += initial - self.initial
        self.initial = initial


ANSWERS.edits(
    ("min(size, own, self.left[0])", "size", "1,000 bytes may leave on a stream at first"),
    ("self.left[stream] -= allowed\n", "pass\n", "What has left is spent: 400 are left"),
    ("own, self.left[0])", "own)", "DATA is paid from both windows"),
    ("65_535", "initial", "the connection's begins with 65,535, whatever the settings say"),
    ("self.left[0] -= allowed", "pass", "Stream 1 has spent 50,000 of the connection's window too"),
    ("self.left[stream] -= allowed", "self.left[stream] -= min(size, own)", "What could not leave is not spent"),
    ("max(0, min(size, own, self.left[0]))", "min(size, own, self.left[0])", "The stream's window is below 0 now"),
    ("self.left[stream] = after", "self.left[stream] = self.left[0] = after", "The connection's window is spent"),
    ("            if stream:\n", "            if True:\n", "The connection"),
    ("self.left[stream] += initial - self.initial", "self.left[stream] = initial", "shrink by the difference: 300"),
    ("        self.initial = initial", "        pass", "A new stream begins with the new initial window"),
    ("after >= 2**31", "after > 2**31", "No window may exceed 2³¹ - 1"),
    ("after >= 2**31", "False", "No window may exceed 2³¹ - 1"),
    ("        return True", "        return", "refill returned None, expected True or False"),
    ("def refill", "def update", "which has no method refill"),
)  # fmt: skip
