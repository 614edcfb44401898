"""Gathering what the course needs to run in a tab: runtime, wheels, and the lock that names them.

Enters: the course. Leaves: files by their path in the site's folder `live/`, and what lies there asks no
other host. What was fetched once is never fetched again, so that it works without a network.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.publishing.course import Course
from helpers.publishing.live.kept import cache_folder
from helpers.publishing.live.lock import lessons_table, lock_of
from helpers.publishing.live.needs import Needs, cells_of, needs
from helpers.publishing.live.own import HELPERS, own_file, own_wheel
from helpers.publishing.live.pinned import pinned_runtime, pinned_wheels
from helpers.publishing.live.runtime import runtime
from helpers.publishing.live.wheels import wheels
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.forms import read_markdown
from helpers.publishing.source.lesson import Lesson, lesson_source

__all__ = ["FOLDER", "Live", "gather", "modules_of"]

FOLDER = "live"
STATIC = Path(__file__).parents[1] / "static"


@dataclass(frozen=True, slots=True)
class Live:
    """What a live site has beside its pages: files by their path in `live/`, and the lock among them."""

    files: dict[str, bytes]
    lock: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Put the files into the site's folder `live/`."""
        for name, data in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def gather(course: Course, *, root: Path, say: Callable[[str], None], cache: Path | None = None) -> Live:
    """All of it, from the cache or from npm and PyPI."""
    kept, pins = cache or cache_folder(), list(pinned_wheels().values())
    of_python = runtime(pinned_runtime(), cache=kept, say=say)
    of_others, own = wheels(pins, cache=kept, say=say), (own_file(), own_wheel())
    lock = lock_of(of_python, pins, of_others, own)
    found = {one.path: (one.order, modules_of(one, root=root)) for one in course.lessons}
    lock["lessons"] = lessons_table(lock, found)
    files = {f"runtime/{name}": data for name, data in of_python.items()}
    files |= {f"wheels/{name}": data for name, data in (*of_others.items(), own)}
    files |= {path.name: path.read_bytes() for path in sorted(STATIC.glob("live*"))}
    files["lock.json"] = json.dumps(lock, separators=(",", ":")).encode()
    say(_size(lock))
    return Live(files, lock)


def modules_of(lesson: Lesson, *, root: Path) -> Needs:
    """The modules of others that a lesson's cells import in a tab."""
    source = lesson.source
    is_notebook = source.suffix == ".ipynb"
    notebook = load_notebook(source) if is_notebook else read_markdown(lesson_source(source), root=root)
    return needs(cells_of(notebook), HELPERS)


def _size(lock: dict[str, Any]) -> str:
    runtime = sum(row["gzip"] for row in lock["runtime"].values())
    packages = sum(row["size"] for row in lock["packages"].values())
    loads = [row["bytes"] for row in lock["lessons"].values()]
    return (
        f"live: runtime {runtime / 1e6:.1f} MB, {len(lock['packages'])} wheels {packages / 1e6:.1f} MB; "
        f"the first load of a lesson is {min(loads) / 1e6:.1f} to {max(loads) / 1e6:.1f} MB"
    )
