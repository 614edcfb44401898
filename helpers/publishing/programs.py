"""Programs that the publisher runs (npm, pip, JupyterLite): found, run, and what they end with is a sentence.

Enters: a command, the folder that it works in, and what a refusal means. Leaves: nothing, or a `CourseError`.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from helpers.publishing.errors import CourseError

__all__ = ["Refusal", "in_python", "last_words", "on_path", "run_program"]

Refusal = Callable[[str], CourseError]  # of what the program said before it failed


def on_path(program: str, *arguments: str) -> list[str]:
    """The command of a program on the PATH, or nothing."""
    found = shutil.which(program)
    return [found, *arguments] if found else []


def in_python(module: str, *arguments: str) -> list[str]:
    """This Python with some arguments, or nothing where it has no such module."""
    return [sys.executable, *arguments] if importlib.util.find_spec(module) else []


def run_program(
    name: str,
    command: Sequence[str],
    folder: Path,
    *,
    patience: float,
    refusal: Refusal,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a command in a folder for ``patience`` s at most; nobody types anything into it."""
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | (env or {}), timeout=patience, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        remedy = "run it again; a slow network or a busy machine may be why"
        raise CourseError(name, f"not done after {patience:g} s", remedy=remedy) from None
    if done.returncode:
        raise refusal(done.stdout)


def last_words(said: str) -> str:
    """The end of what a program said, where nothing better was found in it."""
    return said.strip()[-200:] or "it failed silently"
