"""The process that measures. It imports once what all jobs need, and forks a process for each of them, so that none
has what another left behind.

Its input is a pipe from whoever has something measured: a line is the number of a job, and the job. A line of output
is a job's number, and its result, as soon as that is known; how many run side by side is up to who asks. The end of
the input means that nobody asks any more, however that came: then all ends that was forked here. It has one thread,
as what forks should have. Nothing here is imported by a kernel.
"""

import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from selectors import EVENT_READ, DefaultSelector
from typing import Any

from helpers.chat.unused import leave_out

__all__ = ["main"]

INPUT, OUTPUT = 0, 1
CHUNK = 2**16  # bytes
LATER = ("hdrh.histogram", "psutil")  # what each job would import by itself

Do = Callable[[dict[str, Any]], object]


class _Worker:
    """Begins jobs as they come, and tells their results."""

    def __init__(self, do: Do) -> None:
        self._do, self._rest = do, b""
        self._begun: dict[int, tuple[bytes, int]] = {}  # by the end of a pipe: a job's number and process
        self._news = DefaultSelector()
        self._news.register(INPUT, EVENT_READ)

    def run(self) -> None:
        """Return when nobody asks any more."""
        asked = True
        while asked:
            for key, _ in self._news.select():
                if key.fd != INPUT:
                    self._tell(key.fd)
                elif asked := bool(some := os.read(INPUT, CHUNK)):
                    *lines, self._rest = (self._rest + some).split(b"\n")
                    for line in lines:
                        self._begin(*line.split(b" ", 1))
        for _, child in self._begun.values():
            os.kill(child, signal.SIGKILL)

    def _begin(self, number: bytes, job: bytes) -> None:
        ours, theirs = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(theirs, OUTPUT)
            self._do(json.loads(job))
        os.close(theirs)
        self._begun[ours] = number, child
        self._news.register(ours, EVENT_READ)

    def _tell(self, ours: int) -> None:
        """What a job has said; one that ended without a word has failed."""
        self._news.unregister(ours)
        number, child = self._begun.pop(ours)
        with open(ours, "rb") as pipe:
            said = pipe.readline()
        _, status = os.waitpid(child, 0)
        failed = json.dumps({"failed": f"its process ended with status {status}"}).encode() + b"\n"
        sys.stdout.buffer.write(number + b" " + (said or failed))
        sys.stdout.flush()


def main() -> None:
    """Learn what all jobs need, then take them until there are none."""
    leave_out("redis")
    gc.disable()
    jobs = importlib.import_module("helpers.measure.jobs")
    for name in LATER:
        importlib.import_module(name)
    gc.freeze()  # a job that looks for garbage, or has it looked for, finds its own
    gc.enable()
    _Worker(jobs.do).run()


if __name__ == "__main__":
    main()
