"""Notices that the kernel's one event loop is blocked while a server should answer.

A thread asks the loop for a heartbeat while any server is open. After 1 s without one it warns. After 5 s in which
the main thread did not even compute (it waits, most likely for a server of its own kernel: a deadlock) it raises
``LoopBlocked`` in the blocked code. It never touches a loop that answers or that is busy computing. Where a notebook
is executed to be published it does not warn: a busy machine is no part of a page. In a browser tab, where there are
no threads, nobody watches.
"""

import asyncio
import signal
import sys
import threading
import time
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

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="event loop watchdog", daemon=True)
        self.loop = loop
        self._main = threading.get_ident()
        self._beat = time.monotonic()
        self._waiting = False
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
        warned, cpu_before = False, self._cpu()
        while not self._stopped.wait(BEAT) and not self.loop.is_closed():
            if not self.loop.is_running():
                self._heartbeat()  # nobody blocks a loop that is not in use
            late = self._late()
            if late < 2 * BEAT:
                warned, cpu_before = False, self._cpu()
            self._waiting = self._cpu() - cpu_before < IDLE * late
            if (late > WARN_AFTER and not warned) or (late > CUT_AFTER and self._waiting):
                warned = True
                signal.pthread_kill(self._main, SIGNAL)
            with suppress(RuntimeError):  # the loop was closed meanwhile
                self.loop.call_soon_threadsafe(self._heartbeat)

    def _heartbeat(self) -> None:
        self._beat = time.monotonic()

    def _late(self) -> float:
        return time.monotonic() - self._beat

    def _cpu(self) -> float:
        """The processor time the main thread has used; macOS tells only that of the whole process."""
        if not hasattr(time, "pthread_getcpuclockid"):
            return time.process_time()
        return time.clock_gettime(time.pthread_getcpuclockid(self._main))

    def _signalled(self, signum: int, frame: FrameType | None) -> None:
        late = self._late()  # looked at anew: the loop may have come back before the signal did
        if late > CUT_AFTER and self._waiting:
            self._heartbeat()
            raise LoopBlocked(_blocked(late) + " What blocked it was stopped here.")
        if late > WARN_AFTER and attended():
            print(_blocked(late), file=sys.stderr, flush=True)


def _blocked(late: float) -> str:
    return (
        f"The event loop has been blocked for {late:.0f} s: no server in this kernel can answer. "
        "Use await (asyncio.sleep, an async client) instead of a call that blocks."
    )
