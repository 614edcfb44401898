"""Rules on headings, and what a link may lead to.

Enters: the lines of a lesson. Leaves: (line number, rule, message, remedy), and the texts of the headings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from helpers.publishing.lint.finding import Found
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.scan import Line, Place

__all__ = ["HEADING", "heading_texts", "headings"]

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_MARKUP = re.compile(r"[`*]|\[(?P<text>[^\]]*)\]\([^)]*\)")


def heading_texts(lines: Iterable[Line]) -> list[str]:
    """What the headings below the title say, without markup."""
    found = (HEADING.match(line.text) for line in lines if line.place is Place.PROSE)
    return [
        _MARKUP.sub(lambda markup: markup["text"] or "", one[2]) for one in found if one and len(one[1]) > 1
    ]


def headings(lines: Sequence[Line], lesson: Lesson) -> Iterator[Found]:
    """One `# title` at the head, then ## and ### without a jump."""
    found = [
        (line.number, len(match[1]), match[2])
        for line in lines
        if line.place is Place.PROSE and (match := HEADING.match(line.text))
    ]
    if not found or found[0][1:] != (1, lesson.title):
        line = found[0][0] if found else 1
        yield line, "title", "the lesson does not start with its title", f"begin with '# {lesson.title}'"
    for (_, above, _), (number, level, _text) in pairwise(found):
        if level == 1:
            yield number, "heading-level", "a second title", "use ## for a section"
        elif level > above + 1:
            yield number, "heading-level", f"jumps from level {above} to {level}", f"use {'#' * (above + 1)}"
