"""The law of dissectors: leaves tile their buffer, whatever the bytes. And one connection fed in different ways."""

from collections.abc import Iterator, Sequence
from random import Random

from helpers.dissectors.connection import Dissector
from helpers.dissectors.field import Field
from helpers.dissectors.section import Section
from helpers.protocols.splitter import Splitter
from helpers.protocols.unit import Unit
from helpers.vocabulary import Side

CLIENT, SERVER = Side.CLIENT, Side.SERVER
Script = Sequence[tuple[Side, bytes]]  # an empty read is an ending


def check_tiles(fields: Sequence[Field], start: int, end: int) -> None:
    """Fields cover [start, end) one after another, and so do their children and decoded buffers theirs."""
    for field in fields:
        assert field.start == start, f"{field.name} starts at {field.start}, not at {start}"
        assert field.name
        start = field.end
        if field.children:
            check_tiles(field.children, field.start, field.end)
        if field.bits:
            assert sum(bit.width for bit in field.bits) == 8 * (field.end - field.start)
        if field.decoded is not None:
            check_tiles(field.decoded.fields, 0, len(field.decoded.data))
    assert start == end, f"the fields end at {start}, the bytes at {end}"


def leaves(fields: Sequence[Field]) -> Iterator[Field]:
    """Every leaf, those of decoded buffers too."""
    for field in fields:
        if field.children:
            yield from leaves(field.children)
        else:
            yield field
        if field.decoded is not None:
            yield from leaves(field.decoded.fields)


def named(fields: Sequence[Field], name: str) -> Field:
    """The first field with this name, at any depth."""
    for field in fields:
        inside = (*field.children, *(field.decoded.fields if field.decoded else ()))
        if field.name == name:
            return field
        try:
            return named(inside, name)
        except LookupError:
            continue
    raise LookupError(name)


def split(script: Script, random: Random | None) -> Iterator[tuple[Side, bytes]]:
    """The same bytes in other reads: byte by byte, or (with ``random``) at random places."""
    for side, data in script:
        if not data:
            yield side, data
        while data:
            size = random.randint(1, len(data)) if random else 1
            yield side, data[:size]
            data = data[size:]


def dissect(script: Script, *, protocol: str = "") -> tuple[Dissector, list[Section]]:
    """Feed a connection, read by read."""
    dissector, sections = Dissector(protocol=protocol), []
    for side, data in script:
        sections += dissector.receive_data(side, data) if data else dissector.receive_eof(side)
    return dissector, sections


def cut(script: Script, *, protocol: str = "") -> tuple[Splitter, list[Unit]]:
    """Cut a connection, read by read."""
    splitter, units = Splitter(protocol=protocol), []
    for side, data in script:
        units += splitter.receive_data(side, data) if data else splitter.receive_eof(side)
    return splitter, units


def check_sections(sections: Sequence[Section], size: int) -> None:
    """The sections of a side tile what came from it, and the fields of each its bytes."""
    end = 0
    for section in sections:
        assert section.unit.start == end
        end = section.unit.end
        assert len(section.data) == end - section.unit.start
        check_tiles([section.field], 0, len(section.data))
    assert end == size


def check_connection(script: Script, splits: Sequence[Script], *, protocol: str = "") -> Dissector:
    """All of it: tiles, the splitter's cuts are the sections, and every split gives the same."""
    dissector, sections = dissect(script, protocol=protocol)
    _, units = cut(script, protocol=protocol)
    assert [section.unit for section in sections if not section.unit.by_reads] == units
    ended: set[Side] = set()
    total = dict.fromkeys(Side, 0)
    for side, data in script:
        ended |= {side} if not data else set()
        total[side] += 0 if side in ended else len(data)
    tails = [dissector.tail(side) for side in Side]
    for side, tail in zip(Side, tails, strict=True):
        check_sections([*dissector.sections(side), *([tail] if tail else [])], total[side])
    for other in splits:
        again, same = dissect(other, protocol=protocol)
        assert same == sections
        assert [again.tail(side) for side in Side] == tails
        assert cut(other, protocol=protocol)[1] == units
    return dissector
