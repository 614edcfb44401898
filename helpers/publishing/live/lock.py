"""`live/lock.json`: all that a tab may load, with sizes and hashes, and what each lesson needs of it.

It is a lock as Pyodide reads it (`lockFileURL`; file names are relative to `live/`, the `packageBaseUrl`) with two
more tables. `runtime`: the files of Pyodide. `lessons`, by the name of the page: the packages that its cells import
at once and late, what they import at once that no tab has, and the bytes of its first load with gzip (wheels are
zips, which it leaves as they are).
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from helpers.publishing.live.needs import Needs
from helpers.publishing.live.own import NAME
from helpers.publishing.live.pinned import Wheel, pinned_wheels, with_depends

__all__ = ["STAND_INS", "lessons_table", "lock_of", "packages_of"]

# Modules in whose place the page's runner puts its own.
STAND_INS = {"IPython", "anywidget", "ipywidgets"}
# Pyodide's own lock says this of itself; it refuses a lock for another Python.
INFO = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2"}


def lock_of(
    runtime: Mapping[str, bytes], pins: Iterable[Wheel], wheels: Mapping[str, bytes], own: tuple[str, bytes]
) -> dict[str, Any]:
    """The lock, without its lessons."""
    rows = {
        pin.name: _row(pin.name, pin.version, pin.file, wheels[pin.file], pin.imports, pin.depends)
        for pin in pins
    }
    rows[NAME] = _row(NAME, own[0].split("-")[1], *own, ("helpers",), ())
    files = {
        name: {"size": len(data), "gzip": _gzip(data), "sha256": _sha256(data)}
        for name, data in runtime.items()
    }
    return {"info": INFO, "packages": rows, "runtime": files}


def _row(
    name: str, version: str, file: str, data: bytes, imports: Iterable[str], depends: Iterable[str]
) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "file_name": f"wheels/{file}",
        "size": len(data),
        "sha256": _sha256(data),
        "install_dir": "site",
        "package_type": "package",
        "imports": list(imports),
        "depends": list(depends),
        "unvendored_tests": False,
    }


def lessons_table(lock: Mapping[str, Any], found: Mapping[str, tuple[str, Needs]]) -> dict[str, Any]:
    """The rows of lessons, by page: each from its order and what it imports."""
    return {page: _lesson(lock, order, needs) for page, (order, needs) in found.items()}


def _lesson(lock: Mapping[str, Any], order: str, needs: Needs) -> dict[str, Any]:
    at_once = [NAME, *packages_of(needs.at_once)]
    late = [name for name in packages_of(needs.late) if name not in at_once]
    runtime = sum(row["gzip"] for row in lock["runtime"].values())
    return {
        "order": order,
        "wheels": at_once,
        "late": late,
        "missing": sorted(needs.at_once - STAND_INS - _known()),
        "bytes": runtime + sum(lock["packages"][name]["size"] for name in at_once),
    }


def packages_of(modules: Iterable[str]) -> list[str]:
    """The packages that bring some modules, with what these depend on."""
    asked = set(modules)
    return with_depends(pin.name for pin in pinned_wheels().values() if asked & set(pin.imports))


def _known() -> set[str]:
    return {module for pin in pinned_wheels().values() for module in pin.imports}


def _gzip(data: bytes) -> int:
    return min(len(data), len(zlib.compress(data)))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
