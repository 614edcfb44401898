"""Work that takes its time, and notes how it was called: from which thread, beside whom, with a loop that went on.

Enters: what to give or raise for each argument, and a wire. Leaves: ``work``, which blocks or is awaited; in
``trouble`` the first thing that was not as it should be. It waits as real work does, for somebody else: it asks the
wire's server whether it is still there, which only a loop that turns can say. A limit in seconds was rejected: a slow
machine would exceed it. There is a number of looks instead: whatever holds up a loop holds those up too.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import copy_context

from helpers.checks.engine.values import describe
from helpers.checks.judges.wire import Wire

__all__ = ["LOOK", "LOOKS", "QUESTION", "SlowWork"]

LOOK, LOOKS = 0.01, 40  # s, times
QUESTION = b"still there?\n"
HERE = "work was called in the event loop's own thread: until it returns, this kernel answers nobody."
STUCK = (
    "While work ran, another client spoke to this server and got no answer: your function waits without await, "
    "and the loop waits with it. join() and result() wait like that."
)
ALONE = "Two clients asked, and work for the second began only when it was over for the first."
ELSEWHERE = "This work is an async def, and belongs to the loop that runs you: await it, in no other thread."
LOST = "work raised an error in your thread, and there it stayed: hand it to whoever awaits your function."


class SlowWork:
    """``gives`` are the arguments that there are, each with a text or the error to raise; all are asked for at once.

    While it is entered, an error of its own that stays in a thread is noted instead of printed.
    """

    def __init__(self, gives: Mapping[str, str | Exception], wire: Wire) -> None:
        self.trouble = ""
        self.begun: list[str] = []
        self._gives, self._wire = gives, wire
        self._thread, self._loop = threading.get_ident(), asyncio.get_running_loop()
        self._context = copy_context()  # not the answer's, whose tasks are under its limit
        self._running: set[object] = set()
        self._met = threading.Event()
        self._closed = False

    def __enter__(self) -> "SlowWork":
        self._hook, threading.excepthook = threading.excepthook, self._uncaught
        return self

    def __exit__(self, *exception: object) -> None:
        threading.excepthook = self._hook

    @property
    def over(self) -> bool:
        """Whether it was called for everything and runs no more."""
        return not self._running and self._all_begun

    @property
    def _all_begun(self) -> bool:
        return set(self.begun) == set(self._gives)

    def work(self, awaited: bool) -> Callable[[str], object]:
        """What the answer gets."""

        def work(day: str) -> str:
            with self._call(day) as waits:
                if waits and (trouble := self._blocked()):
                    self._note(trouble)
                return self._give(day)

        async def coroutine(day: str) -> str:
            with self._call(day) as waits:
                if waits and threading.get_ident() != self._thread:
                    self._note(ELSEWHERE)
                elif waits:
                    await self._wire.say(QUESTION)
                return self._give(day)

        coroutine.__qualname__ = work.__qualname__ = "work"  # which a TypeError writes
        return coroutine if awaited else work

    async def let_go(self) -> None:
        """Nobody waits any longer, who calls from now on has an answer at once; returns when no thread is in it."""
        self._closed = True
        for _ in range(LOOKS):
            if self._running:
                await asyncio.sleep(LOOK)

    def _note(self, trouble: str) -> None:
        self.trouble = self.trouble or trouble

    def _uncaught(self, args: threading.ExceptHookArgs) -> None:
        if any(args.exc_value is given for given in self._gives.values()):
            self._note(LOST)
        else:
            self._hook(args)

    @contextmanager
    def _call(self, day: str) -> Iterator[bool]:
        """Whether it takes time: nothing does that was not asked for, or comes too late."""
        self._running.add(call := object())
        try:
            if known := day in [*self._gives]:
                self.begun += [day] * (not self._closed)
            else:
                self._note(
                    f"work was called with {describe(day)}: it wants the argument that your function got."
                )
            yield known and not self._closed
        finally:
            self._running.discard(call)

    def _give(self, day: str) -> str:
        given = next((given for known, given in self._gives.items() if known == day), "")
        if isinstance(given, Exception) and not self._closed:
            raise given
        return str(given)

    def _blocked(self) -> str:
        """What is wrong with the thread that it blocks, or nothing."""
        if threading.get_ident() == self._thread:
            return HERE
        if self._all_begun:
            self._met.set()
        if not self._comes(self._met):
            return ALONE
        heard = threading.Event()
        with suppress(RuntimeError):  # the loop is closed, and who still runs was let go
            self._loop.call_soon_threadsafe(self._ask, heard, context=self._context)
        return "" if self._comes(heard) else STUCK

    def _comes(self, event: threading.Event) -> bool:
        return any(self._closed or event.wait(LOOK) for _ in range(LOOKS))

    def _ask(self, heard: threading.Event) -> None:
        if not self._closed:
            self._wire.begin(self._wire.say(QUESTION)).add_done_callback(lambda _: heard.set())
