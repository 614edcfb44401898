"""`lessons.csv` and `links.csv`: the course as tables, valid CSV (RFC 4180) in UTF-8.

Enters: the course. Leaves: text. A value that is no text is written as JSON.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import mistune

from helpers.publishing.course import Course
from helpers.publishing.source.lesson import KEYS
from helpers.publishing.source.prose import prose_of

__all__ = ["external_links", "lessons_csv", "links_csv"]

_TOKENS = mistune.create_markdown(renderer=None, plugins=["table", "url"])


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _cell(value: object) -> object:
    return value if isinstance(value, str | int | float) else "" if value is None else json.dumps(value)


def lessons_csv(course: Course) -> str:
    """Every front-matter key of every lesson, in course order."""
    extra = sorted({key for lesson in course.lessons for key in lesson.values} - set(KEYS))
    keys = ["order", *(key for key in KEYS if key != "order"), *extra]
    return _csv([keys, *([_cell(lesson.values.get(key)) for key in keys] for lesson in course.lessons)])


def _urls(tokens: object) -> Iterable[str]:
    """The targets of all links in a token tree, in order."""
    for token in tokens if isinstance(tokens, list) else ():
        if token["type"] == "link":
            yield str(token["attrs"]["url"])
        yield from _urls(token.get("children"))


def external_links(source: Path) -> list[str]:
    """The web addresses that a lesson, or another document, links to, each once, in order."""
    urls = (url for text in prose_of(source) for url in _urls(_TOKENS(text)))
    return list(dict.fromkeys(url for url in urls if url.startswith(("http://", "https://"))))


def links_csv(course: Course, found: Mapping[str, Sequence[str]]) -> str:
    """Order, title and all links of every lesson, which are found by its path; shorter rows are filled up."""
    rows = [(lesson, found[lesson.path]) for lesson in course.lessons]
    width = max((len(links) for _, links in rows), default=0)
    head = ["order", "title", *(f"link{number}" for number in range(width))]
    return _csv(
        [head, *([one.order, one.title, *links, *[""] * (width - len(links))] for one, links in rows)]
    )
