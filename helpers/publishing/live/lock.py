"""`live/lock.json`: all that a tab may load, with sizes and hashes, and what each lesson needs of it.

It is a lock as Pyodide reads it (`lockFileURL`; file names are relative to `live/`, the `packageBaseUrl`) with more
tables. `runtime`: the files of Pyodide, and the part of Python's library that comes at once. `rest`: the modules of
the other part, which come with the whole library when one of them is imported. `lessons`, by the name of the page:
the packages that its cells import at once and late (a client for a page comes late, too), what they import at once
that no tab has, and the bytes of its first load with gzip (wheels are zips, which it leaves as they are). `version`:
a word with which pages ask for it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from helpers.publishing.live.needs import Needs
from helpers.publishing.live.official import clients_of
from helpers.publishing.live.own import NAME
from helpers.publishing.live.pinned import pinned_wheels, with_depends

__all__ = ["INFO", "QUICK", "STAND_INS", "WHOLE", "lesson_row", "package_row", "packages_of", "runtime_row"]

# Python's library, whole as npm has it, and what of it lessons import, as bytecode.
WHOLE, QUICK = "python_stdlib.zip", "python_quick.zip"
# Modules in whose place the page's runner puts its own.
STAND_INS = {"IPython", "anywidget", "ipywidgets"}
# Pyodide's own lock says this of itself; it refuses a lock for another Python.
INFO = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2"}


def runtime_row(data: bytes) -> dict[str, Any]:
    """What is said of a file of the runtime."""
    return {"size": len(data), "gzip": min(len(data), len(zlib.compress(data))), "sha256": _sha256(data)}


def package_row(
    path: str, data: bytes, *, imports: Iterable[str] = (), depends: Iterable[str] = ()
) -> dict[str, Any]:
    """What is said of a wheel; its name and version are those of the file."""
    name, version = path.rpartition("/")[2].split("-")[:2]
    return {
        "name": name.lower().replace("_", "-"),
        "version": version,
        "file_name": path,
        "size": len(data),
        "sha256": _sha256(data),
        "install_dir": "site",
        "package_type": "package",
        "imports": list(imports),
        "depends": list(depends),
        "unvendored_tests": False,
    }


def lesson_row(lock: Mapping[str, Any], order: str, needs: Needs) -> dict[str, Any]:
    """What is said of a lesson, from its order and what it imports."""
    at_once = [NAME, *packages_of(needs.at_once)]
    runtime = sum(row["gzip"] for name, row in lock["runtime"].items() if name != WHOLE)
    clients = [name for name in clients_of(needs) if name in lock["packages"]]  # where they could be had
    brought = {module for pin in pinned_wheels().values() for module in pin.imports}
    return {
        "order": order,
        "wheels": at_once,
        "late": [*(name for name in packages_of(needs.late) if name not in at_once), *clients],
        "missing": sorted(needs.at_once - STAND_INS - brought),
        "bytes": runtime + sum(lock["packages"][name]["size"] for name in at_once),
    }


def packages_of(modules: Iterable[str]) -> list[str]:
    """The packages that bring some modules, with what these depend on."""
    asked = set(modules) - STAND_INS
    return with_depends(pin.name for pin in pinned_wheels().values() if asked & set(pin.imports))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
