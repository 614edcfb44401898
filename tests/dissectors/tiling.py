"""The law of dissectors: leaves tile their buffer, whatever the bytes. And one connection fed in different ways."""

from collections.abc import Iterator, Sequence
from random import Random

from helpers.dissectors.connection import Dissector, Section
from helpers.dissectors.field import Field
from helpers.protocols.units import Splitter, Unit
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


def dissect(script: Script, *, upgraded: bool = False) -> tuple[Dissector, list[Section]]:
    """Feed a connection, read by read."""
    dissector, sections = Dissector(upgraded=upgraded), []
    for side, data in script:
        sections += dissector.receive_data(side, data) if data else dissector.receive_eof(side)
    return dissector, sections


def cut(script: Script, *, upgraded: bool = False) -> tuple[Splitter, list[Unit]]:
    """Cut a connection, read by read."""
    splitter, units = Splitter(upgraded=upgraded), []
    for side, data in script:
        units += splitter.receive_data(side, data) if data else splitter.receive_eof(side)
    return splitter, units


def check_connection(script: Script, splits: Sequence[Script], *, upgraded: bool = False) -> Dissector:
    """All of it: tiles, the splitter's cuts are the sections, and every split gives the same."""
    dissector, sections = dissect(script, upgraded=upgraded)
    splitter, units = cut(script, upgraded=upgraded)
    raw = [splitter.raw_from(side) for side in Side]
    found = [
        (section.side, section.start, section.end, section.kind)
        for section in sections
        if raw[list(Side).index(section.side)] != section.start
    ]
    assert found == [(unit.side, unit.start, unit.end, unit.kind) for unit in units]
    ended: set[Side] = set()
    total = dict.fromkeys(Side, 0)
    for side, data in script:
        ended |= {side} if not data else set()
        total[side] += 0 if side in ended else len(data)
    tails = [dissector.tail(side) for side in Side]
    for side, tail in zip(Side, tails, strict=True):
        check_tiles(
            [section.field for section in [*dissector.sections(side), *([tail] if tail else [])]],
            0,
            total[side],
        )
    for other in splits:
        again, same = dissect(other, upgraded=upgraded)
        assert same == sections
        assert [again.tail(side) for side in Side] == tails
        assert cut(other, upgraded=upgraded)[1] == units
    return dissector
