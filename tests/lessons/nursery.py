"""Real kernels that cost half: a process imports ipykernel and the libraries once, and each kernel is a fork of it.

Hundreds of kernels run a lesson in hundreds of ways; most of the time of each would go into the same imports. The
course's own modules are imported by the kernel itself.

Enters, a line each: ``["connection file", "folder"]``. Leaves: first the seconds of CPU that the imports took, then
for each line a process id.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Nursery", "nursery"]

ROOT = Path(__file__).parents[2]


class Nursery:
    """Starts kernels, as long as its process runs. ``seconds`` of CPU were spent for each before it began."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.seconds = float(self._answer())

    def start(self, connection_file: str, folder: Path) -> int:
        """Start a kernel that runs in ``folder``; its process id, which is that of its group as well."""
        assert self._process.stdin is not None
        print(json.dumps([connection_file, str(folder)]), file=self._process.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery that ends with the block."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield Nursery(process)


def _main() -> None:
    import ipykernel.kernelapp

    for library in ("aiohttp", "anywidget", "ipywidgets", "psutil", "websockets"):
        importlib.import_module(library)
    print(time.process_time(), flush=True)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels
    for line in sys.stdin:
        connection_file, folder = json.loads(line)
        if kernel := os.fork():
            print(kernel, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.chdir(folder)
        sys.path[0] = ""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        mother = f"--IPKernelApp.parent_handle={os.getppid()}"  # a kernel ends when she does
        ipykernel.kernelapp.launch_new_instance(argv=["-f", connection_file, mother])
        return


if __name__ == "__main__":
    _main()
