"""Everything of the site but the lesson pages: index, 404, tables, search index, style and scripts.

Enters: the course and the exporter's templates. Leaves: file names and bytes, written by nbconvert's own writer.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from helpers.publishing.config import Config
from helpers.publishing.course import Course
from helpers.publishing.errors import CourseError
from helpers.publishing.page.elements import ON_DEMAND, SCRIPTS, STYLE, VIEWS
from helpers.publishing.page.fonts import fonts, fonts_css
from helpers.publishing.page.found import found_files
from helpers.publishing.page.page import Page
from helpers.publishing.page.rfcs import cited
from helpers.publishing.page.search import search_script
from helpers.publishing.page.tables import lessons_csv, links_csv
from helpers.publishing.root import find_root
from helpers.publishing.source.prose import exercises_of

__all__ = ["asset_url", "assets", "branding", "indices", "site_files"]

STATIC = Path(__file__).parents[1] / "static"
# Read by path: publishing imports no other station.
CARDS = Path(__file__).parents[2] / "checks" / "static"
ASSETS = {
    "page.css": STATIC,
    "home.css": STATIC,
    "page.js": STATIC,
    "home.js": STATIC,
    "icon.svg": STATIC,
    **dict.fromkeys((STYLE, *SCRIPTS, ON_DEMAND), VIEWS),
    "verdict.css": CARDS,
}


def assets() -> dict[str, bytes]:
    """Styles and scripts of the pages, by name."""
    cut = _fonts()
    data = {name: (folder / name).read_bytes() for name, folder in ASSETS.items()}
    return data | {"page.css": fonts_css(cut).encode() + data["page.css"]} | cut


_fonts = cache(fonts)


def asset_url(name: str, *, data: bytes) -> str:
    """An asset's URL, which changes with its content so that no cache serves an old one."""
    return f"assets/{name}?v={hashlib.sha256(data).hexdigest()[:8]}"


def branding(config: Config, *, root: Path) -> dict[str, bytes]:
    """The logo, favicon and social image that the config names, copied beside the pages."""
    files = {}
    for key, name in (
        ("logo", config.logo),
        ("html.favicon", config.favicon),
        ("course.image", config.image),
    ):
        if not name:
            continue
        if not (root / name).is_file():
            raise CourseError(
                f"_config.yml: {key}", f"{name} is not there", expected="a file in the course's folder"
            )
        files[f"images/{Path(name).name}"] = (root / name).read_bytes()
    return files


def indices(
    pages: Mapping[str, Page], *, environment: Environment, shared: dict[str, Any]
) -> dict[str, bytes]:
    """The pages that are made of all lessons: the index of RFCs, the statistics. Written anew with every lesson."""
    seen = sorted((one for one in pages.values() if one.section), key=lambda one: one.lesson.key)
    rows = {"documents": cited(seen), "seen": seen}
    names = ("rfcs", "statistics")
    return {
        f"{name}.html": environment.get_template(f"{name}.html.j2").render(**rows, **shared).encode()
        for name in names
    }


def site_files(course: Course, *, environment: Environment, shared: dict[str, Any]) -> dict[str, bytes]:
    """The shared files of the site; `shared` is what every template sees."""
    root = find_root(course.lessons[0].source.parent)
    texts = {
        "lessons.csv": lessons_csv(course),
        "links.csv": links_csv(course),
        "assets/search.js": search_script(course, engine=(STATIC / "search.js").read_text("utf-8")),
        ".nojekyll": "",
        **found_files(course, shared["changes"]),
    }
    shared = {**shared, "exercises": {one.path: exercises_of(one.source) for one in course.lessons}}
    for name in ("home", "missing"):
        target = {"home": "index.html", "missing": "404.html"}[name]
        texts[target] = environment.get_template(f"{name}.html.j2").render(**shared)
    files = {name: text.encode() for name, text in texts.items()}
    files |= {f"assets/{name}": data for name, data in assets().items()}
    return files | branding(course.config, root=root)
