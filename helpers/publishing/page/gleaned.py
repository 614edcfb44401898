"""What the pages of the whole course take from the text of one lesson: for search, tables, RFCs and progress.

Enters: a lesson, and what is kept from earlier runs. Leaves: a `Gleaned`. Needs no execution.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from helpers.publishing.kept import Kept
from helpers.publishing.page.facts import Section, sections_in
from helpers.publishing.page.search import Entry, entries
from helpers.publishing.page.tables import external_links
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.prose import exercises_of, prose_of

__all__ = ["Gleaned", "glean"]


@dataclass(frozen=True, slots=True)
class Gleaned:
    """``sections`` are those of RFCs that the prose links to."""

    entries: Sequence[Entry]
    links: Sequence[str]
    sections: Sequence[Section]
    exercises: Sequence[str]


def _glean(lesson: Lesson) -> Gleaned:
    sections = {section for text in prose_of(lesson.source) for section in sections_in(text)}
    return Gleaned(
        list(entries(lesson)), external_links(lesson.source), sorted(sections), exercises_of(lesson.source)
    )


def glean(lesson: Lesson, kept: Kept | None = None) -> Gleaned:
    """What there is to take; it depends on the lesson's file alone."""
    if kept is None:
        return _glean(lesson)
    place = kept.place(lesson.path, lesson.source.read_bytes())
    try:
        values = json.loads(kept.find(place) or b"")
    except ValueError:
        gleaned = _glean(lesson)
        kept.keep(place, json.dumps(asdict(gleaned)).encode())
        return gleaned
    return Gleaned(**values | {"sections": [(number, name) for number, name in values["sections"]]})
