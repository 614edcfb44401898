"""The course: its lessons in order, in sections, each with its neighbours.

Enters: a folder of lessons (Markdown or notebooks) and the config. Leaves: a `Course`. Never opens a cell.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.publishing.config import Config, load_config
from helpers.publishing.errors import CourseError
from helpers.publishing.root import CONFIG_NAME, find_root
from helpers.publishing.source.files import name_of
from helpers.publishing.source.lesson import GLOSSARY, Lesson, read_lesson

__all__ = ["Course", "Section", "load_course", "make_course", "read_folder"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the lessons it has."""

    number: int
    title: str
    icon: str
    description: str
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """How long all its lessons take."""
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Course:
    """All lessons, in course order."""

    config: Config
    lessons: tuple[Lesson, ...]
    sections: tuple[Section, ...]
    glossary: Lesson | None = None
    left_out: tuple[CourseError, ...] = ()

    @property
    def pages(self) -> tuple[Lesson, ...]:
        """Everything that becomes a page: the lessons, then the glossary."""
        return (*self.lessons, self.glossary) if self.glossary else self.lessons

    @property
    def names_left_out(self) -> set[str]:
        """The names, without suffix, of the files that could not be read."""
        return {Path(problem.where.partition(":")[0]).stem for problem in self.left_out}

    @property
    def minutes(self) -> int:
        """How long the course takes."""
        return sum(lesson.minutes for lesson in self.lessons)

    def neighbours(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after."""
        if lesson not in self.lessons:
            return None, None
        at = self.lessons.index(lesson)
        before = self.lessons[at - 1] if at else None
        return before, self.lessons[at + 1] if at + 1 < len(self.lessons) else None

    def at(self, source: Path) -> Lesson:
        """The lesson (or the glossary) of a file."""
        for lesson in self.pages:
            if lesson.source.name == source.name:
                return lesson
        raise CourseError(source.name, "no lesson of this course", expected="a file beside the other lessons")


def _unique(lessons: Iterable[Lesson], key: str) -> None:
    seen: dict[str, Lesson] = {}
    for lesson in lessons:
        value = getattr(lesson, key)
        if value in seen:
            raise CourseError(
                f"{name_of(lesson.source)}: {key}",
                f"{value!r} is also the {key} of {name_of(seen[value].source)}",
                remedy=f"give one of them another {key}",
            )
        seen[value] = lesson


def _check_section(lesson: Lesson, config: Config) -> None:
    titles = [section.title for section in config.sections]
    named = titles.index(lesson.section) + 1 if lesson.section in titles else 0
    if named != lesson.number:
        expected = titles[lesson.number - 1] if 0 < lesson.number <= len(titles) else " | ".join(titles)
        raise CourseError(
            f"{name_of(lesson.source)}: section",
            f"{lesson.section!r} with order {lesson.order}",
            expected=f"{expected!r} (section {lesson.number} in {CONFIG_NAME})",
            remedy=f"change section or order, or list the section under course.sections in {CONFIG_NAME}",
        )


def make_course(config: Config, lessons: Iterable[Lesson]) -> Course:
    """Put lessons in order and in their sections; sections without a lesson are left out."""
    ordered = tuple(sorted(lessons, key=lambda lesson: lesson.key))
    _unique(ordered, "order")
    _unique(ordered, "path")
    sections = []
    for lesson in ordered:
        _check_section(lesson, config)
    for number, listed in enumerate(config.sections, start=1):
        own = tuple(lesson for lesson in ordered if lesson.number == number)
        if own:
            icon = own[0].icon or listed.icon
            sections.append(Section(number, listed.title, icon, listed.description, own))
    return Course(config, ordered, tuple(sections))


def read_folder(folder: Path, *, suffix: str) -> tuple[list[Lesson], list[CourseError]]:
    """The lessons in a folder's files of one kind, and what is wrong with the files that hold none."""
    lessons, problems = [], []
    for path in sorted(folder.glob(f"[!.]*{suffix}")):
        try:
            lessons.append(read_lesson(path))
        except CourseError as error:
            problems.append(error)
    return lessons, problems


def load_course(folder: Path, *, suffix: str = ".md") -> Course:
    """The course whose lessons are the files of one kind in a folder; what cannot be read is left out, and named."""
    config = load_config(find_root(folder))
    lessons, problems = read_folder(folder, suffix=suffix)
    course = make_course(config, [one for one in lessons if one.path != GLOSSARY])
    glossary = next((one for one in lessons if one.path == GLOSSARY), None)
    return replace(course, glossary=glossary, left_out=tuple(problems))
