"""`course new 4E "Title"`: a lesson that runs, to be written from.

Enters: an order code and a title. Leaves: `lessons/4e-title.md` and its notebook, with a server, a tap, a client and
every kind of cell a lesson has, so that the author changes what works. Never touches a lesson that is there.
"""

import json
import re
import unicodedata
from pathlib import Path
from string import Template

from helpers.publishing.config import SectionConfig, load_config
from helpers.publishing.errors import CourseError
from helpers.publishing.lint.first_uses import linked
from helpers.publishing.lint.glossary import terms_of
from helpers.publishing.source.files import read_text
from helpers.publishing.source.lesson import GLOSSARY, SLUG, is_slug
from helpers.publishing.source.order import order_key, section_number
from helpers.publishing.source.pairing import pair

__all__ = ["new_lesson"]

TEMPLATE = Path(__file__).parents[1] / "templates" / "lesson.md"


def new_lesson(root: Path, order: str, title: str, *, slug: str = "") -> Path:
    """Write the lesson and its notebook; the Markdown's path comes back."""
    code = order.upper()
    order_key(code, where="course new")
    slug = slug or _slug(code, title)
    if not is_slug(slug):
        raise CourseError(
            "course new", f"the path is {slug!r}", expected=SLUG, remedy="choose another --path"
        )
    path = root / "lessons" / f"{code.lower()}-{slug}.md"
    taken = sorted((root / "lessons").glob(f"{code.lower()}-*.md"))
    if taken:
        raise CourseError(
            f"lesson {code}", f"{taken[0].name} is there already", remedy="take the next letter"
        )
    section = _section(root, code)
    first = not any((root / "lessons").glob(f"{section_number(code)}[a-z]*-*.md"))
    values = {"order": code, "title": title, "slug": slug, "name": path.stem, "section": section.title}
    values["keyword"] = json.dumps(title.lower(), ensure_ascii=False)
    values["quoted"] = json.dumps(title, ensure_ascii=False)
    values["icon"] = f"\n    icon: {section.icon}" if first else ""
    text = Template(TEMPLATE.read_text("utf-8")).substitute(values)
    path.write_text(linked(text, terms_of(_glossary(root))), encoding="utf-8")
    for error in pair(root, [path]).refused:
        raise error
    return path


def _glossary(root: Path) -> str:
    """The text of the glossary, if the course has one."""
    path = root / "lessons" / f"{GLOSSARY}.md"
    return read_text(path) if path.is_file() else ""


def _slug(code: str, title: str) -> str:
    """The title in small ASCII letters, digits and hyphens: "Hello, wörld!" → "hello-world"."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    if not slug:
        raise CourseError(
            "course new",
            f"no page's name follows from the title {title!r}",
            expected="small letters, digits and hyphens",
            remedy=f"give one: course new {code} {json.dumps(title, ensure_ascii=False)} --path a-name",
        )
    return slug


def _section(root: Path, code: str) -> SectionConfig:
    sections = load_config(root).sections
    number = section_number(code)
    if not 1 <= number <= len(sections):
        raise CourseError(
            f"lesson {code}",
            f"section {number} is not in _config.yml",
            expected=f"a section from 1 to {len(sections)}",
            remedy="add the section under course: sections:, or choose another number",
        )
    return sections[number - 1]
