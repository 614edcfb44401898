"""Everything of the site but the lesson pages: index, 404, tables, search index, style and scripts.

Enters: the course and the exporter's templates. Leaves: file names and bytes, written by nbconvert's own writer.
"""

import hashlib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from helpers.publishing.config import Config
from helpers.publishing.course import Course
from helpers.publishing.errors import CourseError
from helpers.publishing.kept import Kept
from helpers.publishing.page.elements import ON_DEMAND, SCRIPTS, STYLES, VIEWS
from helpers.publishing.page.facts import Facts, Seen
from helpers.publishing.page.fonts import fonts, fonts_css
from helpers.publishing.page.found import course_facts, found_files
from helpers.publishing.page.gleaned import Gleaned, glean
from helpers.publishing.page.icons import icon
from helpers.publishing.page.rfcs import cited
from helpers.publishing.page.search import search_script
from helpers.publishing.page.tables import lessons_csv, links_csv
from helpers.publishing.page.terms import terms_script
from helpers.publishing.root import find_root
from helpers.publishing.source.changes import changed

__all__ = ["Site", "asset_url", "assets", "branding"]

STATIC = Path(__file__).parents[1] / "static"
# Read by path: publishing imports no other station.
CARDS = Path(__file__).parents[2] / "checks" / "static"
ASSETS = {
    "page.css": STATIC,
    "home.css": STATIC,
    "page.js": STATIC,
    "home.js": STATIC,
    "icon.svg": STATIC,
    **dict.fromkeys((*STYLES, *SCRIPTS, *ON_DEMAND), VIEWS),
    "verdict.css": CARDS,
}


@cache
def assets() -> dict[str, bytes]:
    """Styles and scripts of the pages, by name."""
    cut = fonts()
    data = {name: (folder / name).read_bytes() for name, folder in ASSETS.items()}
    return data | {"page.css": fonts_css(cut).encode() + data["page.css"]} | cut


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


class Site:
    """Everything around the lessons' pages; ``environment`` is the exporter's, ``kept`` what earlier runs gleaned."""

    def __init__(
        self, course: Course, environment: Environment, *, offline: str = "", kept: Kept | None = None
    ) -> None:
        self.course, self._environment, self._offline, self._kept = course, environment, offline, kept
        self.root = find_root(course.lessons[0].source.parent)

    @cached_property
    def shared(self) -> dict[str, Any]:
        """What every template needs."""
        return {
            "config": self.course.config,
            "asset": {name: asset_url(name, data=content) for name, content in assets().items()},
            "icon": lambda name: Markup(icon(name)),
            "changes": changed(self.root),
        }

    @cached_property
    def _gleaned(self) -> dict[str, Gleaned]:
        return {one.path: glean(one, self._kept) for one in self.course.pages}

    def _render(self, template: str, **values: object) -> bytes:
        about = {"course": self.course, "facts": course_facts(self.course), "offline": self._offline}
        values = {**self.shared, **about, **values}
        return self._environment.get_template(f"{template}.html.j2").render(**values).encode()

    def indices(self, facts: Mapping[str, Facts]) -> dict[str, bytes]:
        """The pages that are made of all lessons seen so far, by their paths: the index of RFCs, the statistics."""
        seen = [Seen(one, facts[one.path]) for one in self.course.lessons if one.path in facts]
        documents = cited(seen, {path: one.sections for path, one in self._gleaned.items()})
        return {
            "rfcs.html": self._render("rfcs", documents=documents),
            "statistics.html": self._render("statistics", seen=seen),
        }

    def files(self) -> dict[str, bytes]:
        """The files that need no execution."""
        course, gleaned = self.course, self._gleaned
        engine = (STATIC / "search.js").read_text("utf-8")
        texts = {
            "lessons.csv": lessons_csv(course),
            "links.csv": links_csv(course, {path: one.links for path, one in gleaned.items()}),
            "assets/search.js": search_script(
                course, {path: one.entries for path, one in gleaned.items()}, engine=engine
            ),
            "assets/glossary.js": terms_script(
                gleaned[course.glossary.path].entries if course.glossary else (),
                engine=(STATIC / "terms.js").read_text("utf-8"),
            ),
            ".nojekyll": "",
            **found_files(course, self.shared["changes"]),
        }
        exercises = {one.path: gleaned[one.path].exercises for one in course.lessons}
        files = {name: text.encode() for name, text in texts.items()}
        files["index.html"] = self._render("home", exercises=exercises)
        files["404.html"] = self._render("missing")
        files |= {f"assets/{name}": data for name, data in assets().items()}
        return files | branding(course.config, root=self.root)
