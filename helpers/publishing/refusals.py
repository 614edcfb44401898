"""What the operating system refuses, in a sentence that says what to do.

Enters: an `OSError` of a command. Leaves: a `CourseError`. Also here: terminals that cannot show every letter.
"""

import errno
import os
from typing import Any

from helpers.publishing.errors import CourseError

__all__ = ["explain", "legible", "plain"]

_ELSEWHERE = "name a folder that you may write to: course lab --work DIR, course publish --output DIR"
_FOLDER_NEEDED = "it is a file where a folder has to be: rename or remove it, or name another folder"
_REMEDIES = {
    errno.EACCES: _ELSEWHERE,
    errno.EPERM: _ELSEWHERE,
    errno.EROFS: _ELSEWHERE,
    errno.ENOSPC: "make some room and run the command again; what was there stays as it was",
    errno.EDQUOT: "make some room and run the command again; what was there stays as it was",
    errno.ENOTDIR: _FOLDER_NEEDED,
    errno.EEXIST: _FOLDER_NEEDED,
    errno.EISDIR: "it is a folder where a file has to be: rename or remove it",
    errno.EMFILE: "close some programs, or raise the limit of open files: ulimit -n 4096",
}


def explain(error: OSError) -> CourseError:
    """The error with its file and a remedy."""
    where = os.path.relpath(os.fsdecode(error.filename)) if error.filename else "the system"
    found = error.strerror or str(error)
    return CourseError(where, found, remedy=_REMEDIES.get(error.errno or 0, ""))


def legible(stream: Any) -> None:
    """Let a stream replace the letters that its encoding lacks."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def plain(line: str, encoding: str | None) -> str:
    """A line of progress for a terminal that may lack its signs."""
    try:
        line.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return line.replace("█", "#").replace("░", ".").replace("… ", "")
    return line
