"""Words that no list knows: a misspelt word in prose is found with its file and line.

Enters: the lines of a lesson. Leaves: (line number, rule, message, remedy). English is `pyspellchecker`'s list,
which the test set-up installs; what the course says besides, names and terms of the field, is `lessons/words.txt`,
one a line. Code, links' targets, what is written in capitals or in another alphabet are no prose.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from helpers.publishing.lint.finding import Found
from helpers.publishing.source.files import read_text
from helpers.publishing.source.scan import Line, Place

__all__ = ["WORDS", "english", "own_words", "spelling", "words"]

WORDS = Path("lessons") / "words.txt"
_NO_PROSE = re.compile(
    r"`[^`]*`|\]\([^)]*\)|https?://\S+|</?[a-z][^>]*>|&\w+;|\w*\\[xu]\w+|\\.|\b\w*[\d_/.]\w+|#\S+"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TITLES = re.compile(r"\s+(?:(?:title|description|section): |- |  {4})")
_COMMENT = re.compile(r"(?:^|  )# (.*)")


@cache
def english() -> Collection[str]:
    """The list of English, or nothing where it is not installed."""
    if find_spec("spellchecker") is None:
        return frozenset()
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency.dictionary


def own_words(root: Path) -> set[str]:
    """What the course says besides; a word with a capital is a name, and is written so."""
    path = root / WORDS
    return set(read_text(path).split()) if path.is_file() else set()


def words(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """The words of the prose, and where they stand; none of code, or in capitals."""
    for line in lines:
        for match in _WORD.finditer(_NO_PROSE.sub(" ", _said(line))):
            word = match[0].replace("’", "'")
            if len(word) > 2 and word.isascii() and not word.isupper() and word[1:-1] == word[1:-1].lower():
                yield line.number, word


def _said(line: Line) -> str:
    """What a line says to the reader: prose, what the front matter has of it, a comment in code."""
    text = line.text.strip()
    if line.place is Place.PROSE or (line.place is Place.HEAD and _TITLES.match(line.text)):
        return text
    comment = _COMMENT.search(text) if line.place is Place.CODE else None
    return comment[1] if comment else ""


def _known(word: str, own: Collection[str]) -> bool:
    bare = word.removesuffix("'s").removesuffix("'")
    return any(one in own or one.lower() in english() or one.lower() in own for one in (word, bare))


def spelling(lines: Iterable[Line], own: Collection[str]) -> Iterator[Found]:
    """Each word that neither list knows."""
    for number, word in words(lines) if english() else ():
        if not _known(word, own):
            remedy = f"spell it as a dictionary does, or add it to {WORDS.as_posix()} if it is right"
            yield number, "spelling", f"no list knows the word {word!r}", remedy
