"""Lessons in Markdown and their notebooks: one text, two forms.

Enters: `lessons/*.md` (the source) and `notebooks/*.ipynb` (derived). Leaves: the other form, byte for byte the same
on every machine: no outputs, no counts, ids derived from place and source. Never trusts modification times to say
which form is right (git scrambles them): it regenerates and compares.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jupytext
from jupytext.config import load_jupytext_configuration_file

from helpers.publishing.errors import CourseError
from helpers.publishing.source.derived import derived
from helpers.publishing.source.nodes import NotebookNode, node, read_notebook, write_notebook

__all__ = ["Stale", "clean", "lesson_text", "pair", "read_markdown", "stale"]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True, slots=True)
class Stale:
    """A pair whose two forms differ, and the command that mends it."""

    name: str
    reason: str
    command: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}; to mend it: {self.command}"


@lru_cache(maxsize=8)
def _config(root: Path) -> Any:
    """The course's jupytext settings; a folder without pyproject.toml gets this package's."""
    here = Path(__file__).parents[3]
    for folder in (root, here):
        if (folder / "pyproject.toml").is_file():
            return load_jupytext_configuration_file(str(folder / "pyproject.toml"))
    raise CourseError("pyproject.toml", "not found", remedy="run the command inside the course's folder")


def _cell_id(position: int, cell: NotebookNode) -> str:
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
    return f"{position:03d}-{digest[:8]}"


def clean(notebook: NotebookNode) -> NotebookNode:
    """Strip a notebook, in place, of all that a run or an editor leaves behind."""
    kept = {"course": notebook.metadata.get("course"), "kernelspec": dict(KERNEL)}
    notebook.metadata = node({key: value for key, value in kept.items() if value})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = node({"tags": list(tags)} if tags else {})
        cell["id"] = _cell_id(position, cell)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def read_markdown(text: str, *, root: Path) -> NotebookNode:
    """The clean notebook of a lesson's Markdown."""
    return clean(jupytext.reads(text, fmt="md", config=_config(root)))


def lesson_text(notebook: NotebookNode, *, root: Path) -> str:
    """A notebook's Markdown."""
    return str(jupytext.writes(clean(notebook), fmt="md", config=_config(root)))


def _both(root: Path, name: str) -> tuple[Path, Path]:
    return root / "lessons" / f"{name}.md", root / "notebooks" / f"{name}.ipynb"


def _names(root: Path) -> list[str]:
    lessons, notebooks = (root / "lessons").glob("*.md"), (root / "notebooks").glob("*.ipynb")
    return sorted({path.stem for path in (*lessons, *notebooks)})


def _write(path: Path, text: str) -> bool:
    """Write a file if its text changes."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _difference(root: Path, name: str) -> Stale | None:
    lesson, notebook = _both(root, name)
    if not lesson.is_file():
        return Stale(name, "the notebook has no lesson", f"course pair notebooks/{name}.ipynb")
    source = lesson.read_text(encoding="utf-8")
    derived = read_markdown(source, root=root)
    if lesson_text(derived, root=root) != source:
        return Stale(name, "jupytext would write the lesson differently", f"course pair lessons/{name}.md")
    if not notebook.is_file():
        return Stale(name, "the lesson has no notebook", f"course pair lessons/{name}.md")
    found = notebook.read_text(encoding="utf-8")
    if found == write_notebook(derived):
        return None
    if lesson_text(read_notebook(found), root=root) == source:
        return Stale(name, "the notebook holds outputs or foreign ids", f"course pair lessons/{name}.md")
    return Stale(
        name,
        "lesson and notebook say different things",
        f"course pair lessons/{name}.md (keeps the lesson) or "
        f"course pair notebooks/{name}.ipynb (keeps the notebook)",
    )


def stale(root: Path) -> list[Stale]:
    """Every pair that is not in step, and every other derived file that is not what its source says."""
    found = [found for name in _names(root) if (found := _difference(root, name))]
    for path, text in derived(root).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            name = path.relative_to(root).as_posix()
            found.append(Stale(name, "is not what its source says", "course pair"))
    return found


def _newer_notebook(root: Path, name: str) -> bool:
    """Whether the notebook was edited after the lesson, and says something else."""
    lesson, notebook = _both(root, name)
    found = _difference(root, name)
    differs = found is not None and found.reason.startswith("lesson and notebook")
    return differs and notebook.stat().st_mtime > lesson.stat().st_mtime + 1


def _from_lesson(root: Path, name: str) -> list[Path]:
    lesson, notebook = _both(root, name)
    derived = read_markdown(lesson.read_text(encoding="utf-8"), root=root)
    texts = ((lesson, lesson_text(derived, root=root)), (notebook, write_notebook(derived)))
    return [path for path, text in texts if _write(path, text)]


def _from_notebook(root: Path, name: str) -> list[Path]:
    lesson, notebook = _both(root, name)
    found = clean(read_notebook(notebook.read_text(encoding="utf-8")))
    return [lesson] * _write(lesson, lesson_text(found, root=root)) + _from_lesson(root, name)


def pair(root: Path, paths: list[Path] | None = None) -> list[Path]:
    """Bring pairs in step and name the files written: a given file wins over its partner, by default the lesson."""
    if paths:
        sides = [_from_notebook if path.suffix == ".ipynb" else _from_lesson for path in paths]
        return [file for side, path in zip(sides, paths, strict=True) for file in side(root, path.stem)]
    written = []
    for name in _names(root):
        if not _both(root, name)[0].is_file() or _newer_notebook(root, name):
            found = _difference(root, name)
            raise CourseError(name, found.reason if found else "", remedy=found.command if found else "")
        written += _from_lesson(root, name)
    return written + [path for path, text in derived(root).items() if _write(path, text)]
