"""Ctrl-C where Python has its holes, each struck on purpose. Each in a process of its own, begun by ``python -m``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.publishing.hand_over import command
from helpers.publishing.stopping import is_stop

ROOT = Path(__file__).parents[2]
BEGIN = """
import atexit, signal, sys
from helpers.publishing.stopping import program

def strike():
    signal.raise_signal(signal.SIGINT)

def main():
"""
LINE = "course: stopped; what was there is as it was"
THROUGH_EXEC = """
    exec("strike()")
"""
ANOTHER_ERROR = """
    try:
        strike()
    except KeyboardInterrupt:
        raise RuntimeError("Error calling __set_name__") from None
"""
IN_A_DESTRUCTOR = """
    import threading

    class Struck:
        def __del__(self):
            strike()

    Struck()
    threading.Event().wait(60)
"""
HALF_MADE = """
    class Half:
        def __del__(self):
            self.unknown

    half = Half()
    strike()
"""
AGAIN_AND_AGAIN = """
    class Struck:
        def write(self, text):
            strike()
            sys.__stderr__.write(text)

        def flush(self):
            strike()

    sys.stderr = Struck()
    strike()
"""
NOBODY_READS = """
    class Gone:
        def write(self, text):
            raise BrokenPipeError

        def flush(self):
            raise BrokenPipeError

    sys.stdout = sys.stderr = Gone()
    strike()
"""
AT_ITS_END = """
    atexit.register(strike)
    print("done")
    return 0
"""

WHILE_PYTHON_STARTS = """
import signal
from helpers.publishing.hand_over import command, hand_over

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
signal.raise_signal(signal.SIGINT)
hand_over(command("this"))
"""


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        (THROUGH_EXEC, (130, "", LINE)),
        (ANOTHER_ERROR, (130, "", LINE)),
        (IN_A_DESTRUCTOR, (130, "", LINE)),
        (HALF_MADE, (130, "", LINE)),
        (AGAIN_AND_AGAIN, (130, "", LINE)),
        (NOBODY_READS, (130, "", "")),
        (AT_ITS_END, (0, "done", "")),
    ],
    ids=[
        "through-exec",
        "another-error",
        "in-a-destructor",
        "half-made",
        "again-and-again",
        "nobody-reads",
        "at-its-end",
    ],
)
def test_it_is_one_line_and_130_or_too_late(tmp_path, body, ends):
    (tmp_path / "struck.py").write_text(f"{BEGIN}{body}\nprogram(main)\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    begin = [sys.executable, "-m", "struck"]
    done = subprocess.run(begin, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == ends


def test_another_error_is_no_stop():
    assert not is_stop(RuntimeError("x"))
    assert not is_stop(None)


def test_while_python_starts_again_for_another_program_it_waits(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begin = [sys.executable, "-c", WHILE_PYTHON_STARTS]
    done = subprocess.run(begin, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", LINE)


def test_another_program_gets_its_arguments_and_keeps_its_status(tmp_path):
    (tmp_path / "{").write_text("{")
    status = {"--help": 0, "{": 1}
    for argument, expected in status.items():
        done = subprocess.run(command("json.tool", argument), cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode == expected
