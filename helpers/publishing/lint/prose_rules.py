"""Rules on headings, images and links: what makes a page readable, complete and self-contained.

Enters: the lines of a lesson and where it lies. Leaves: (line number, rule, message, remedy).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers.publishing.lint.finding import Found
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.scan import Line, Place

__all__ = ["headings", "images", "links"]

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)[^)]*\)")
_CODE_SPAN = re.compile(r"(`+).*?\1")


def _prose(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    return ((line.number, _CODE_SPAN.sub("", line.text)) for line in lines if line.place is Place.PROSE)


def headings(lines: Sequence[Line], lesson: Lesson) -> Iterator[Found]:
    """One `# title` at the head, then ## and ### without a jump."""
    found = [
        (line.number, len(match[1]), match[2])
        for line in lines
        if line.place is Place.PROSE and (match := _HEADING.match(line.text))
    ]
    if not found or found[0][1:] != (1, lesson.title):
        line = found[0][0] if found else 1
        yield line, "title", "the lesson does not start with its title", f"begin with '# {lesson.title}'"
    for (_, above, _), (number, level, _text) in pairwise(found):
        if level == 1:
            yield number, "heading-level", "a second title", "use ## for a section"
        elif level > above + 1:
            yield number, "heading-level", f"jumps from level {above} to {level}", f"use {'#' * (above + 1)}"


def _is_remote(target: str) -> bool:
    return bool(urlsplit(target).scheme) or target.startswith("//")


def images(lines: Sequence[Line], folder: Path) -> Iterator[Found]:
    """Every image has a text and lies in the course."""
    for number, text in _prose(lines):
        for match in _IMAGE.finditer(text):
            target = unquote(match["target"])
            if not match["alt"].strip():
                yield number, "image-alt", f"{target} has no text", "say between the brackets what it shows"
            if _is_remote(target):
                remedy = "put the file into lessons/images/ and write ../lessons/images/…"
                yield number, "image-remote", f"{target} would be fetched from elsewhere", remedy
            elif not target.startswith("../") or not (folder / target).is_file():
                remedy = "write ../lessons/images/… (it must be found from lessons/, notebooks/ and work/)"
                yield number, "image-missing", f"{target} is not there", remedy


def links(lines: Sequence[Line], names: set[str]) -> Iterator[Found]:
    """A link to a lesson is a link to its notebook beside this one."""
    for number, text in _prose(lines):
        for match in _LINK.finditer(text):
            target = match["target"].partition("#")[0]
            if _is_remote(target) or not target.endswith((".ipynb", ".md")):
                continue
            if not target.endswith(".ipynb") or target.removesuffix(".ipynb") not in names:
                remedy = "link to the notebook beside this one, such as 4a-websocket-handshake.ipynb"
                yield number, "link-missing", f"{target} is no lesson's notebook", remedy
