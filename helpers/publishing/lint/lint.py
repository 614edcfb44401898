"""The lint of the lessons: front matter, then the traps of jupytext Markdown, then headings, images and links.

Enters: the course's folder. Leaves: findings with file, line, rule and remedy. Never changes a file.
"""

from collections.abc import Iterator
from pathlib import Path

from helpers.publishing.config import load_config
from helpers.publishing.course import make_course
from helpers.publishing.errors import CourseError
from helpers.publishing.lint import cell_rules, traps
from helpers.publishing.lint.finding import Finding, Found
from helpers.publishing.lint.prose_rules import headings, images, links
from helpers.publishing.page.icons import ICONS
from helpers.publishing.source.lesson import KEYS, Lesson, read_lesson
from helpers.publishing.source.scan import scan

__all__ = ["lint", "lint_text"]


def _line_of(path: Path, key: str) -> int:
    """The line of the front matter that holds a key."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip().startswith(f"{key}:"):
            return number
    return 1


def _broken(path: Path, error: CourseError) -> Finding:
    key = error.where.rpartition(": ")[2]
    key = key if key in KEYS else "order" if error.found.startswith("order") else "course"
    message = error.found + (f", expected {error.expected}" if error.expected else "")
    remedy = error.remedy or "write it in the front matter under jupyter: course:"
    return Finding(f"lessons/{path.name}", _line_of(path, key), f"front-matter-{key}", message, remedy)


def _metadata(lesson: Lesson, *, first: bool) -> Iterator[Found]:
    """Rules on one lesson's keys that parsing does not enforce."""
    path = lesson.source
    name = f"{lesson.order.lower()}-{lesson.path}"
    if path.stem != name:
        message = f"the file's name does not follow from order {lesson.order} and path {lesson.path}"
        yield (
            _line_of(path, "order"),
            "file-name",
            message,
            f"call it {name}.md and its notebook {name}.ipynb",
        )
    for key in lesson.values:
        if key not in KEYS:
            message = f"unknown key {key!r}"
            yield _line_of(path, key), "front-matter-key", message, "use " + ", ".join(KEYS)
    if not lesson.keywords:
        remedy = "add keywords: [three to six words that somebody would search for]"
        yield _line_of(path, "course"), "front-matter-keywords", "the lesson has no keywords", remedy
    if first and not lesson.icon:
        message = "the first lesson of a section names its icon"
        yield _line_of(path, "course"), "front-matter-icon", message, "add icon: one of " + ", ".join(ICONS)
    if lesson.icon and lesson.icon not in ICONS:
        message = f"unknown icon {lesson.icon!r}"
        yield _line_of(path, "icon"), "front-matter-icon", message, "use one of " + ", ".join(ICONS)


def lint_text(text: str) -> list[Found]:
    """The traps in one lesson's text."""
    lines = list(scan(text))
    found = [one for rule in traps.RULES for one in rule(lines)]
    return sorted(found + [one for rule in cell_rules.RULES for one in rule(text)])


def _lint_lesson(lesson: Lesson, *, first: bool, names: set[str]) -> Iterator[Finding]:
    text = lesson.source.read_text(encoding="utf-8")
    lines = list(scan(text))
    found = [*_metadata(lesson, first=first), *lint_text(text), *headings(lines, lesson)]
    found += [*images(lines, lesson.source.parent), *links(lines, names)]
    for line, rule, message, remedy in found:
        yield Finding(f"lessons/{lesson.source.name}", line, rule, message, remedy)


def _read_all(paths: list[Path]) -> tuple[list[Lesson], list[Finding]]:
    lessons, findings = [], []
    for path in paths:
        try:
            lessons.append(read_lesson(path))
        except CourseError as error:
            findings.append(_broken(path, error))
    return lessons, findings


def lint(root: Path) -> list[Finding]:
    """Everything wrong with the lessons of a course; the config is checked on the way."""
    config = load_config(root)
    lessons, findings = _read_all(sorted((root / "lessons").glob("*.md")))
    names = {lesson.source.stem for lesson in lessons}
    try:
        make_course(config, lessons)
    except CourseError as error:
        findings.append(_broken(root / "lessons" / error.where.partition(": ")[0], error))
    seen: set[int] = set()
    for lesson in sorted(lessons, key=lambda lesson: lesson.key):
        findings += _lint_lesson(lesson, first=lesson.number not in seen, names=names)
        seen.add(lesson.number)
    return sorted(findings)
