"""What a learner has solved: one small JSON file in the user's data folder.

Enters: the outcome of each check. Leaves: a versioned file that several kernels may write at once (a lock around
read, change, write; the new file replaces the old in one step). A file that cannot be read is set aside, never
deleted, with a message that names both. ``REALTIME_PROGRESS_DIR`` puts the folder elsewhere. Never raises: a check
counts for more than its record, so a full or read-only disk becomes a note under the verdict.

A database was rejected: the file is to be readable, and to be deleted, by whoever owns it.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from platformdirs import user_data_path

# A browser tab has a soft lock only, which filelock warns of; it has no other process either.
with catch_warnings(action="ignore"):
    from filelock import FileLock, Timeout

__all__ = ["Entry", "ProgressFile", "folder"]

VERSION = 1
_WAIT = 2.0  # s for another kernel's lock


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise: how many checks, and when the first one passed (seconds since 1970), if one did."""

    checks: int = 0
    passed: float | None = None


def folder() -> Path:
    """Where the file is."""
    chosen = os.environ.get("REALTIME_PROGRESS_DIR")
    return Path(chosen) if chosen else user_data_path("realtime-on-the-wire")


class ProgressFile:
    """Reads and writes the file; every method says what went wrong in words."""

    def __init__(self, place: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self.path = (place or folder()) / "progress.json"
        self._clock = clock

    def read(self) -> tuple[dict[str, Entry], str]:
        """Every entry, and a message where the file had to be set aside."""
        try:
            with self._lock():
                return self._load()
        except (OSError, Timeout) as error:
            return {}, self._cannot("read", error)

    def record(self, name: str, *, passed: bool) -> tuple[int, str]:
        """Count one check; the number of checks so far comes back, and a message where there is one."""
        try:
            with self._lock():
                entries, message = self._load()
                entry = entries.get(name, Entry())
                first = entry.passed if entry.passed or not passed else self._clock()
                entries[name] = Entry(entry.checks + 1, first)
                self._save(entries)
                return entry.checks + 1, message
        except (OSError, Timeout) as error:
            return 1, self._cannot("saved", error)

    def reset(self) -> str:
        """Begin anew; the old file is kept beside it."""
        try:
            with self._lock():
                if not self.path.exists():
                    return f"Nothing was recorded in {self.path}."
                kept = self._set_aside("before-reset")
                return f"Progress starts anew. What was there is kept in {kept}."
        except (OSError, Timeout) as error:
            return self._cannot("reset", error)

    def _lock(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path.with_suffix(".lock"), timeout=_WAIT)

    def _load(self) -> tuple[dict[str, Entry], str]:
        if not self.path.exists():
            return {}, ""
        try:
            return _parse(self.path.read_bytes()), ""
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            kept = self._set_aside("unreadable")
            message = (
                f"The progress file could not be read ({error}). It is kept as {kept}; a new one was begun."
            )
            return {}, message

    def _set_aside(self, why: str) -> Path:
        number = 1
        while (kept := self.path.with_name(f"progress-{why}-{number}.json")).exists():
            number += 1
        return self.path.replace(kept)

    def _save(self, entries: dict[str, Entry]) -> None:
        document = {"version": VERSION, "exercises": {name: asdict(entry) for name, entry in entries.items()}}
        new = self.path.with_name(f"progress-{os.getpid()}.tmp")
        try:
            new.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
            new.replace(self.path)
        finally:
            with suppress(FileNotFoundError):
                new.unlink()

    def _cannot(self, what: str, error: Exception) -> str:
        return f"Progress could not be {what} in {self.path}: {error}"


def _parse(data: bytes) -> dict[str, Entry]:
    document: Any = json.loads(data)
    if document["version"] != VERSION:
        raise ValueError(f"version {document['version']}, this course writes {VERSION}")
    entries = document["exercises"].items()
    return {
        str(name): Entry(int(one["checks"]), one["passed"] and float(one["passed"])) for name, one in entries
    }
