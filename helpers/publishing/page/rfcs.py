"""The index of RFCs: every section that the course cites, who cites it, the fields of the wire that it defines.

Enters: the pages that there are. Leaves: rows for the template, by number and section. A lesson cites a section where
its prose links to it, or where one of its wires shows a field that the section defines.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.publishing.page.facts import Section, sections_in
from helpers.publishing.page.page import Page
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.prose import prose_of

__all__ = ["TITLES", "Cited", "Document", "cited"]

TITLES = {
    1952: "gzip",
    2068: "HTTP/1.1, 1997",
    3629: "UTF-8",
    3986: "URI",
    4180: "CSV",
    4648: "Base64",
    5246: "TLS 1.2",
    6066: "TLS extensions",
    6202: "Long polling and streaming",
    6265: "Cookies",
    6454: "The web origin",
    6455: "The WebSocket protocol",
    6520: "TLS heartbeat",
    6585: "More status codes of HTTP",
    7239: "Forwarded",
    7301: "ALPN",
    7540: "HTTP/2, 2015",
    7541: "HPACK",
    7692: "Compression for WebSocket",
    8259: "JSON",
    8297: "103 Early Hints",
    8441: "WebSocket over HTTP/2",
    8446: "TLS 1.3",
    8831: "WebRTC data channels",
    9110: "HTTP semantics",
    9111: "HTTP caching",
    9112: "HTTP/1.1",
    9113: "HTTP/2",
    9114: "HTTP/3",
    9218: "Priorities of HTTP",
    9293: "TCP",
    9457: "Problem details",
}


@dataclass(slots=True)
class Cited:
    """One section; ``lessons`` in course order, ``fields`` by name."""

    number: int
    section: str
    lessons: list[Lesson] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """As prose writes it."""
        return f"§{self.section}" if self.section else "as a whole"

    @property
    def url(self) -> str:
        """Where it stands."""
        kind = "section" if self.section[:1].isdigit() else "appendix"
        return f"https://www.rfc-editor.org/rfc/rfc{self.number}" + (
            f"#{kind}-{self.section}" if self.section else ""
        )


@dataclass(frozen=True, slots=True)
class Document:
    """An RFC with its sections, in their order."""

    number: int
    title: str
    sections: list[Cited]


def cited(pages: Iterable[Page]) -> list[Document]:
    """All that these pages cite."""
    found: dict[Section, Cited] = {}
    for page in sorted((one for one in pages if one.lesson in one.course.lessons), key=_place):
        said = {section for text in prose_of(page.lesson.source) for section in sections_in(text)}
        for section in said | {section for section, _ in page.facts.fields}:
            found.setdefault(section, Cited(*section)).lessons.append(page.lesson)
        for section, name in page.facts.fields:
            found[section].fields.add(name)
    documents: defaultdict[int, list[Cited]] = defaultdict(list)
    for section in sorted(found, key=_order):
        documents[section[0]].append(found[section])
    return [Document(number, TITLES.get(number, ""), sections) for number, sections in documents.items()]


def _place(page: Page) -> tuple[int, int, str]:
    return page.lesson.key


def _order(section: Section) -> tuple[int, list[tuple[bool, int, str]]]:
    """§10 after §9, appendices after sections."""
    parts = [one for one in section[1].split(".") if one]
    return section[0], [(not one.isdigit(), int(one) if one.isdigit() else 0, one) for one in parts]
