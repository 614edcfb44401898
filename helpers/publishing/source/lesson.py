"""One lesson as the publisher sees it: the front matter under `jupyter: course:` and where it was found.

Enters: a lesson's Markdown or its notebook. Leaves: a `Lesson`. Never reads a cell.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from helpers.publishing.errors import CourseError
from helpers.publishing.settings import Reader
from helpers.publishing.source.order import order_key, section_number

__all__ = ["KEYS", "RESERVED", "Lesson", "parse_lesson", "read_lesson", "split_front_matter"]

KEYS = ("title", "order", "section", "icon", "description", "minutes", "path", "keywords")
RESERVED = ("index", "404", "glossary")
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


def parse_lesson(values: object, *, source: Path) -> Lesson:
    """The lesson that a front matter's `course` mapping describes; keys of the author's own are kept."""
    if not isinstance(values, Mapping):
        where = f"{source.name}: course"
        raise CourseError(where, "missing", expected="a mapping with " + ", ".join(KEYS), remedy=REMEDY)
    reader = Reader(values, file=source.name, remedy=REMEDY)
    order_key(reader.values.get("order"), where=source.name)
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
    if not _SLUG.fullmatch(path) or path in RESERVED:
        names = " or ".join(RESERVED)
        reader.fail("path", path, expected=f"a slug of small letters, digits and hyphens, not {names}")
    return path


def _markdown_values(path: Path, text: str) -> object:
    try:
        head = yaml.safe_load(split_front_matter(text)[0]) or {}
    except yaml.YAMLError as error:
        raise CourseError(path.name, "the front matter is not valid YAML", remedy=str(error)) from None
    jupyter = head.get("jupyter") if isinstance(head, dict) else None
    return jupyter.get("course") if isinstance(jupyter, dict) else None


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file, Markdown or notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return parse_lesson(json.loads(text).get("metadata", {}).get("course"), source=path)
    return parse_lesson(_markdown_values(path, text), source=path)
