"""The learner's copy of the notebooks, in the git-ignored folder `work/`.

Enters: `notebooks/`. Leaves: `work/*.ipynb`, and in `work/.base/` what each copy was made from. An update replaces a
copy only while its cells still say what it was made from; a copy that holds answers is never touched: the new version
is laid beside it as `<name>.new.ipynb`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError

__all__ = ["Update", "lowest_notebook", "update_workspace"]

FOLDER = "work"


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to one notebook: "new", "updated", "kept" (answers in it, new version beside) or ""."""

    path: Path
    done: str

    def __str__(self) -> str:
        beside = (
            f": it holds your work; the new version is {_beside(self.path).name}"
            if self.done == "kept"
            else ""
        )
        return f"{self.done:8}{self.path.name}{beside}"


def _beside(path: Path) -> Path:
    return path.with_suffix(".new.ipynb")


def _sources(path: Path) -> list[tuple[str, str]] | None:
    """The cells of a notebook, without outputs; nothing if there is no readable notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return [("broken", path.name)]  # unreadable is no reason to overwrite it


def _copy(source: Path, target: Path) -> None:
    """Write a file at one stroke."""
    fresh = target.with_name(f".{target.name}.tmp")
    fresh.write_bytes(source.read_bytes())
    fresh.replace(target)


def _update(source: Path, work: Path) -> Update:
    mine, base = work / source.name, work / ".base" / source.name
    now, before, theirs = _sources(mine), _sources(base), _sources(source)
    if now == theirs or (now is not None and before == theirs):
        done = ""
    elif now is None or now == before:
        done = "new" if now is None else "updated"
        _copy(source, mine)
    else:
        done = "kept"
        _copy(source, _beside(mine))
    _copy(source, base)
    return Update(mine, done)


def update_workspace(root: Path) -> list[Update]:
    """Bring the learner's copies up to date, and say what was done to each."""
    work = root / FOLDER
    (work / ".base").mkdir(parents=True, exist_ok=True)
    return [_update(source, work) for source in sorted((root / "notebooks").glob("*.ipynb"))]


def lowest_notebook(root: Path, order: str = "") -> str:
    """The file name of the first lesson's notebook, or of the one with an order code."""
    lessons = load_course(root / "notebooks", suffix=".ipynb").lessons
    if not lessons:
        raise CourseError("notebooks/", "no lesson there", remedy="make them from lessons/: course pair")
    if not order:
        return lessons[0].source.name
    for lesson in lessons:
        if order.upper() == lesson.order or order in (lesson.path, lesson.source.stem):
            return lesson.source.name
    known = ", ".join(lesson.order for lesson in lessons)
    raise CourseError(f"lesson {order}", "not in this course", expected=f"one of {known}")
