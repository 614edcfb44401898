"""Lets another program take this process over, so that Ctrl-C reaches it, and is one line until it knows what to do.

Enters: a module as after ``python -m``, and its arguments. Leaves: nothing, this program has gone. Ctrl-C waits while
Python starts again; then this file, run as a program, imports the module where it is dealt with.
"""

import os
import signal
import sys
from typing import NoReturn

__all__ = ["command", "hand_over"]


def command(module: str, *arguments: str) -> list[str]:
    """What runs ``module``, wherever the course is."""
    return [sys.executable, "-P", os.path.abspath(__file__), module, *arguments]


def hand_over(command: list[str]) -> NoReturn:
    """Run ``command`` in the place of this program."""
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        os.execv(command[0], command)
    finally:  # there is no such program
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _main() -> int:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    from runpy import run_module

    module, *sys.argv[1:] = sys.argv[1:]
    run_module(module, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.path.append(os.path.abspath(f"{__file__}/../../.."))  # not in front: a folder has names of its own
    from helpers.publishing.stopping import program

    program(_main)
