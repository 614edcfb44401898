"""The index of RFCs: every section that the course cites, who cites it, the fields of the wire that it defines.

Enters: the lessons that were seen, and what their prose links to. Leaves: rows for the template, by number and
section. A lesson cites a section where its prose links to it, or where one of its wires shows a field that it
defines.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers.publishing.page.facts import Section, Seen
from helpers.publishing.source.lesson import Lesson

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


def cited(seen: Iterable[Seen], said: Mapping[str, Iterable[Section]]) -> list[Document]:
    """All that these lessons cite; ``said`` has the sections that the prose of each links to, by its path."""
    found: dict[Section, Cited] = {}
    for one in seen:
        for section in {*said[one.lesson.path], *(section for section, _ in one.facts.fields)}:
            found.setdefault(section, Cited(*section)).lessons.append(one.lesson)
        for section, name in one.facts.fields:
            found[section].fields.add(name)
    documents: defaultdict[int, list[Cited]] = defaultdict(list)
    for section in sorted(found, key=_order):
        documents[section[0]].append(found[section])
    return [Document(number, TITLES.get(number, ""), sections) for number, sections in documents.items()]


def _order(section: Section) -> tuple[int, list[tuple[bool, int, str]]]:
    """§10 after §9, appendices after sections."""
    parts = [one for one in section[1].split(".") if one]
    return section[0], [(not one.isdigit(), int(one) if one.isdigit() else 0, one) for one in parts]
