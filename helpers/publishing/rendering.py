"""The files of a site, of which only those pages are rendered whose sources changed.

Enters: the course, its executed lessons. Leaves: files by name. A page is made of its executed notebook, the files
that it offers, its images, the outline of the course, styles, scripts and our own code; it is rendered where one of
these is new.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from helpers.publishing.course import Course
from helpers.publishing.execute import Result
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.kept import Kept, digest, our_code
from helpers.publishing.page.facts import Facts
from helpers.publishing.page.site import Site
from helpers.publishing.page.take import OFFLINE, copies, elsewhere
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.nodes import read_notebook

__all__ = ["Rendering"]

PAGES = Path("build") / "pages"
GLEANED = Path("build") / "gleaned"
_ABOUT = ".about.json"  # of a kept page: its facts, and the images that it shows
Files = dict[str, bytes]


class Rendering:
    """What a site is made of. What needs no executed lesson is made first: a kernel takes its time to start."""

    def __init__(self, course: Course, *, root: Path, lock: dict[str, Any]) -> None:
        self._exporter = CourseExporter()
        self._exporter.live = lock
        self._exporter.use(course)
        self._exporter.around = False
        gleaned = Kept(root / GLEANED, our_code(), suffix=".json")
        self._site = self._exporter.site(course, offline=OFFLINE, kept=gleaned)
        assets = repr(self._site.shared["asset"])
        self._kept = Kept(root / PAGES, our_code(), _outline(course), assets, suffix=".zip")
        self._around = self._site.files()

    def files(self, results: Iterable[Result]) -> Files:
        """All files of the site but the zip that holds them all."""
        files, facts = dict(self._around), {}
        for result in results:
            page = self._page(result)
            facts[result.lesson.path] = _facts(json.loads(page.pop(_ABOUT))["facts"])
            files |= page
        return files | self._site.indices(facts)

    def _page(self, result: Result) -> Files:
        lesson = result.lesson
        beside = _beside(lesson, self._site, live=self._exporter.live)
        place = self._kept.place(lesson.path, result.executed, *beside)
        page = _unpacked(self._kept.find(place), folder=lesson.source.parent)
        if not page:
            page = _rendered(result, self._exporter)
            self._kept.keep(place, _packed(page))
        return page


def _outline(course: Course) -> str:
    """What every page says of the course."""
    lessons = [(one.order, one.title, one.section, one.path, one.source.name) for one in course.pages]
    return repr((course.config, lessons, sorted(course.names_left_out)))


def _beside(lesson: Lesson, site: Site, *, live: dict[str, Any]) -> list[bytes]:
    """What else stands on a lesson's page."""
    runs = live.get("lessons", {}).get(lesson.path), sorted(live.get("packages", {})), live.get("version")
    links = elsewhere(lesson, site.course.config, root=site.root)
    moment = site.shared["changes"].get(lesson.source.stem)
    return [repr((links, moment, runs)).encode(), *copies(lesson, root=site.root).values()]


def _rendered(result: Result, exporter: CourseExporter) -> Files:
    html, resources = exporter.from_notebook_node(
        read_notebook(result.executed), {"lesson_source": result.lesson.source}
    )
    page = resources["page"]
    facts = asdict(page.facts) | {"fields": sorted(page.facts.fields)}
    about = json.dumps({"facts": facts, "images": page.drawn_from})
    return {result.lesson.page: html.encode(), **resources["outputs"], _ABOUT: about.encode()}


def _facts(values: dict[str, Any]) -> Facts:
    """Facts as they were before JSON made lists of them."""
    fields = frozenset(((number, section), name) for (number, section), name in values["fields"])
    return Facts(**values | {"fields": fields})


def _packed(page: Files) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in page.items():
            archive.writestr(name, data)
    return whole.getvalue()


def _unpacked(data: bytes | None, *, folder: Path) -> Files:
    """A kept page, if its file is whole and its images are what they were."""
    try:
        with zipfile.ZipFile(io.BytesIO(data or b"")) as archive:
            page = {name: archive.read(name) for name in archive.namelist()}
        images = json.loads(page[_ABOUT])["images"].items()
        same = all(digest((folder / unquote(link)).read_bytes()) == made_of for link, made_of in images)
    except (zipfile.BadZipFile, OSError):
        return {}
    return page if same else {}
