"""The book of results: a line of JSON for each job that is done, so that what was measured is there whatever happens.

What enters: results, as they come. What leaves: what is known, and which jobs are left. A file that was cut in the
middle of a line is read up to there; results under another setting, or of another size, answer no job.
"""

import json
import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from helpers.measure.setting import Job, Plan, Setting, Size
from helpers.measure.ways import WAYS

__all__ = ["Book", "machine"]

FORMAT = "realtime-on-the-wire measured"


def machine() -> str:
    """Where this runs, in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


class Book:
    """Results by job. ``path``: the file in which they are kept, if they are."""

    def __init__(self, path: Path | None = None, *, setting: Setting | None = None) -> None:
        self.path, self.recorded = path, False
        self.setting = setting or Setting()
        self.machine = machine()
        self._results: dict[str, tuple[Job, Mapping[str, Any]]] = {}
        if path is not None and path.exists():
            self._read(_whole_lines(path), ours=True)

    @classmethod
    def recorded_one(cls) -> "Book":
        """The long run that comes with the course."""
        book = cls()
        book.recorded = True
        book._read((files("helpers.measure") / "recorded.ndjson").read_text("utf-8"), ours=False)
        return book

    @classmethod
    def own(cls, setting: Setting | None = None) -> "Book":
        """The learner's own, which outlives the kernel; where nothing can be written, it does not."""
        chosen = os.environ.get("REALTIME_PROGRESS_DIR")
        folder = Path(chosen) if chosen else user_data_path("realtime-on-the-wire")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(folder / "measured.ndjson", setting=setting)
        except OSError:
            return cls(setting=setting)

    @classmethod
    def latest(cls) -> "Book":
        """The learner's own where there is something in it, else the recorded one."""
        own = cls.own()
        return own if any(own.results("times")) else cls.recorded_one()

    def add(self, job: Job, result: Mapping[str, Any]) -> None:
        """Write a result down; a new one for the same job takes its place."""
        self._results[job.key] = job, result
        if self.path is not None:
            new = not self.path.exists()
            with self.path.open("a", encoding="utf-8") as file:
                file.write(
                    (self._head() if new else "") + json.dumps({**asdict(job), "result": result}) + "\n"
                )

    def clear(self) -> None:
        """Forget everything; the file goes."""
        self._results.clear()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def left(self, plan: Plan, ways: list[str]) -> list[Job]:
        """The jobs of ``plan`` that have no result yet; one that failed is tried again."""
        return [job for job in plan.jobs(ways) if not self._has(job)]

    def results(self, kind: str, *, failed: bool = False) -> Iterator[tuple[Job, Mapping[str, Any]]]:
        """Every job of a ``kind`` with its result; or those that failed."""
        return (
            pair
            for pair in self._results.values()
            if pair[0].kind == kind and ("failed" in pair[1]) == failed
        )

    def text(self) -> str:
        """All of it, as the file has it."""
        lines = [json.dumps({**asdict(job), "result": result}) for job, result in self._results.values()]
        return self._head() + "".join(f"{line}\n" for line in lines)

    def _has(self, job: Job) -> bool:
        known, result = self._results.get(job.key, (None, {"failed": ""}))
        return known == job and "failed" not in result

    def _head(self) -> str:
        head = {"format": FORMAT, "version": 1, "machine": self.machine, "setting": asdict(self.setting)}
        return json.dumps(head) + "\n"

    def _read(self, text: str, *, ours: bool) -> None:
        head, *lines = text.splitlines() or [""]
        with suppress(ValueError, KeyError, TypeError):
            said = json.loads(head)
            setting = Setting(**said["setting"])
            if ours and (said["version"], setting, said["machine"]) != (1, self.setting, self.machine):
                return self._set_aside()
            self.setting, self.machine = setting, said["machine"]
            for line in lines:
                self._take(json.loads(line))
            return
        if ours and not self._results:
            self._set_aside()

    def _take(self, row: dict[str, Any]) -> None:
        job = Job(row["kind"], row["way"], Size(**row["size"]), row["round"])
        if job.way not in WAYS:
            return
        self._results[job.key] = job, row["result"]

    def _set_aside(self) -> None:
        """Results of another setting, machine or format are kept under another name."""
        assert self.path is not None
        number = 1
        while (kept := self.path.with_name(f"{self.path.stem}-{number}{self.path.suffix}")).exists():
            number += 1
        self.path.replace(kept)


def _whole_lines(path: Path) -> str:
    """What a file holds; half a line at its end, where somebody was stopped while writing, is cut off."""
    text = path.read_text("utf-8", "replace")
    whole = text[: text.rfind("\n") + 1]
    if whole and whole != text:
        path.write_text(whole, "utf-8")
    return whole
