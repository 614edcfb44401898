"""What lessons import, compiled beforehand: to compile it in the tab took two thirds of a start.

Enters: what lessons import, the wheels, the helpers and Python's library. Leaves: the part of the library that comes
at once, wheels in which compiled modules have bytecode in their source's place, and helpers that have both, since
lessons show their source. What no lesson imports stays text, as does a helper that few import: all would load it.

Rejected: a snapshot of Pyodide's memory. It would start faster still, and is 20 MB.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from helpers.publishing.live.in_node import Pyodide
from helpers.publishing.live.needs import Needs
from helpers.publishing.zipped import zipped

__all__ = ["Quick", "quick"]

LIBRARY = "lib/python314.zip/"  # paths in a tab
SITE = "lib/python3.14/site-packages/"
FEW = 2  # lessons
SESSION = "helpers.kernel"  # is imported whatever the lesson does
# What Python and others import late, in nearly every lesson; tests/live says what is lacking.
LATE = ("concurrent.futures.thread", "encodings.cp437", "encodings.idna", "encodings.latin_1", "importlib.readers",
        "importlib.resources._adapters")  # fmt: skip
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Quick:
    """Files that start quickly: the library's zip, the modules that it has not, wheels, and the helpers."""

    library: bytes
    rest: list[str]
    wheels: Files
    helpers: Files


def quick(
    needs: Iterable[Needs], *, wheels: Mapping[str, bytes], helpers: Files, library: bytes, pyodide: Pyodide
) -> Quick:
    """Compile what these lessons need."""
    all_needs, whole = list(needs), unpacked(library)
    contents = {name: unpacked(wheel) for name, wheel in wheels.items()}
    site = {f"{SITE}{name}": data for files in contents.values() for name, data in files.items()}
    loaded = _loaded(all_needs, site, pyodide)
    sources = {path: data for path, data in _below(LIBRARY, whole).items() | site.items() if path in loaded}
    codes = pyodide.ask("compiles", "Python and packages", sources)
    own = _below(SITE, {name: data for name, data in helpers.items() if _is_common(name, all_needs)})
    own_codes = pyodide.ask("compiles", "helpers", own)
    rest = sorted(
        _module(name) for name in whole if name.endswith(".py") and f"{LIBRARY}{name}" not in loaded
    )
    return Quick(
        zipped(sorted(_above(LIBRARY, codes).items()), level=9),
        rest,
        {name: _mixed(files, codes) for name, files in contents.items()},
        helpers | {_cached(name): data for name, data in _above(SITE, own_codes).items()},
    )


def unpacked(archive: bytes) -> Files:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {one.filename: opened.read(one) for one in opened.infolist() if not one.is_dir()}


def _loaded(needs: list[Needs], site: Files, pyodide: Pyodide) -> set[str]:
    """The files that are loaded once all is imported that lessons and helpers ever import of others."""
    names = {name for one in needs for name in one.ever if not name.startswith("helpers")}
    asked = site | {"names": "\n".join(sorted({*names, *LATE})).encode()}
    answer = pyodide.ask("imports", "what lessons import", asked)["files"].decode()
    return {path.removeprefix("/") for path in answer.split("\n")}


def _is_common(file: str, needs: list[Needs]) -> bool:
    """Whether a file of the helpers is imported, at once, by more than a few lessons."""
    name = _module(file)
    return file.endswith(".py") and (
        name.startswith(SESSION) or sum(name in one.first for one in needs) > FEW
    )


def _mixed(files: Files, codes: Files) -> bytes:
    """A wheel in which bytecode stands in its source's place."""
    mixed = {f"{name}c": codes[f"{SITE}{name}c"] for name in files if f"{SITE}{name}c" in codes}
    mixed |= {name: data for name, data in files.items() if f"{name}c" not in mixed}
    return zipped(sorted(mixed.items()), level=9)


def _module(file: str) -> str:
    """The name of a module, from its file."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _cached(file: str) -> str:
    """Where Python looks for bytecode whose source is there, too."""
    path = PurePosixPath(file)
    return str(path.parent / "__pycache__" / f"{path.stem}.cpython-314.pyc")


def _below(folder: str, files: Mapping[str, bytes]) -> Files:
    return {f"{folder}{name}": data for name, data in files.items()}


def _above(folder: str, files: Mapping[str, bytes]) -> Files:
    return {path.removeprefix(folder): data for path, data in files.items() if path.startswith(folder)}
