"""When each lesson was changed last, as git knows it.

Enters: the course's folder. Leaves: the stem of a lesson's file → the moment of its last commit (ISO 8601). Where
there is no git, or the folder is no working copy, nobody knows: a file's own time is only that of its copying. Nor
does a shallow copy, whose oldest commit is said to have written all that is older.
"""

import subprocess
from pathlib import Path

__all__ = ["changed"]

_LOG = ("git", "log", "--format=%x00%cI%x09%D", "--decorate=short", "--name-only", "--", "lessons")
_SECONDS = 20


def changed(root: Path) -> dict[str, str]:
    """The last change of every lesson that has one."""
    try:
        done = subprocess.run(_LOG, cwd=root, capture_output=True, text=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, str] = {}
    for commit in done.stdout.split("\0")[1:]:
        head, *names = commit.split("\n")
        moment, _, known_as = head.partition("\t")
        if "grafted" in known_as.split(", "):
            continue
        for name in names:
            if name.endswith(".md"):
                found.setdefault(Path(name).stem, moment)
    return found
