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
from helpers.publishing.order import order_key, section_number

__all__ = ["KEYS", "RESERVED", "Lesson", "parse_lesson", "read_lesson", "split_front_matter"]

KEYS = ("title", "order", "section", "icon", "description", "minutes", "path")
RESERVED = ("index", "404")
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


def _fail(where: str, key: str, found: object, expected: str) -> None:
    shown = "missing" if found is None else f"found {found!r}"
    raise CourseError(
        f"{where}: {key}",
        shown,
        expected=expected,
        remedy="write it in the front matter under jupyter: course:",
    )


def parse_lesson(values: object, *, source: Path) -> Lesson:
    """The lesson that a front matter's `course` mapping describes."""
    where = source.name
    if not isinstance(values, Mapping):
        _fail(where, "course", values, "a mapping with " + ", ".join(KEYS))
    given: dict[str, Any] = dict(values)  # type: ignore[call-overload]
    for key in ("title", "section", "description", "path"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            _fail(where, key, given.get(key), "text")
    order_key(given.get("order"), where=where)
    minutes = given.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        _fail(where, "minutes", minutes, "a whole number of minutes, such as 25")
    if not _SLUG.fullmatch(given["path"]) or given["path"] in RESERVED:
        _fail(where, "path", given["path"], "a slug of small letters, digits and hyphens, not index or 404")
    if not isinstance(given.get("icon", ""), str):
        _fail(where, "icon", given["icon"], "the name of an icon")
    known = {key: given[key] for key in KEYS if key in given}
    return Lesson(**known, source=source, values=given)


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
