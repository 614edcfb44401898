"""What an executed notebook tells of itself: how long it ran, on what, its words, its exercises, its wires' fields.

Enters: a notebook. Leaves: `Facts`. The fields are read off the static rows that every view carries, since publishing
imports no dissector. A notebook without outputs has neither time nor fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from helpers.publishing.source.lesson import Lesson

__all__ = ["Facts", "Section", "Seen", "facts_of", "sections_in"]

_ROW = re.compile(r"<tr><td>[^<]*</td><td>.*?</td><td>([^<]*)</td>.*?</tr>", re.DOTALL)
_RFC = re.compile(r"https://www\.rfc-editor\.org/rfc/rfc(\d+)(?:\.html)?(?:#(?:section|appendix)-([\w.]+))?")
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_TARGET = re.compile(r"\]\([^)]*\)|<[^>]+>")

Section = tuple[int, str]
"""The number of an RFC, and the section as in ``5.2``, or nothing for the whole document."""


@dataclass(frozen=True, slots=True)
class Facts:
    """``fields`` are pairs: a section, and the name of a field of the wire which it defines."""

    seconds: float = 0.0
    python: str = ""
    words: int = 0
    exercises: int = 0
    fields: frozenset[tuple[Section, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """A lesson whose notebook was seen."""

    lesson: Lesson
    facts: Facts


def sections_in(text: str) -> Iterator[Section]:
    """The sections of RFCs that a text links to."""
    for number, section in _RFC.findall(text):
        yield int(number), section.rstrip(".")


def facts_of(notebook: Any) -> Facts:
    """What there is to know."""
    cells = notebook["cells"]
    prose = " ".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return Facts(
        seconds=sum(map(_seconds, code)),
        python=str(notebook["metadata"].get("language_info", {}).get("version", "")),
        words=len(_WORD.findall(_TARGET.sub(" ", prose))),
        exercises=sum("exercise" in cell["metadata"].get("tags", ()) for cell in code),
        fields=frozenset(pair for cell in code for pair in _fields(cell)),
    )


def _seconds(cell: Any) -> float:
    """From the moment the kernel took the cell until it was idle again."""
    times = cell["metadata"].get("execution", {})
    ends = [times.get(f"iopub.status.{state}") for state in ("busy", "idle")]
    if not all(ends):
        return 0.0
    began, ended = (datetime.fromisoformat(str(one).replace("Z", "+00:00")) for one in ends)
    return (ended - began).total_seconds()


def _fields(cell: Any) -> Iterator[tuple[Section, str]]:
    for output in cell.get("outputs", ()):
        html = output.get("data", {}).get("text/html", "")
        for row in _ROW.finditer("".join(html)):
            for section in sections_in(row[0]):
                yield section, unescape(row[1]).lstrip("· ")
