"""One connection, dissected: each unit that the splitter cuts becomes a section with explained fields.

Bytes of both sides come in, in order of arrival; sections come out, the same ones at every split of the same bytes.
Never raises. The sections of a side and its ``tail`` tile what came from it. Keeps all that came, once.
"""

from collections.abc import Sequence

from helpers.dissectors.explainers import Explainer
from helpers.dissectors.known import explainer
from helpers.dissectors.raw import explain_raw
from helpers.dissectors.section import Explained, Section
from helpers.protocols.splitter import Splitter
from helpers.protocols.unit import Floor, Status, Unit
from helpers.vocabulary import Side

__all__ = ["Dissector"]

# What an explainer gets of a unit that is not whole: no head is longer.
_BEGIN = 64 * 1024


class Dissector:
    """Explains one connection; ``protocol``: it speaks that already."""

    def __init__(self, *, protocol: str = "") -> None:
        self._splitter = Splitter(protocol=protocol, keep=True)
        self._sections: dict[Side, list[Section]] = {side: [] for side in Side}
        self._explainers: dict[str, Explainer | None] = {}

    def receive_data(self, side: Side, data: bytes) -> list[Section]:
        """Take one read; return the sections, of either side, that are now complete."""
        return [self._whole(unit) for unit in self._splitter.receive_data(side, data)]

    def receive_eof(self, side: Side) -> list[Section]:
        """Close a side; its unfinished rest becomes a section."""
        sections = [self._add(self._unfinished(unit)) for unit in self._splitter.receive_eof(side)]
        rest = self._splitter.rest(side)
        return sections if rest is None else [*sections, self.cut_read(side, rest.end - rest.start)]

    def by_reads(self, side: Side) -> bool:
        """Whether the tail of a side is not cut any more, so that each read of it stands alone."""
        rest = self._splitter.rest(side)
        return rest is not None and rest.by_reads

    def cut_read(self, side: Side, size: int) -> Section:
        """Make a section of the next read of a tail that is cut ``by_reads``."""
        return self._add(self._unfinished(self._splitter.cut_read(side, size)))

    def sections(self, side: Side) -> Sequence[Section]:
        """The complete sections of a side; do not write to it."""
        return self._sections[side]

    def tail(self, side: Side) -> Section | None:
        """What came after the last section: unfinished, or raw and still growing."""
        rest = self._splitter.rest(side)
        return None if rest is None else self._unfinished(rest)

    def protocol(self, side: Side) -> str:
        """What is spoken there now; empty where nobody knows."""
        return self._splitter.protocol(side)

    # ---- units to sections ----

    def _add(self, section: Section) -> Section:
        self._sections[section.unit.side].append(section)
        return section

    def _whole(self, unit: Unit) -> Section:
        data = self._splitter.data(unit.side, unit.start, unit.end)
        made = self._explainer(unit.protocol)
        explained = explain_raw(unit, data) if made is None else made.whole(unit, data)
        return self._add(Section(unit, data, explained))

    def _unfinished(self, unit: Unit) -> Section:
        side, start, end = unit[:3]
        begin = self._splitter.data(side, start, min(end, start + _BEGIN))
        return Section(unit, lambda: self._splitter.data(side, start, end), self._explained(unit, begin))

    def _explained(self, unit: Unit, begin: bytes) -> Explained:
        made = self._explainer(unit.protocol)
        if unit.kind is Floor.RAW or unit.status is Status.MALFORMED or made is None:
            return explain_raw(unit, begin)
        return made.unfinished(unit, begin)

    def _explainer(self, protocol: str) -> Explainer | None:
        if protocol not in self._explainers:
            reading = self._splitter.readings.get(protocol)
            self._explainers[protocol] = None if reading is None else explainer(reading)
        return self._explainers[protocol]
