"""Reading the files that people edit: one that cannot be read is one sentence, with file, line and remedy.

Enters: a path. Leaves: text, a mapping, or a notebook. Never guesses at an encoding, never reads half a file.
"""

import json
import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import yaml

from helpers.publishing.errors import CourseError
from helpers.publishing.source.nodes import NotebookNode, read_notebook

__all__ = ["load_notebook", "name_of", "parse_yaml", "read_json", "read_text"]

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def name_of(path: Path) -> str:
    """How we call a file: `lessons/1a-introduction.md`; one of the root by its name."""
    known = path.parent.name in ("lessons", "notebooks", "work")
    return f"{path.parent.name}/{path.name}" if known else path.name


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, its lines ended by a newline alone."""
    data, name = path.read_bytes(), name_of(path)
    if data.startswith(BOM_UTF8):
        remedy = "save it as UTF-8 without the mark"
        raise CourseError(name, "begins with a byte-order mark", remedy=remedy, line=1)
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise CourseError(name, found, remedy="save the file as UTF-8", line=line) from None
    if conflict := _CONFLICT.search(text):
        remedy = "choose, and remove the lines <<<<<<<, ======= and >>>>>>>"
        line = text.count("\n", 0, conflict.start()) + 1
        raise CourseError(name, "a conflict that git left there", remedy=remedy, line=line)
    return text


def parse_yaml(text: str, *, file: str, first: int = 1) -> Any:
    """The value of a YAML text that stands in a file from line `first`."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        raise CourseError(
            file,
            f"not valid YAML ({problem or str(error).partition(chr(10))[0]})",
            remedy="mend the line; a text that holds ': ' or begins with a sign stands in quotes",
            line=first + (mark.line if mark else 0),
        ) from None


def read_json(path: Path) -> Any:
    """The notebook in a file as plain data, with cells."""
    text, name = read_text(path), name_of(path)
    lesson = path.parent.parent / "lessons" / f"{path.stem}.md"
    again = f"course pair lessons/{lesson.name}" if lesson.is_file() else f"git checkout -- {name}"
    if not text.strip():
        raise CourseError(name, "is empty", remedy=again, line=1)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        found = f"is no whole notebook ({error.msg})"
        raise CourseError(name, found, remedy=again, line=error.lineno) from None
    if not isinstance(data, dict) or not _has_cells(data):
        raise CourseError(name, "is no notebook of cells", remedy=again, line=1)
    return data


def _has_cells(data: dict[str, Any]) -> bool:
    cells = data.get("cells")
    return isinstance(cells, list) and all(
        isinstance(cell, dict) and {"cell_type", "source", "metadata"} <= cell.keys() for cell in cells
    )


def load_notebook(path: Path) -> NotebookNode:
    """The notebook in a file."""
    return read_notebook(json.dumps(read_json(path)))
