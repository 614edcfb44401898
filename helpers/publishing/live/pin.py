"""`python -m helpers.publishing.live.pin` writes `pinned.json`: what lessons need of npm and PyPI, in exact versions.

Enters: the lessons, the versions of `constraints.txt` and `helpers/chat/official.json`. Leaves: the file. What PyPI
has for no tab (a package of C or Rust) is named, and left out. Authors run it when lessons import something new, and
after one of those versions has changed.
"""

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers.publishing.clients import PINNED as CLIENTS
from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.live.gather import modules_of
from helpers.publishing.live.lite import LITE
from helpers.publishing.live.lock import STAND_INS
from helpers.publishing.live.packed import fetch_package
from helpers.publishing.live.pinned import PINNED
from helpers.publishing.live.pip import download
from helpers.publishing.live.wheels import PYTHON
from helpers.publishing.root import find_root

__all__ = ["main"]

RUNTIME = ("pyodide", "314.0.7")
OTHERS = {
    "micropip": "0.11.1"
}  # what constraints.txt has not, since it is no package of ours: as Pyodide's lock has it
# What nothing in a tab misses: completion by jedi (4 MB), and two for which JupyterLite brings its own.
NEVER = {"jedi", "jupyterlab-widgets", "widgetsnbextension"}
TAB = {"sys_platform": "emscripten", "platform_system": "Emscripten", "platform_machine": "wasm32",
       "os_name": "posix", "python_version": PYTHON, "python_full_version": f"{PYTHON}.2", 
       "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}  # fmt: skip


def main() -> None:
    """Write the file anew."""
    root = find_root(Path.cwd())
    course = load_course(root / "notebooks", suffix=".ipynb")
    wanted = {name for lesson in course.lessons for name in modules_of(lesson).all} - STAND_INS
    known = packages_distributions()
    with tempfile.TemporaryDirectory() as name:
        packages = [*LITE, *(known[module][0] for module in sorted(wanted))]
        rows = _rows(packages, Path(name), root / "constraints.txt")
    clients = json.loads(CLIENTS.read_text("utf-8"))
    pins = [_package(name, one["version"]) for name, one in clients.items()]
    table = {"runtime": _package(*RUNTIME), "clients": pins, "wheels": rows}
    PINNED.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def _package(name: str, version: str) -> dict[str, Any]:
    """The row of a package of npm."""
    with tempfile.TemporaryDirectory() as folder:
        fetch_package(name, version, Path(folder))
        return _pin(name, version, next(Path(folder).glob("*.tgz")))


def _rows(names: list[str], folder: Path, constraints: Path) -> list[dict[str, Any]]:
    """The rows of some packages and of all that they depend on in a tab."""
    versions = OTHERS | dict(line.split("==") for line in constraints.read_text("utf-8").splitlines())
    rows, todo = dict[str, dict[str, Any]](), [canonicalize_name(name) for name in names]
    while todo:
        if (name := todo.pop()) in rows:
            continue
        try:
            download(["--no-deps", f"{name}=={versions[name]}"], folder, python=PYTHON)
        except CourseError as error:
            print(f"left out: {name} ({error.found})")
            continue
        wheel = next(
            path for path in folder.glob("*.whl") if canonicalize_name(path.name.split("-")[0]) == name
        )
        rows[name] = _row(name, versions[name], wheel)
        todo += rows[name]["depends"]
    return [rows[name] for name in sorted(_complete(rows))]


def _complete(rows: dict[str, dict[str, Any]]) -> set[str]:
    """The packages of which nothing lacks."""
    names = set(rows)
    while lacking := {name for name in names if not names.issuperset(rows[name]["depends"])}:
        print(f"left out, since what they depend on is: {', '.join(sorted(lacking))}")
        names -= lacking
    return names


def _pin(name: str, version: str, file: Path) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }


def _row(name: str, version: str, wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(one for one in names if one.endswith(".dist-info/METADATA"))
        headers = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
    depends = sorted({*_depends(headers.get_all("Requires-Dist", []))} - NEVER)
    return _pin(name, version, wheel) | {"imports": sorted(set(_modules(names))), "depends": depends}


def _depends(requirements: list[str]) -> Iterator[str]:
    for one in map(Requirement, requirements):
        if one.marker is None or one.marker.evaluate(dict(TAB)):
            yield canonicalize_name(one.name)


def _modules(names: list[str]) -> Iterator[str]:
    for name in names:
        first, *rest = name.split("/")
        if name.endswith(".py") and not re.search(r"\.(dist-info|data)$", first):
            yield first if rest else first.removesuffix(".py")


if __name__ == "__main__":
    main()
