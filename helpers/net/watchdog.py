"""Notices that the kernel's one event loop is blocked while a server should answer.

A thread asks the loop for a heartbeat while any server is open. After 1 s without one it warns. After 5 s in which
the main thread did not even compute (it waits, most likely for a server of its own kernel: a deadlock) it raises
``LoopBlocked`` in the blocked code. It never touches a loop that answers or that is busy computing. On a busy machine
nobody may have had a processor meanwhile: so only time counts in which the thread itself went its rounds, or the main
one computed, and who is found with nothing to do is about to answer. Where a notebook is executed to be published it
does not warn: a busy machine is no part of a page. In a browser tab, where there are no threads, nobody watches.
"""

import asyncio
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from weakref import WeakSet

from helpers.kernel.attended import attended

__all__ = ["LoopBlocked", "unwatch", "watch"]

BEAT = 0.2  # s between two heartbeats
WARN_AFTER = 1.0  # s
CUT_AFTER = 5.0  # s
IDLE = (
    0.1  # of the time: a main thread that computes less than this is waiting, not working on a busy machine
)
SIGNAL = signal.SIGUSR2
LOOPS, CALLS = asyncio.BaseEventLoop._run_once.__code__, asyncio.Handle._run.__code__  # type: ignore[attr-defined]

Clock = Callable[[], float]

_servers: "WeakSet[object]" = WeakSet()
_watchdog: "Watchdog | None" = None


class LoopBlocked(RuntimeError):
    """The event loop could not run for too long, and with it every server in this kernel."""


def watch(server: object) -> None:
    """Watch the running loop for as long as ``server`` is open (in the main thread; elsewhere nobody watches)."""
    global _watchdog
    if sys.platform == "emscripten":
        return
    _servers.add(server)
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        return
    if _watchdog is None or _watchdog.stopped or _watchdog.loop is not loop:
        if _watchdog is not None:
            _watchdog.stop()
        _watchdog = Watchdog(loop)
        _watchdog.start()


def unwatch(server: object) -> None:
    """No longer watch for ``server``; with the last one the watchdog's thread ends."""
    _servers.discard(server)
    if not _servers and _watchdog is not None:
        _watchdog.stop()


class Watchdog(threading.Thread):
    """The thread that counts a loop's heartbeats.

    It speaks through a signal, because only the main thread's output stands under the cell that blocks, and
    only there an exception ends what blocks.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, *, clock: Clock = time.monotonic) -> None:
        super().__init__(name="event loop watchdog", daemon=True)
        self.loop, self._clock = loop, clock
        self._main = threading.get_ident()
        self._looked, self._computed = clock(), self._cpu()  # at the last look
        self._answered, self._warned = True, False
        # In s, since it was asked: how long it owes an answer, and for how long of that it computed.
        self._late, self._busy = 0.0, 0.0
        self._stopped = threading.Event()
        signal.signal(SIGNAL, self._signalled)

    @property
    def stopped(self) -> bool:
        """Whether it was told to end, or has ended."""
        return self._stopped.is_set() or not self.is_alive()

    def stop(self) -> None:
        """End the thread soon; it holds nothing."""
        self._stopped.set()

    def run(self) -> None:
        """Ask for heartbeats until stopped or the loop is closed."""
        while not self._stopped.wait(BEAT) and not self.loop.is_closed():
            if not self.loop.is_running():
                self._heartbeat()  # nobody blocks a loop that is not in use
            if self.look():
                signal.pthread_kill(self._main, SIGNAL)

    def look(self) -> bool:
        """Look whether the loop has answered, and ask it again; whether it is time to say something."""
        now, computed = self._clock(), self._cpu()
        passed, worked = now - self._looked, computed - self._computed
        self._looked, self._computed = now, computed
        if self._answered:
            self._late, self._busy, self._answered, self._warned = 0.0, 0.0, False, False
            with suppress(RuntimeError):  # the loop was closed meanwhile
                self.loop.call_soon_threadsafe(self._heartbeat)
            return False
        self._late += max(worked, min(passed, 2 * BEAT))
        self._busy += worked
        says = (self._late > WARN_AFTER and not self._warned) or (self._late > CUT_AFTER and self._waits())
        self._warned = self._warned or says
        return says

    def _heartbeat(self) -> None:
        self._answered = True

    def _waits(self) -> bool:
        return self._busy < IDLE * self._late

    def _cpu(self) -> float:
        """The processor time the main thread has used; macOS tells only that of the whole process."""
        if not hasattr(time, "pthread_getcpuclockid"):
            return time.process_time()
        return time.clock_gettime(time.pthread_getcpuclockid(self._main))

    def _signalled(self, signum: int, frame: FrameType | None) -> None:
        if self._answered or not _in_callback(frame):
            return  # the loop came back before the signal did, or is just about to answer
        if self._late > CUT_AFTER and self._waits():
            said = _blocked(self._late)
            self._heartbeat()
            raise LoopBlocked(said + " What blocked it was stopped here.")
        if self._late > WARN_AFTER and attended():
            print(_blocked(self._late), file=sys.stderr, flush=True)


def _in_callback(frame: FrameType | None) -> bool:
    """Whether the main thread is inside of something that a loop has called, and not in the loop itself."""
    while frame is not None and frame.f_code is not LOOPS and frame.f_code is not CALLS:
        frame = frame.f_back
    return frame is not None and frame.f_code is CALLS


def _blocked(late: float) -> str:
    return (
        f"The event loop has been blocked for {late:.0f} s: no server in this kernel can answer. "
        "Use await (asyncio.sleep, an async client) instead of a call that blocks."
    )
