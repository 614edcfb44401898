"""Rules on the glossary: a term is a heading, its meaning one sentence, and somebody links to it.

Enters: the glossary's lines, the lessons. Leaves: (line number, rule, message, remedy).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from helpers.publishing.lint.finding import Finding, Found
from helpers.publishing.lint.headings import HEADING
from helpers.publishing.source.files import name_of, read_text
from helpers.publishing.source.lesson import GLOSSARY, Lesson
from helpers.publishing.source.scan import Line, Place, scan

__all__ = ["terms", "terms_of", "unused"]


def _entries(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Line, term and meaning of each entry."""
    found: list[tuple[int, str, str]] = []
    for line in lines:
        match = HEADING.match(line.text) if line.place is Place.PROSE else None
        if match and len(match[1]) == 2:
            found.append((line.number, match[2], ""))
        elif found and line.place is Place.PROSE:
            number, term, meaning = found[-1]
            found[-1] = (number, term, f"{meaning}\n{line.text}".strip())
    return found


def terms(lines: Sequence[Line]) -> Iterator[Found]:
    """Each term has a meaning of one sentence; the terms stand in the order of the alphabet."""
    found = _entries(lines)
    for number, term, meaning in found:
        if "\n" in meaning or not meaning.endswith(".") or ". " in meaning.replace("e.g. ", ""):
            yield (
                number,
                "glossary-sentence",
                f"{term} has no meaning of one sentence",
                "say it in one sentence",
            )
    for (_, above, _), (number, term, _) in pairwise(found):
        if term.casefold() <= above.casefold():
            yield (
                number,
                "glossary-order",
                f"{term} stands after {above}",
                "put the terms in alphabetical order",
            )


def terms_of(text: str) -> list[str]:
    """The terms of a glossary."""
    return [term for _, term, _ in _entries(list(scan(text)))]


def unused(page: Lesson, lessons: Sequence[Lesson]) -> Iterator[Finding]:
    """A term that no lesson links to is not found by the reader who needs it."""
    linked = "\n".join(read_text(lesson.source) for lesson in lessons)
    for number, term, _ in _entries(list(scan(read_text(page.source)))):
        target = f"{GLOSSARY}.ipynb#{term.replace(' ', '-')}"
        if f"({target})" not in linked:
            remedy = f"link its first use in a lesson: [{term}]({target})"
            yield Finding(
                name_of(Path(page.source)), number, "glossary-unused", f"nothing links to {term}", remedy
            )
