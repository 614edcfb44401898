"""What pairing would harm, found before anything is written: a repair never damages what it cannot represent.

Enters: one form of a lesson. Leaves: a `CourseError` that names the cell of a notebook, or the line of a lesson,
whose content the other form cannot hold. White space, quotes and the order of keys may change.
"""

import copy
from itertools import zip_longest
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.source.files import name_of, parse_yaml
from helpers.publishing.source.forms import lesson_text, read_markdown
from helpers.publishing.source.lesson import split_front_matter
from helpers.publishing.source.nodes import NotebookNode
from helpers.publishing.source.scan import scan

__all__ = ["keep_lesson_whole", "keep_notebook_whole"]

KEPT = {"course", "kernelspec", "jupytext"}
_Said = tuple[str, str, tuple[str, ...]]
_NOTHING: _Said = ("", "", ())


def keep_notebook_whole(notebook: NotebookNode, *, path: Path, root: Path) -> None:
    """Raise where Markdown cannot hold what a cell of the notebook holds."""
    name = name_of(path)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("attachments"):
            remedy = "save it in lessons/images/ and write ![what it shows](../lessons/images/…)"
            found = f"cell {number} holds a pasted picture, which the lesson's Markdown cannot"
            raise CourseError(name, found, remedy=remedy)
    again = read_markdown(lesson_text(copy.deepcopy(notebook), root=root), root=root)
    pairs = zip_longest(_cells(notebook), _cells(again))
    for number, (mine, theirs) in enumerate(pairs, start=1):
        if mine != theirs:
            first = (mine or theirs or _NOTHING)[1].strip().partition("\n")[0]
            found = (
                f"cell {number} ({first[:60]}) would come back from the lesson's Markdown as something else"
            )
            remedy = (
                "change the cell: a fence of code in prose is a tilde fence, an HTML comment is no #region"
            )
            raise CourseError(name, found, remedy=remedy)


def _cells(notebook: NotebookNode) -> list[_Said]:
    """Kind, text and tags of each cell that says anything."""
    cells = [
        (cell.cell_type, cell.source.strip("\n"), tuple(cell.metadata.get("tags", ())))
        for cell in notebook.cells
    ]
    return [cell for cell in cells if cell[1].strip() or cell[2]]


def keep_lesson_whole(text: str, *, path: Path, root: Path) -> None:
    """Raise where a notebook cannot hold what the lesson says: pairing would write it without, or otherwise."""
    written = lesson_text(read_markdown(text, root=root), root=root)
    if written == text:
        return
    name = name_of(path)
    for key in _lost_keys(text, name):
        remedy = "write it under jupyter: course:, or remove it"
        raise CourseError(name, f"pairing would lose the front matter's {key}", remedy=remedy, line=1)
    for (number, mine), (_, theirs) in zip_longest(_said(text), _said(written), fillvalue=(0, None)):
        if mine != theirs:
            lines = text.split("\n")
            line = number or len(lines)
            found = f"pairing would write {lines[line - 1].strip()[:60]!r} otherwise"
            remedy = "change the line; course check may know the trap"
            raise CourseError(name, found, remedy=remedy, line=line)


def _lost_keys(text: str, name: str) -> list[str]:
    head = parse_yaml(split_front_matter(text)[0], file=name, first=2) or {}
    jupyter = head.get("jupyter") or {}
    return [str(key) for key in head if key != "jupyter"] + [str(key) for key in jupyter if key not in KEPT]


def _said(text: str) -> list[tuple[int, object]]:
    """The lines of the body that are not blank, with their numbers; of a line that opens a cell what it means."""
    _, body = split_front_matter(text)
    return [
        (line.number, (line.mark, line.opens, line.tags, line.other_options))
        if line.opens_cell
        else (line.number, line.text.rstrip())
        for line in scan(text)
        if line.number >= body and not line.blank
    ]
