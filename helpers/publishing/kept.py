"""What a run keeps for the next one: a file each, whose name says what it is of and, as a digest, all it was made of.

Enters: whatever a result depends on. Leaves: the result of an earlier run that depended on the same, or nothing. Of
each name the newest few stay. Where nothing can be kept, the next run does its work again.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from glob import escape
from pathlib import Path

from helpers.publishing.running import is_running

__all__ = ["Kept", "digest", "files_that_make_it", "installed", "our_code"]

NEWEST = 2
IGNORED = {"__pycache__", "node_modules"}
_HERE = Path(__file__).parent


@cache
def installed() -> tuple[str, ...]:
    """The version of Python, and every package that is installed, with its own: their folders' names have them."""
    folders = (Path(folder).glob("*.*-info") for folder in dict.fromkeys(sys.path))
    return (sys.version, *sorted(path.name for found in folders for path in found))


def files_that_make_it(*parts: Path) -> Iterator[Path]:
    """All files in these files and folders, in order."""
    for part in parts:
        for path in [part] if part.is_file() else sorted(part.rglob("*")):
            if path.is_file() and not IGNORED & set(path.parts):
                yield path


def digest(*made_of: bytes | str) -> str:
    """One for all parts, which tells `ab, c` from `a, bc`."""
    whole = hashlib.sha256()
    for part in made_of:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8) + data)
    return whole.hexdigest()[:32]


@cache
def our_code() -> str:
    """The digest of what publishes: this package, and all others."""
    return digest(*installed(), *(path.read_bytes() for path in files_that_make_it(_HERE)))


class Kept:
    """The results of one kind, in a folder of their own; ``made_of`` is what all of them depend on."""

    def __init__(self, folder: Path, *made_of: bytes | str, suffix: str = "") -> None:
        self._folder, self._base, self._suffix = folder, digest(*made_of), suffix

    def place(self, name: str, *made_of: bytes | str) -> Path:
        """Where a result is, or would be."""
        return self._folder / f"{name}-{digest(self._base, *made_of)}{self._suffix}"

    def find(self, place: Path) -> bytes | None:
        """What was kept there."""
        try:
            data = place.read_bytes()
            os.utime(place)  # it was needed
        except OSError:
            return None
        return data

    def keep(self, place: Path, data: bytes) -> None:
        """Keep it, and of its name only the newest."""
        fresh = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
            fresh.replace(place)
            name = place.name[: -len(f"-{'?' * 32}{self._suffix}")]
            runs = place.parent.glob(f"{escape(name)}-{'?' * 32}{self._suffix}")
            for old in sorted(runs, key=lambda path: path.stat().st_mtime_ns)[:-NEWEST]:
                old.unlink()
            for half in place.parent.glob(".*"):
                if not is_running(half.suffix[1:]):
                    half.unlink()
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
