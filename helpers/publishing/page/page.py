"""One lesson's page, ready for the template: its blocks, its headings, its pictures.

Enters: an executed (or plain) notebook, its lesson and course. Leaves: a `Page`. Writes no file.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from helpers.publishing.course import Course, Section
from helpers.publishing.errors import CourseError
from helpers.publishing.kept import digest
from helpers.publishing.page.cards import card_png, card_svg
from helpers.publishing.page.elements import DRAWN, SCRIPTS, STYLES, TAGS
from helpers.publishing.page.facts import Facts, facts_of
from helpers.publishing.page.highlight import highlight
from helpers.publishing.page.margin import BESIDE, CLOSED
from helpers.publishing.page.markdown import Heading, Picture, Prose, slug
from helpers.publishing.page.outputs import Outputs
from helpers.publishing.page.pictures import SHOWN, narrowed, picture_size
from helpers.publishing.source.files import name_of
from helpers.publishing.source.lesson import Lesson

__all__ = ["Block", "Page", "build_page"]

# What a page loads only when a view comes near, styles before scripts.
VIEW_ASSETS = (*STYLES, *SCRIPTS)
LIVE = "Live in JupyterLab: there, what this cell starts waits for you."


@dataclass(frozen=True, slots=True)
class Block:
    """A cell on the page: prose (html), or code (html is the highlighted source) with outputs.

    A live cell has neither outputs nor a Step on the page: ``note`` says where it has, ``task`` what to do there.
    """

    kind: str
    html: str
    tags: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    note: str = ""
    task: str = ""


@dataclass
class Page:
    """What the lesson template shows."""

    course: Course
    lesson: Lesson
    folder: Path
    blocks: Sequence[Block] = ()
    headings: Sequence[Heading] = ()
    assets: Sequence[str] = ()
    late: Sequence[str] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    drawn_from: dict[str, str] = field(
        default_factory=dict
    )  # the digest of each image, by the lesson's link to it

    @property
    def views(self) -> str:
        """The custom elements of the views, as a selector."""
        return ", ".join(TAGS)

    @property
    def every_view(self) -> tuple[str, ...]:
        """Style and scripts of all views: a page that runs its lesson may show any."""
        return VIEW_ASSETS

    @property
    def section(self) -> Section | None:
        """The section the lesson stands in; the glossary stands in none."""
        return next((one for one in self.course.sections if self.lesson in one.lessons), None)

    @property
    def keywords(self) -> list[str]:
        """What the page is found by: the lesson's own words first, each word once."""
        section = (self.section.title,) if self.section else ()
        words = (*self.lesson.keywords, self.lesson.title, *section, *self.course.config.keywords)
        return list({word.casefold(): word for word in reversed(words)}.values())[::-1]

    @property
    def previous(self) -> Lesson | None:
        """The lesson before."""
        return self.course.neighbours(self.lesson)[0]

    @property
    def next(self) -> Lesson | None:
        """The lesson after."""
        return self.course.neighbours(self.lesson)[1]

    def link(self, target: str) -> str:
        """A link; one to another lesson's notebook leads to its page."""
        path, mark, fragment = target.partition("#")
        if not path and fragment:
            return f"#{slug(unquote(fragment))}"
        if urlsplit(target).scheme or not path.endswith((".ipynb", ".md")):
            return target
        for lesson in self.course.pages:
            if lesson.source.stem == Path(unquote(path)).stem:
                return f"{lesson.page}{mark}{slug(unquote(fragment)) if fragment else ''}"
        if Path(unquote(path)).stem in self.course.names_left_out:
            return "index.html"
        where = name_of(self.lesson.source)
        raise CourseError(where, f"links to {path}", expected="a lesson of this course")

    def picture(self, target: str) -> Picture:
        """An image of the lesson, copied into the site."""
        if urlsplit(target).scheme:
            return Picture(target)
        file = self.folder / unquote(target)
        if not file.is_file():
            raise CourseError(
                name_of(self.lesson.source),
                f"image {target} is not there",
                remedy="put it into lessons/images/ and write ../lessons/images/…",
            )
        data = file.read_bytes()
        self.drawn_from[target] = digest(data)
        return self.place(f"{file.stem}-{hashlib.sha256(data).hexdigest()[:8]}", file.suffix, data)

    def place(self, name: str, suffix: str, data: bytes) -> Picture:
        """A picture in the site: one that is wider than it is shown in that width, and sharper for a finer screen."""
        if small := narrowed(data, width=SHOWN):
            fine = narrowed(data, width=2 * SHOWN)
            sharp = self.save(f"{name}-2x.png", fine) if fine else self.save(name + suffix, data)
            width, height = picture_size(small) or (0, 0)
            return Picture(self.save(f"{name}-1x.png", small), width, height, sharp)
        return Picture(self.save(name + suffix, data), *(picture_size(data) or ()))

    @property
    def card(self) -> str:
        """Where the picture is that goes with a link to the page, if it has one."""
        return f"images/card-{self.lesson.path}.png"

    def draw_card(self) -> None:
        """Make it, of the lesson's first diagram; only a page with an address needs one."""
        drawn = (data for name, data in self.pictures.items() if name.endswith(".svg"))
        if self.course.config.baseurl and self.section:
            card = card_png(card_svg(self.course, self.lesson, next(drawn, b"")))
            self.pictures |= {self.card: card} if card else {}

    def keep_data(self, data: Sequence[str]) -> Iterator[str]:
        """Put the views' data into a file of its own, which a page loads when a view comes near; its name.

        By number, the shortest first: a large one would part the others, and deflate finds what repeats nearby.
        """
        if data:
            listed = sorted(enumerate(data), key=lambda one: len(one[1]))
            content = "globalThis.courseData = {" + ",\n".join(f"{at}:{json}" for at, json in listed) + "};\n"
            name = f"{self.lesson.path}.data.js"
            self.pictures[f"assets/{name}"] = content.encode()
            yield f"{name}?v={hashlib.sha256(content.encode()).hexdigest()[:8]}"

    def save(self, name: str, data: bytes) -> str:
        """Put a picture into the site; the URL it has there."""
        self.pictures[f"images/{name}"] = data
        return f"images/{name}"


def _code_block(cell: Any, outputs: Outputs) -> Block:
    tags = tuple(cell["metadata"].get("tags", ()))
    if "live" in tags:
        return Block("code", highlight(cell["source"]), tags, (), LIVE)
    return Block("code", highlight(cell["source"]), tags, tuple(outputs.render(cell["outputs"])))


def _with_tasks(blocks: Iterable[Block]) -> list[Block]:
    """Move the last paragraph before a live cell into its box: it says what to do where there is a Step."""
    listed = list(blocks)
    for place, below in enumerate(listed[1:]):
        if below.note and listed[place].kind == "prose":
            rest, task = _parted(listed[place].html)
            listed[place : place + 2] = replace(listed[place], html=rest), replace(below, task=task)
    return listed


def _parted(html: str) -> tuple[str, str]:
    """The HTML of some prose without its last paragraph, and that paragraph, if the prose ends with one."""
    _, beside, tail = html.rpartition(BESIDE)
    if beside and tail.endswith(f"</p>{CLOSED}") and tail.count("</div>") == 2:  # a margin note is above it
        rest, task = _parted(html.removesuffix(CLOSED))
        return (rest.removesuffix(BESIDE) + "</div>" if rest.endswith(BESIDE) else rest + CLOSED), task
    rest, opening, last = html.rpartition("<p>")
    return (rest.rstrip(), opening + last) if opening and last.endswith("</p>") else (html, "")


def build_page(notebook: Any, lesson: Lesson, *, course: Course, root: Path) -> Page:
    """Turn a notebook into a page."""
    page = Page(course, lesson, lesson.source.parent, facts=facts_of(notebook))
    prose = Prose(page)
    outputs = Outputs(root, prose, page.place)
    blocks = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            tags = tuple(cell["metadata"].get("tags", ()))
            blocks.append(Block("prose", prose.render(cell["source"]), tags))
        elif cell["cell_type"] == "code" and cell["source"].strip():
            blocks.append(_code_block(cell, outputs))
    page.blocks = [block for block in _with_tasks(blocks) if block.html]
    page.headings = prose.headings
    now = outputs.assets & set(STYLES) if DRAWN in outputs.assets else set()
    page.assets = sorted(outputs.assets - set(VIEW_ASSETS) | now)
    late = [name for name in VIEW_ASSETS if name in outputs.assets - now]
    page.late = [*page.keep_data(outputs.compact_data), *late]
    page.draw_card()
    page.pictures |= {name: script.encode() for name, script in outputs.later.items()}
    return page
