"""Lessons in Markdown and their notebooks: one text, two forms, kept in step.

Enters: `lessons/*.md` (the source) and `notebooks/*.ipynb` (derived). Leaves: the other form. Never trusts
modification times to say which form is right (git scrambles them): it regenerates and compares, and remembers which
two texts were in step. Never writes what the other form cannot hold; one pair that is refused keeps no other from
being written.
"""

from dataclasses import dataclass, field
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.kept import Kept, our_code
from helpers.publishing.source.derived import derived
from helpers.publishing.source.faithful import keep_lesson_whole, keep_notebook_whole
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.forms import clean, lesson_text, read_markdown
from helpers.publishing.source.lesson import lesson_source, read_lesson
from helpers.publishing.source.nodes import write_notebook

__all__ = ["NO_LESSON", "OUTPUTS", "Paired", "Stale", "difference", "pair", "stale"]

IN_STEP = Path("build") / "paired"
DIFFERENT = "lesson and notebook say different things"
NO_LESSON = "the notebook has no lesson"
OUTPUTS = "the notebook holds outputs or foreign ids"


@dataclass(frozen=True, slots=True)
class Stale:
    """A pair whose two forms differ, and the command that mends it."""

    name: str
    reason: str
    command: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}; to mend it: {self.command}"


@dataclass(slots=True)
class Paired:
    """What a pairing wrote, and what it refused or left out."""

    written: list[Path] = field(default_factory=list)
    refused: list[CourseError] = field(default_factory=list)


def _both(root: Path, name: str) -> tuple[Path, Path]:
    return root / "lessons" / f"{name}.md", root / "notebooks" / f"{name}.ipynb"


def _names(root: Path) -> list[str]:
    lessons, notebooks = (root / "lessons").glob("[!.]*.md"), (root / "notebooks").glob("[!.]*.ipynb")
    return sorted({path.stem for path in (*lessons, *notebooks)})


def _write(path: Path, text: str) -> bool:
    """Write a file at one stroke if its text changes."""
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        fresh.write_bytes(text.encode())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def difference(root: Path, name: str) -> Stale | None:
    """What keeps a pair from being in step; a file that cannot be read, or brought across, is an error."""
    both = [path.read_bytes() for path in _both(root, name) if path.is_file()]
    settings = [path.read_bytes() for path in [root / "pyproject.toml"] if path.is_file()]
    kept = Kept(root / IN_STEP, our_code(), *settings)
    place = kept.place(name, *both)
    if kept.find(place) is not None:
        return None
    found = _difference(root, name)
    if found is None:
        kept.keep(place, b"")
    return found


def _difference(root: Path, name: str) -> Stale | None:
    lesson, notebook = _both(root, name)
    if not lesson.is_file():
        read_lesson(notebook)  # a stray, perhaps
        return Stale(name, NO_LESSON, f"course pair notebooks/{name}.ipynb")
    source = lesson_source(lesson)
    derived_form = read_markdown(source, root=root)
    if lesson_text(derived_form, root=root) != source:
        keep_lesson_whole(source, path=lesson, root=root)
        return Stale(name, "jupytext would write the lesson differently", f"course pair lessons/{name}.md")
    if not notebook.is_file():
        return Stale(name, "the lesson has no notebook", f"course pair lessons/{name}.md")
    if notebook.read_bytes() == write_notebook(derived_form).encode():
        return None
    found = load_notebook(notebook)
    keep_notebook_whole(found, path=notebook, root=root)
    if lesson_text(found, root=root) == source:
        return Stale(name, OUTPUTS, f"course pair lessons/{name}.md")
    keeps_lesson, keeps_notebook = f"course pair lessons/{name}.md", f"course pair notebooks/{name}.ipynb"
    return Stale(
        name, DIFFERENT, f"{keeps_lesson} (keeps the lesson) or {keeps_notebook} (keeps the notebook)"
    )


def stale(root: Path) -> list[Stale | CourseError]:
    """Every pair that is not in step or cannot be, and every other derived file that is not what its source says."""
    found: list[Stale | CourseError] = []
    for name in _names(root):
        try:
            found += [one] if (one := difference(root, name)) else []
        except CourseError as error:
            found.append(error)
    try:
        found += _other_stale(root)
    except CourseError as error:
        found.append(error)
    return found


def _other_stale(root: Path) -> list[Stale]:
    wrong = (path for path, text in derived(root).items() if not _holds(path, text))
    return [
        Stale(path.relative_to(root).as_posix(), "is not what its source says", "course pair")
        for path in wrong
    ]


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _from_lesson(root: Path, name: str) -> list[Path]:
    lesson, notebook = _both(root, name)
    text = lesson_source(lesson)
    keep_lesson_whole(text, path=lesson, root=root)
    derived_form = read_markdown(text, root=root)
    texts = ((lesson, lesson_text(derived_form, root=root)), (notebook, write_notebook(derived_form)))
    return [path for path, text in texts if _write(path, text)]


def _from_notebook(root: Path, name: str) -> list[Path]:
    lesson, notebook = _both(root, name)
    found = load_notebook(notebook)
    keep_notebook_whole(found, path=notebook, root=root)
    text = lesson_text(clean(found), root=root)
    return [lesson] * _write(lesson, text) + _from_lesson(root, name)


def _in_step(root: Path, name: str) -> list[Path]:
    """Write a pair whose lesson may win unasked: it is there, and its notebook is not the newer of the two."""
    lesson, notebook = _both(root, name)
    found = difference(root, name)
    if found is None:
        return []
    newer = found.reason == DIFFERENT and notebook.stat().st_mtime > lesson.stat().st_mtime + 1
    if newer or not lesson.is_file():
        raise CourseError(name, found.reason, remedy=found.command)
    written = _from_lesson(root, name)
    difference(root, name)  # remembers that they are in step now
    return written


def pair(root: Path, paths: list[Path] | None = None) -> Paired:
    """Bring pairs in step: a given file wins over its partner, by default the lesson."""
    named = [(_from_notebook if path.suffix == ".ipynb" else _from_lesson, path.stem) for path in paths or ()]
    done = Paired()
    for side, name in named or [(_in_step, name) for name in _names(root)]:
        try:
            done.written += side(root, name)
        except CourseError as error:
            done.refused.append(error)
    if not named:
        try:
            done.written += [path for path, text in derived(root).items() if _write(path, text)]
        except CourseError as error:
            done.refused.append(error)
    return done
