"""The learner's copy of the notebooks: the git-ignored folder `work/`, or one elsewhere.

Enters: `notebooks/`. Leaves: `work/*.ipynb`, and in `work/.base/` what each copy was made from. An update replaces a
copy only while its cells still say what it was made from; a copy that holds answers is never touched: the new version
is laid beside it as `<name>.new.ipynb`. A notebook that cannot be read keeps no other from being copied.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpers.publishing.course import read_folder
from helpers.publishing.errors import CourseError
from helpers.publishing.source.lesson import Lesson

__all__ = ["FOLDER", "Update", "find_notebook", "update_workspace"]

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
    """Write a file at one stroke, also beside another update that does the same."""
    handle, fresh = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(source.read_bytes())
        Path(fresh).chmod(0o644)
        Path(fresh).replace(target)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


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
    if before != theirs:
        _copy(source, base)
    return Update(mine, done)


def _copy_pictures(root: Path, home: Path) -> None:
    """A copy elsewhere finds the lessons' pictures where it looks for them: `../lessons/images/`."""
    for picture in sorted((root / "lessons" / "images").glob("*.*")) if home != root else ():
        target = home / "lessons" / "images" / picture.name
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(picture, target)


def update_workspace(root: Path, home: Path | None = None) -> tuple[list[Update], list[CourseError]]:
    """Bring the learner's copies up to date, in `work/` below `home` (the course's folder).

    What was done to each, and which notebooks were left out.
    """
    home = home or root
    (home / FOLDER / ".base").mkdir(parents=True, exist_ok=True)
    lessons, problems = read_folder(root / "notebooks", suffix=".ipynb")
    _copy_pictures(root, home)
    return [_update(lesson.source, home / FOLDER) for lesson in lessons], problems


def find_notebook(root: Path, order: str = "") -> str:
    """The file name of the first lesson's notebook, or of the one with an order code."""
    pages, _ = read_folder(root / "notebooks", suffix=".ipynb")
    lessons: list[Lesson] = sorted((page for page in pages if page.order), key=lambda lesson: lesson.key)
    if not lessons:
        raise CourseError("notebooks/", "no lesson there", remedy="make them from lessons/: course pair")
    if not order:
        return lessons[0].source.name
    for page in pages:
        if order.upper() == page.order or order in (page.path, page.source.stem):
            return page.source.name
    known = ", ".join(lesson.order for lesson in lessons)
    raise CourseError(f"lesson {order}", "not in this course", expected=f"one of {known}")
