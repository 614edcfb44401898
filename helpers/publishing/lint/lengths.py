"""Rules on lengths: what a reader takes in at one sitting, and between two things to look at.

Enters: the lines of a lesson. Leaves: (line number, rule, message, remedy). Each rule is one function in `RULES`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from helpers.publishing.lint.finding import Found
from helpers.publishing.lint.headings import HEADING
from helpers.publishing.source.scan import Line, Place

__all__ = ["RULES"]

LONGEST_LESSON = 4000  # words, code among them, without what is folded away
LONGEST_PROSE = 160  # words between two things to look at
_LOOKED_AT = re.compile(r"!\[|\||> |\s*[-*] |\s*\d+\. ")  # a picture, a table, a quotation, an item of a list
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_TARGET = re.compile(r"\]\([^)]*\)|<[^>]+>")


def long_lessons(lines: Sequence[Line]) -> Iterator[Found]:
    """A lesson that is read in one sitting."""
    shown = (line.text for line in lines if line.place is not Place.HEAD and not line.region)
    words = sum(len(text.split()) for text in shown)
    if words > LONGEST_LESSON:
        message = f"a lesson of {words:,} words, more than {LONGEST_LESSON:,}"
        yield 1, "long-lesson", message, "say it in fewer words, or make two lessons of it"


def long_prose(lines: Sequence[Line]) -> Iterator[Found]:
    """No wall of text: after some paragraphs there is a heading, a cell, a picture, a list."""
    begins, words = 0, 0
    for line in [*lines, Line(0, "", Place.MARK)]:
        is_break = HEADING.match(line.text) or _LOOKED_AT.match(line.text)
        if line.place is Place.PROSE and not line.region and not is_break:
            found = len(_WORD.findall(_TARGET.sub(" ", line.text)))
            begins, words = begins or (line.number if found else 0), words + found
            continue
        if words > LONGEST_PROSE:
            message = f"{words} words without anything to look at, more than {LONGEST_PROSE}"
            remedy = "say it in fewer words, or show some of it: a cell, a picture, a list, a heading"
            yield begins, "long-prose", message, remedy
        begins, words = 0, 0


RULES: tuple[Callable[[Sequence[Line]], Iterator[Found]], ...] = (long_lessons, long_prose)
