"""3A: spend two windows at once, refill them, and make them smaller (RFC 9113 §5.2, §6.9)."""

import random

from helpers.checks.judges.alongside import CALLS, Story, alongside
from helpers.protocols.http2.codes import FrameError
from helpers.protocols.http2.windows import Windows

__all__ = ["judge"]

BOTH = "DATA is paid from both windows, that of its stream and the connection's: the smaller one decides."
OWN = "Each stream has a window of its own; the connection's begins with 65,535, whatever the settings say."
ONE = "A WINDOW_UPDATE fills one window: that of its stream, or the connection's for stream 0."
BELOW = "The stream's window is below 0 now: nothing may leave until updates have brought it above."
FULL = "No window may exceed 2³¹ - 1: return False, and leave it as it was."
# in the order in which one writes the answer; args are the initial window of a stream
STORIES = (
    Story("send 1 600", "There is room for all of it."),
    Story("send 1 1500", "1,000 bytes may leave on a stream at first, and not one more."),
    Story("send 1 600, send 1 600", "What has left is spent: 400 are left."),
    Story("send 1 1000, send 1 5", "The window is spent: nothing may leave."),
    Story("send 1 1000, send 3 600", OWN),
    Story("send 1 70000", BOTH, args=(100_000,)),
    Story("send 1 50000, send 3 50000",
          f"Stream 1 has spent 50,000 of the connection's window too. {BOTH}", args=(50_000,)),
    Story("send 1 50000, send 3 50000, refill 0 40000, send 3 50000",
          "What could not leave is not spent: stream 3 has 34,465 left, and the connection 40,000.", args=(50_000,)),
    Story("send 1 1000, refill 1 300, send 1 500", ONE),
    Story("send 1 1000, refill 3 300, send 1 500", ONE),
    Story("send 1 1000, refill 0 300, send 1 500", ONE),
    Story("refill 1 500, send 1 5000", "A window may be filled before anything was sent: 1,500."),
    Story("send 1 65535, refill 1 900, send 1 5", f"The connection's window is spent. {BOTH}", args=(65_535,)),
    Story("send 1 65535, refill 0 900, refill 1 900, send 1 5000", ONE, args=(65_535,)),
    Story("resize 400, send 1 5000", "A new stream begins with the new initial window."),
    Story("send 1 100, resize 400, send 1 5000", "Streams that have begun shrink by the difference: 300."),
    Story("send 1 100, resize 1600, send 1 5000", "Streams that have begun grow by the difference: 1,500."),
    Story("send 1 900, resize 400, send 1 5", BELOW),
    Story("send 1 900, resize 400, refill 1 600, send 1 5000", f"{BELOW} It was at -500, now at 100."),
    Story("send 1 10, resize 0, resize 65535, send 1 99999",
          "The connection's window is not resized.", args=(65_535,)),
    Story("refill 1 2147482647, refill 1 1", FULL),
    Story("refill 1 2147482648, send 1 5000", FULL),
    Story("refill 0 2147418112, refill 0 1", FULL),
    Story("refill 0 2147418113, refill 0 1", FULL),
)  # fmt: skip


class _Ours:
    """The library's windows, asked as the exercise asks."""

    def __init__(self, initial: int) -> None:
        self.windows = Windows()
        self.windows.resize(initial)

    def send(self, stream: int, size: int) -> int:
        allowed = max(0, min(size, *self.windows.left(stream)))
        self.windows.spend(stream, allowed)
        return allowed

    def refill(self, stream: int, increment: int) -> bool:
        try:
            self.windows.refill(stream, increment)
        except FrameError:
            return False
        return True

    def resize(self, initial: int) -> None:
        self.windows.resize(initial)

    def why(self, given: object) -> str:
        return f"The connection has {self.windows.connection.left} left after that. {BOTH}"


def _by_chance(source: random.Random) -> Story:
    return Story(_call(source) for _ in range(CALLS))


def _call(source: random.Random) -> tuple[str, *tuple[int, ...]]:
    name = source.choice(("send", "send", "send", "refill", "refill", "resize"))
    if name == "resize":
        return name, source.choice((0, 500, 1_000, 30_000))
    stream, size = source.choice((1, 3, 5)), source.choice((1, 500, 1_000, 20_000))
    if name == "send":
        return name, stream, size
    return name, source.choice((0, stream)), size


judge = alongside(_Ours, STORIES, _by_chance, args=(1_000,))
