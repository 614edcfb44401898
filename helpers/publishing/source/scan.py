"""A lesson's Markdown line by line, each line knowing where it stands as jupytext reads it.

The one reader of a lesson's Markdown: the lint, the parts of exercises, the tables and the search index all read it
through here. Enters: the text of a lesson. Leaves: lines placed in front matter, prose, a fence, a code cell or a
region (an explicit cell). Judges nothing: that is `lint/`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from helpers.publishing.source.lean import lean
from helpers.publishing.source.lesson import split_front_matter

__all__ = ["Line", "Place", "cell_languages", "scan"]

_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})\s*(?P<language>[^\s`{]*)(?P<rest>.*)")
_REGION = re.compile(r"<!--\s*#region\b(?P<rest>.*?)-->")
_END_REGION = re.compile(r"<!--\s*#endregion\b.*-->")
_TAG_LIST = re.compile(r"tags=\[(?P<tags>[^\]]*)\]")


@cache
def cell_languages() -> set[str]:
    """The names of a fence that make it a code cell."""
    with lean():
        from jupytext.languages import _JUPYTER_LANGUAGES_LOWER_AND_UPPER
    return set(_JUPYTER_LANGUAGES_LOWER_AND_UPPER)


class Place(Enum):
    """Where a line stands."""

    HEAD = "front matter"
    PROSE = "prose"
    FENCE = "a fenced block in prose"
    CODE = "a code cell"
    MARK = "the line that opens or closes a fence, cell or region"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `opens` is the language of the fence it opens, `options` what follows (tags)."""

    number: int
    text: str
    place: Place
    region: bool = False
    mark: str = ""
    opens: str = ""
    options: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    @property
    def opens_cell(self) -> bool:
        """Whether a code cell or an explicit cell begins here."""
        is_code = self.mark.startswith("`") and not self.region and self.opens in cell_languages()
        return is_code or self.mark == "region"

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags among the options."""
        match = _TAG_LIST.search(self.options)
        written = match["tags"].split(",") if match else []
        return tuple(tag.strip().strip("\"'") for tag in written if tag.strip())

    @property
    def other_options(self) -> str:
        """What else stands among the options."""
        return _TAG_LIST.sub("", self.options).strip()


class _Scanner:
    def __init__(self) -> None:
        self.mark, self.code, self.region = "", False, False

    def line(self, number: int, text: str) -> Line:
        if self.mark:
            return self._inside(number, text)
        if not self.region and (region := _REGION.match(text)):
            self.region = True
            return Line(number, text, Place.MARK, True, "region", "", region["rest"].strip())
        if self.region and _END_REGION.match(text):
            self.region = False
            return Line(number, text, Place.MARK, True, "endregion")
        fence = _FENCE.match(text)
        return self._open(number, text, fence) if fence else Line(number, text, Place.PROSE, self.region)

    def _open(self, number: int, text: str, fence: re.Match[str]) -> Line:
        self.mark, language = fence["mark"], fence["language"]
        self.code = self.mark[0] == "`" and not self.region and language in cell_languages()
        options = fence["rest"].strip()
        return Line(number, text, Place.MARK, self.region, self.mark, language or "text", options)

    def _inside(self, number: int, text: str) -> Line:
        if text.startswith(self.mark) and not text.strip(self.mark[0] + " "):
            mark, self.mark = self.mark, ""
            return Line(number, text, Place.MARK, self.region, mark)
        return Line(number, text, Place.CODE if self.code else Place.FENCE, self.region)


def scan(text: str) -> Iterator[Line]:
    """Every line of a lesson."""
    _, body = split_front_matter(text)
    scanner = _Scanner()
    for number, line in enumerate(text.split("\n"), start=1):
        yield Line(number, line, Place.HEAD) if number < body else scanner.line(number, line)
