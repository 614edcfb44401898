"""The first use of each term of the glossary in a lesson is a link to it.

Enters: the lines of a lesson, the terms. Leaves: where a term stands for the first time and is no link. A heading,
code and the text of another link are no use of a term. `python -m helpers.publishing.lint.first_uses` links them in
all lessons.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from helpers.publishing.lint.finding import Found
from helpers.publishing.lint.glossary import terms_of
from helpers.publishing.lint.headings import HEADING
from helpers.publishing.source.files import read_text
from helpers.publishing.source.lesson import GLOSSARY
from helpers.publishing.source.scan import Line, Place, scan

__all__ = ["first_uses", "linked", "unlinked"]

_OTHER = r"`[^`]*`|<[^>]+>|!\[[^\]]*\]\([^)]*\)|\[(?:`[^`]*`|[^\]`])*\]\((?P<target>[^)]*)\)"
Use = tuple[Line, re.Match[str], str]


def target_of(term: str) -> str:
    """What a link to a term is."""
    return f"{GLOSSARY}.ipynb#{term.replace(' ', '-')}"


def _pattern(terms: Collection[str]) -> re.Pattern[str]:
    """A term in any case, one or more; the longest wins, and what stands in code or a link is passed over."""
    listed = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"{_OTHER}|(?<![\w-])(?P<term>{listed})(?P<more>s|es)?(?![\w-]|\.\w)", re.IGNORECASE)


def unlinked(lines: Iterable[Line], terms: Collection[str]) -> Iterator[Use]:
    """The first use of each term, where it is no link."""
    known = {term.casefold(): term for term in terms}
    targets = {target_of(term): term for term in terms}
    pattern, seen = _pattern(terms), set[str]()
    for line in lines:
        if line.place is not Place.PROSE or HEADING.match(line.text) or not terms:
            continue
        for match in pattern.finditer(line.text):
            term = known.get((match["term"] or "").casefold()) or targets.get(match["target"] or "")
            if term and term not in seen:
                seen.add(term)
                if match["term"]:
                    yield line, match, term


def first_uses(lines: Iterable[Line], terms: Collection[str]) -> Iterator[Found]:
    """A finding for each."""
    for line, match, term in unlinked(lines, terms):
        remedy = f"write [{match[0]}]({target_of(term)}), or run python -m helpers.publishing.lint.first_uses"
        yield line.number, "glossary-link", f"the first use of {term!r} is no link to the glossary", remedy


def linked(text: str, terms: Collection[str]) -> str:
    """The text of a lesson, in which each of them is a link."""
    rows = text.split("\n")
    for line, match, term in reversed(list(unlinked(scan(text), terms))):
        row = rows[line.number - 1]
        link = f"[{match[0]}]({target_of(term)})"
        rows[line.number - 1] = row[: match.start()] + link + row[match.end() :]
    return "\n".join(rows)


def _link_all(lessons: Sequence[Path]) -> None:
    terms = terms_of(read_text(lessons[0].with_name(f"{GLOSSARY}.md")))
    for lesson in lessons:
        text = read_text(lesson)
        if lesson.stem != GLOSSARY and (now := linked(text, terms)) != text:
            lesson.write_text(now, encoding="utf-8")
            print(f"linked terms in {lesson.name}")


if __name__ == "__main__":
    _link_all(sorted((Path.cwd() / "lessons").glob("[!.]*.md")))
