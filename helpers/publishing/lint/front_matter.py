"""Rules on a lesson's front matter: what parsing refuses, as a finding at its line, and what parsing lets pass.

Enters: a `Lesson`, or the error that kept it from being one. Leaves: findings. Never reads a cell.
"""

from collections.abc import Iterator
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.lint.finding import Finding, Found
from helpers.publishing.page.icons import ICONS
from helpers.publishing.source.files import name_of, read_text
from helpers.publishing.source.lesson import KEYS, REMEDY, Lesson

__all__ = ["broken", "front_matter"]


def _line_of(path: Path, key: str) -> int:
    """The line of the front matter that holds a key."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip().startswith(f"{key}:"):
            return number
    return 1


def broken(path: Path, error: CourseError) -> Finding:
    """The finding for a lesson that cannot be read, or cannot take its place."""
    message = error.found + (f", expected {error.expected}" if error.expected else "")
    if error.line:
        return Finding(name_of(path), error.line, "unreadable", message, error.remedy)
    key = error.where.rpartition(": ")[2]
    key = key if key in KEYS else "order" if error.found.startswith("order") else "course"
    return Finding(name_of(path), _line_of(path, key), f"front-matter-{key}", message, error.remedy or REMEDY)


def front_matter(lesson: Lesson, *, first: bool) -> Iterator[Found]:
    """Rules on one lesson's keys; the glossary has neither order nor icon."""
    path = lesson.source
    name = f"{lesson.order.lower()}-{lesson.path}" if lesson.order else lesson.path
    if path.stem != name:
        message = f"the file's name does not follow from order {lesson.order} and path {lesson.path}"
        remedy = f"call it {name}.md and its notebook {name}.ipynb"
        yield _line_of(path, "order"), "file-name", message, remedy
    for key in lesson.values:
        if key not in KEYS:
            message = f"unknown key {key!r}"
            yield _line_of(path, key), "front-matter-key", message, "use " + ", ".join(KEYS)
    if not lesson.keywords:
        remedy = "add keywords: [three to six words that somebody would search for]"
        yield _line_of(path, "course"), "front-matter-keywords", "the lesson has no keywords", remedy
    yield from _icon(lesson, first=first)


def _icon(lesson: Lesson, *, first: bool) -> Iterator[Found]:
    if first and not lesson.icon:
        message = "the first lesson of a section names its icon"
        line = _line_of(lesson.source, "course")
        yield line, "front-matter-icon", message, "add icon: one of " + ", ".join(ICONS)
    if lesson.icon and lesson.icon not in ICONS:
        message = f"unknown icon {lesson.icon!r}"
        line = _line_of(lesson.source, "icon")
        yield line, "front-matter-icon", message, "use one of " + ", ".join(ICONS)
