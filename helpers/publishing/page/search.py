"""The search: its script, and after it the index, an entry a section of a lesson, whole: prose and code, no outputs.

Enters: the course and the script that searches. Leaves: one classic script, since pages from `file://` may not fetch.
Not an engine from elsewhere: those fetch their parts, and a course of some thirty lessons fits into one file.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from helpers.publishing.course import Course
from helpers.publishing.page.markdown import Heading, Picture, Prose
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.prose import everything_of

__all__ = ["Entry", "entries", "search_script"]

Entry = tuple[str, str, str]
"""Anchor, heading and words of a section of a lesson; the first has neither anchor nor heading."""


_SECTION = re.compile(r'(?=<h[2-6] id="([^"]+)">)')
_LEFT_OUT = re.compile(r"<h[2-6]\b.*?</h[2-6]>|<details\b.*?</details>", re.DOTALL)
_INLINE = re.compile(r"</?(?:code|em|strong|a|span|del|sup|sub|b|i|c-\w)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


class _Unresolved:
    """Leaves links and images as they are: only the words count here."""

    def link(self, target: str) -> str:
        return target

    def picture(self, target: str) -> Picture:
        return Picture(target)


def _words(html: str) -> str:
    text = unescape(_TAG.sub(" ", _INLINE.sub("", _LEFT_OUT.sub("", html))))
    return re.sub(r"\s+", " ", text).strip()


def entries(lesson: Lesson) -> Iterator[Entry]:
    """The sections of a lesson, to be searched."""
    prose = Prose(_Unresolved())
    html = "\n".join(prose.render(text) for text in everything_of(lesson.source))
    pieces = _SECTION.split(html)
    yield "", "", f"{lesson.description} {_words(pieces[0])}"
    titles: dict[str, Heading] = {heading.anchor: heading for heading in prose.headings}
    for anchor, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield anchor, titles[anchor].text, _words(text)


def search_script(course: Course, found: Mapping[str, Sequence[Entry]], *, engine: str) -> str:
    """What searches, with what it searches in: the entries of each page, by its path."""
    lessons = [
        {
            "order": one.order,
            "title": one.title,
            "page": one.page,
            "keywords": " ".join(one.keywords),
            "parts": found[one.path],
        }
        for one in course.pages
    ]
    return f"{engine}courseSearch.load({json.dumps(lessons, ensure_ascii=False, separators=(',', ':'))});\n"
