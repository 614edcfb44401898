"""Gathering what the course needs to run in a tab: runtime, wheels, JupyterLite, and the lock that names them.

Enters: the course. Leaves: files by their path in the site's folder `live/`, and what lies there asks no
other host. What was fetched once is never fetched again, so that it works without a network.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.publishing.course import Course
from helpers.publishing.live.bytecode import Quick, quick
from helpers.publishing.live.contents import contents
from helpers.publishing.live.in_node import Pyodide
from helpers.publishing.live.kept import cache_folder
from helpers.publishing.live.lite import BROUGHT, LITE, brought, lite, lite_is_here
from helpers.publishing.live.lock import INFO, QUICK, WHOLE, lesson_row, package_row, packages_of, runtime_row
from helpers.publishing.live.needs import Needs, cells_of, needs
from helpers.publishing.live.official import official
from helpers.publishing.live.own import HELPERS, NAME, own_files, own_wheel
from helpers.publishing.live.pinned import pinned_runtime, pinned_wheels, with_depends
from helpers.publishing.live.runtime import runtime
from helpers.publishing.live.wheels import wheels
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.lesson import Lesson

__all__ = ["FOLDER", "Live", "gather", "modules_of"]

FOLDER = "live"
STATIC = Path(__file__).parents[1] / "static"
Say = Callable[[str], None]


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


def gather(course: Course, *, root: Path, say: Say, cache: Path | None = None) -> Live:
    """All of it, from the cache or from npm and PyPI; the lessons are notebooks."""
    kept, found = cache or cache_folder(), {one.path: (one.order, modules_of(one)) for one in course.lessons}
    of_python = runtime(pinned_runtime(), cache=kept, say=say)
    quickly = _quickly([needed for _, needed in found.values()], of_python, cache=kept, say=say)
    files, rows = _packages(quickly, cache=kept, say=say)
    app = _notebooks(course, root=root, packages=[*rows, *BROUGHT], cache=kept, say=say)
    of_python |= {QUICK: quickly.library}
    files |= {f"runtime/{name}": data for name, data in of_python.items()}
    files |= {f"lite/{name}": data for name, data in app.items()}
    files |= {path.name: path.read_bytes() for path in sorted(STATIC.glob("live*"))}
    clients = official(cache=kept, say=say)
    beside = {f"lite/{name}": data for name, data in brought(app).items()} | clients
    files, rows = files | clients, rows | _rows(beside)
    lock: dict[str, Any] = {
        "info": INFO,
        "packages": rows,
        "runtime": {name: runtime_row(data) for name, data in of_python.items()},
        "rest": quickly.rest,
    }
    lock |= {"lessons": {page: lesson_row(lock, *needed) for page, needed in found.items()}}
    lock |= {"version": _version(lock, files)}
    say(_size(lock, app))
    return Live(files | {"lock.json": json.dumps(lock, separators=(",", ":")).encode()}, lock)


def _quickly(needs: list[Needs], of_python: Mapping[str, bytes], *, cache: Path, say: Say) -> Quick:
    """What the lessons load: bytecode where it is worth it."""
    names = packages_of(name for needed in needs for name in needed.all)
    found = wheels((pinned_wheels()[name] for name in names), cache=cache, say=say)
    library, pyodide = of_python[WHOLE], Pyodide(of_python, cache=cache, say=say)
    return quick(needs, wheels=found, helpers=dict(own_files()), library=library, pyodide=pyodide)


def _version(lock: dict[str, Any], files: Mapping[str, bytes]) -> str:
    """A word that changes with the lock and the runner's scripts, so that no cache serves an old one of either."""
    made_of = hashlib.sha256(json.dumps(lock).encode())
    for name in sorted(files):
        if "/" not in name:
            made_of.update(files[name])
    return made_of.hexdigest()[:8]


def modules_of(lesson: Lesson) -> Needs:
    """The modules of others that a lesson's cells import in a tab."""
    return needs(cells_of(load_notebook(lesson.source)), HELPERS)


def _packages(quickly: Quick, *, cache: Path, say: Say) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The wheels of packages and the helpers' own, by path, and their rows."""
    lite = [pinned_wheels()[name] for name in with_depends(LITE)] if lite_is_here() else []
    found = wheels(lite, cache=cache, say=say) | quickly.wheels
    own = own_wheel(quickly.helpers.items())
    files = {f"wheels/{name}": data for name, data in (*found.items(), own)}
    rows = {NAME: package_row(f"wheels/{own[0]}", own[1], imports=("helpers",))}
    for pin in pinned_wheels().values():
        if pin.file in found:
            path = f"wheels/{pin.file}"
            rows[pin.name] = package_row(path, files[path], imports=pin.imports, depends=pin.depends)
    return files, rows


def _rows(wheels: Mapping[str, bytes]) -> dict[str, Any]:
    """The rows of wheels that no cell imports, by path."""
    return {row["name"]: row for row in (package_row(path, data) for path, data in wheels.items())}


def _notebooks(
    course: Course, *, root: Path, packages: list[str], cache: Path, say: Say
) -> Mapping[str, bytes]:
    """JupyterLite with the course's notebooks, where it is installed."""
    if not lite_is_here():
        say("without JupyterLite: pip install -c constraints.txt -e '.[live]' brings it")
        return {}
    say("putting the notebooks into JupyterLite …")
    return lite(contents(course, root=root), title=course.config.title, packages=packages, cache=cache)


def _size(lock: dict[str, Any], app: Mapping[str, bytes]) -> str:
    runtime = sum(row["gzip"] for name, row in lock["runtime"].items() if name != WHOLE)
    packages = sum(row["size"] for row in lock["packages"].values())
    loads = [row["bytes"] for row in lock["lessons"].values()]
    beside = f", JupyterLite {sum(map(len, app.values())) / 1e6:.1f} MB" if app else ""
    return (
        f"live: runtime {runtime / 1e6:.1f} MB, {len(lock['packages'])} wheels {packages / 1e6:.1f} MB{beside}; "
        f"the first load of a lesson is {min(loads) / 1e6:.1f} to {max(loads) / 1e6:.1f} MB"
    )
