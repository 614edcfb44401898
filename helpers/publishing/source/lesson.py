"""One lesson as the publisher sees it: the front matter under `jupyter: course:` and where it was found.

Enters: a lesson's Markdown or its notebook. Leaves: a `Lesson`. Never reads a cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.publishing.errors import CourseError, StrayError
from helpers.publishing.settings import Reader
from helpers.publishing.source.files import name_of, parse_yaml, read_json, read_text
from helpers.publishing.source.order import order_key, section_number

__all__ = [
    "GLOSSARY",
    "KEYS",
    "REMEDY",
    "SLUG",
    "Lesson",
    "is_slug",
    "lesson_source",
    "read_lesson",
    "split_front_matter",
]

KEYS = ("title", "order", "section", "icon", "description", "minutes", "path", "keywords")
GLOSSARY = "glossary"
RESERVED = ("index", "404", GLOSSARY)
SLUG = f"a slug of small letters, digits and hyphens, not {' or '.join(RESERVED)}"
REMEDY = "write it in the front matter under jupyter: course:"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's metadata; `values` keeps every front-matter key, for lessons.csv."""

    title: str
    order: str
    section: str
    description: str
    minutes: int
    path: str
    icon: str = ""
    keywords: tuple[str, ...] = ()
    source: Path = Path()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int, str]:
        """Where it stands in the course."""
        return order_key(self.order)

    @property
    def number(self) -> int:
        """The number of its section."""
        return section_number(self.order)

    @property
    def page(self) -> str:
        """Its page's file name in the site."""
        return f"{self.path}.html"


def split_front_matter(text: str) -> tuple[str, int]:
    """The YAML at the head of a Markdown file ("" if there is none), and the line its body starts at."""
    match = _FRONT_MATTER.match(text)
    return (match.group(1), match.group(0).count("\n") + 1) if match else ("", 1)


def _parse_lesson(values: Mapping[str, Any], *, source: Path) -> Lesson:
    """The lesson that a front matter's `course` mapping describes; keys of the author's own are kept."""
    reader = Reader(values, file=name_of(source), remedy=REMEDY)
    order_key(reader.values.get("order"), where=name_of(source))
    return Lesson(
        title=reader.text("title"),
        order=reader.text("order"),
        section=reader.text("section"),
        description=reader.text("description"),
        minutes=_minutes(reader),
        path=_path(reader),
        icon=reader.text("icon", default=""),
        keywords=reader.texts("keywords"),
        source=source,
        values=reader.values,
    )


def _minutes(reader: Reader) -> int:
    minutes = reader.values.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        reader.fail("minutes", minutes, expected="a whole number of minutes, such as 25")
    return int(reader.take("minutes", int))


def _path(reader: Reader) -> str:
    path = reader.text("path")
    if not is_slug(path):
        reader.fail("path", path, expected=SLUG)
    return path


def is_slug(text: str) -> bool:
    """Whether a page may have this name."""
    return bool(_SLUG.fullmatch(text)) and text not in RESERVED


def _parse_glossary(values: Mapping[str, Any], *, source: Path) -> Lesson:
    """The page of the glossary: it stands in no section and takes no time."""
    reader = Reader(values, file=name_of(source), remedy=REMEDY)
    title, description = reader.text("title"), reader.text("description")
    keywords = reader.texts("keywords")
    return Lesson(title, "", "", description, 0, GLOSSARY, keywords=keywords, source=source)


def read_lesson(path: Path) -> Lesson:
    """The lesson (or the glossary) in a file, Markdown or notebook."""
    is_notebook = path.suffix == ".ipynb"
    values = read_json(path)["metadata"].get("course") if is_notebook else _markdown_values(path)
    if isinstance(values, Mapping):
        return (_parse_glossary if path.stem == GLOSSARY else _parse_lesson)(values, source=path)
    if is_notebook and values is None:
        raise StrayError(
            name_of(path), "is no lesson of this course and was left out", remedy="move it elsewhere"
        )
    where = f"{name_of(path)}: course"
    raise CourseError(where, "missing", expected="a mapping with " + ", ".join(KEYS), remedy=REMEDY)


def lesson_source(path: Path) -> str:
    """The text of a lesson's Markdown; its front matter is at least YAML."""
    text = read_text(path)
    parse_yaml(split_front_matter(text)[0], file=name_of(path), first=2)
    return text


def _markdown_values(path: Path) -> object:
    head = parse_yaml(split_front_matter(read_text(path))[0], file=name_of(path), first=2) or {}
    jupyter = head.get("jupyter") if isinstance(head, Mapping) else None
    return jupyter.get("course") if isinstance(jupyter, Mapping) else None
