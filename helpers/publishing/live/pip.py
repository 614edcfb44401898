"""pip: where it is, and a download so that what it ends with is a sentence.

Enters: requirements. Leaves: wheels of pure Python in a folder; nothing is installed, nothing is built.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.programs import in_python, last_words, on_path, run_program

__all__ = ["download", "find_pip"]

PATIENCE = 600  # s
OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1", "--only-binary=:all:",
           "--platform", "any")  # fmt: skip
# What pip says of a network that is not there.
OFFLINE = ("NewConnectionError", "Failed to establish", "ConnectTimeout", "ReadTimeout", "ProxyError",
           "Max retries exceeded", "Temporary failure in name resolution")  # fmt: skip


def find_pip() -> list[str]:
    """The command that is pip: of this Python, or one that uv runs."""
    if command := in_python("pip", "-m", "pip") or on_path("uv", "tool", "run", "pip"):
        return command
    raise CourseError("pip", "not in this Python", remedy=f"{sys.executable} -m ensurepip")


def download(arguments: Sequence[str], folder: Path, *, python: str) -> None:
    """Put the wheels of some requirements into a folder, for that version of Python."""
    where = ["--python-version", python, "--dest", str(folder)]
    command = [*find_pip(), "download", *OPTIONS, *where, *arguments]
    run_program("pip", command, folder, patience=PATIENCE, refusal=_refusal)


def _refusal(said: str) -> CourseError:
    if any(words in said for words in OFFLINE):
        remedy = "once you are online, run it again; publishing without --live needs no network"
        return CourseError("pip", "the index of packages cannot be reached", remedy=remedy)
    lines = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    found = lines[-1] if lines else last_words(said)
    return CourseError("pip", found, remedy="look at pip's settings (pip config list), and run it again")
