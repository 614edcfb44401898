"""The lint of the lessons: front matter, then the traps of jupytext Markdown, then headings, images and links.

Enters: the course's folder. Leaves: findings with file, line, rule and remedy. Never changes a file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from helpers.publishing.config import Config, load_config
from helpers.publishing.course import make_course
from helpers.publishing.errors import CourseError
from helpers.publishing.lint import cell_rules, glossary, lengths, traps
from helpers.publishing.lint.finding import Finding, Found
from helpers.publishing.lint.first_uses import first_uses
from helpers.publishing.lint.front_matter import broken, front_matter
from helpers.publishing.lint.headings import heading_texts, headings
from helpers.publishing.lint.links import images, links
from helpers.publishing.lint.spelling import own_words, spelling
from helpers.publishing.page.icons import ICONS
from helpers.publishing.root import CONFIG_NAME
from helpers.publishing.source.files import name_of, read_text
from helpers.publishing.source.lesson import GLOSSARY, Lesson, read_lesson
from helpers.publishing.source.scan import scan

__all__ = ["lint", "lint_text"]


@lru_cache(maxsize=128)  # a preview asks of all lessons at each save
def lint_text(text: str) -> Sequence[Found]:
    """The traps in one lesson's text, its cells and its lengths."""
    lines = list(scan(text))
    found = [one for rule in (*traps.RULES, *lengths.RULES) for one in rule(lines)]
    return sorted(found + [one for rule in cell_rules.RULES for one in rule(text)])


def _lint_lesson(
    lesson: Lesson, *, first: bool, anchors: Mapping[str, Sequence[str] | None]
) -> Iterator[Finding]:
    text = read_text(lesson.source)
    lines = list(scan(text))
    found = [*front_matter(lesson, first=first), *lint_text(text), *headings(lines, lesson)]
    found += [*images(lines, lesson.source.parent), *links(lines, anchors, own=lesson.source.stem)]
    if lesson.path == GLOSSARY:
        found += glossary.terms(lines)
    for line, rule, message, remedy in found:
        yield Finding(name_of(lesson.source), line, rule, message, remedy)


def _read_all(paths: Sequence[Path]) -> tuple[list[Lesson], list[Finding]]:
    lessons, findings = [], []
    for path in paths:
        try:
            lessons.append(read_lesson(path))
        except CourseError as error:
            findings.append(broken(path, error))
    return lessons, findings


def _icons(config: Config) -> Iterator[Finding]:
    for position, section in enumerate(config.sections):
        if section.icon not in ICONS:
            message = f"unknown icon {section.icon!r} at course.sections[{position}]"
            yield Finding(CONFIG_NAME, 1, "icon", message, "use one of " + ", ".join(ICONS))


def _in_course(config: Config, lessons: Sequence[Lesson]) -> Iterator[Finding]:
    """What keeps readable lessons from making a course together."""
    try:
        make_course(config, lessons)
    except CourseError as error:
        name = error.where.partition(": ")[0]
        path = next(lesson.source for lesson in lessons if name_of(lesson.source) == name)
        yield broken(path, error)


def lint(root: Path) -> list[Finding]:
    """Everything wrong with the lessons of a course; the config is checked on the way."""
    config = load_config(root)
    pages, findings = _read_all(sorted((root / "lessons").glob("[!.]*.md")))
    anchors: dict[str, Sequence[str] | None] = {Path(one.file).stem: None for one in findings}
    anchors |= {page.source.stem: heading_texts(scan(read_text(page.source))) for page in pages}
    lessons = sorted((page for page in pages if page.order), key=lambda lesson: lesson.key)
    findings += [*_icons(config), *_in_course(config, lessons)]
    unread = [re.match(r"\d+", Path(one.file).stem) for one in findings]
    seen = {int(number[0]) for number in unread if number}  # the icon of their sections may stand in them
    for lesson in lessons:
        findings += _lint_lesson(lesson, first=lesson.number not in seen, anchors=anchors)
        seen.add(lesson.number)
    for page in pages:
        if page.path == GLOSSARY:
            findings += _lint_lesson(page, first=False, anchors=anchors)
            findings += glossary.unused(page, lessons)
    return sorted([*findings, *_words(root, pages)])


def _words(root: Path, pages: Sequence[Lesson]) -> Iterator[Finding]:
    """What lists of words say: terms that are no links, and words that nobody knows."""
    glossaries = [page for page in pages if page.path == GLOSSARY]
    known = [term for page in glossaries for term in glossary.terms_of(read_text(page.source))]
    own = own_words(root)
    for page in pages:
        lines = list(scan(read_text(page.source)))
        found = [*spelling(lines, own), *(() if page.path == GLOSSARY else first_uses(lines, known))]
        yield from (Finding(name_of(page.source), *one) for one in found)
