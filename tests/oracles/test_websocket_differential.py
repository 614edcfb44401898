"""Random and broken frames at random splits: we hear what the RFC's rules say, and `wsproto`, and `websockets`."""

from collections import Counter
from random import Random

import pytest

from helpers.vocabulary import Side
from tests.oracles.test_websocket_peers import (
    heard_by_us,
    heard_by_wsproto,
    ours,
    pieces,
    websockets,
    wsproto,
)
from tests.oracles.websocket_rules import heard, stream

SHORT, LONG = 400, 4_000
FULL = pytest.mark.slow
REST = bytes(2**17)
COUNTS = [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=FULL)]


def streams(role: Side, count: int):
    for seed in range(count):
        random = Random(f"{role.name} {seed}")
        yield stream(random, masked=role is Side.SERVER), random


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("role", list(Side))
def test_we_hear_what_the_rules_say(role, count):
    ends = Counter()
    for data, random in streams(role, count):
        wanted = heard(data, masked=role is Side.SERVER)
        assert heard_by_us(ours(role), data, random) == wanted, data.hex()
        ends[wanted[-1] if wanted and wanted[-1][0] in ("failed", "close") else None] += 1
    # not one kind of end only: all of them, and each more than once in a thousand
    for end in (None, ("failed", 1002), ("failed", 1007), ("close", 1000), ("close", 1005)):
        assert ends[end] > count / 1000, ends


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("role", list(Side))
def test_wsproto_hears_the_same(role, count):
    for data, random in streams(role, count):
        mine = heard_by_us(ours(role), data, random)
        theirs = heard_by_wsproto(wsproto(role), data, random)
        if len(mine) != len(theirs):  # what is not whole one judges earlier than the other: so let it be
            mine = heard_by_us(ours(role), data + REST, random)
            theirs = heard_by_wsproto(wsproto(role), data + REST, random)
        if mine and mine[-1] == ("failed", 1009):  # it has no limit
            mine, theirs = mine[:-1], theirs[: len(mine) - 1]
        assert mine == theirs, data.hex()


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("role", list(Side))
def test_websockets_hears_the_same_as_far_as_it_looks(role, count):
    """It leaves two rules to others: text is UTF-8, and a length is as short as can be. And has one of its own."""
    both = 0
    for data, random in streams(role, count):
        mine = heard_by_us(ours(role), data, random)
        protocol = websockets(role)
        theirs, refuses = heard_and_refused(protocol, data, random)
        failed = bool(mine) and mine[-1][0] == "failed"
        other = failed and not_looked_at(role, data)
        if inside := refuses == "incomplete fragmented message":  # §5.5.1 allows to close inside a message
            assert other or mine[-1][0] == "close", data.hex()
        understood = mine[:-1] if failed or inside else mine
        assert understood == theirs[: len(understood)], data.hex()
        if other or inside:
            continue
        if failed and not refuses:  # it judges a frame when that is whole, we as soon as we can
            protocol.receive_data(REST)
            refuses, later = str(protocol.parser_exc), protocol.events_received()
            assert later == [], data.hex()
        assert (failed, len(understood)) == (bool(refuses), len(theirs)), (refuses, data.hex())
        both += failed
    assert both > count / 20


def heard_and_refused(protocol, data: bytes, random: Random) -> tuple[list, str]:
    heard, joined, kind = [], b"", None
    for piece in pieces(data, random):
        protocol.receive_data(piece)
    for frame in protocol.events_received():
        name = frame.opcode.name.lower()
        if name in ("text", "binary", "cont"):
            kind, joined = name if name != "cont" else kind, joined + frame.data
            if frame.fin:
                heard.append((kind, joined.decode(errors="replace") if kind == "text" else joined))
                joined = b""
        elif name == "close":
            heard.append(("close", int.from_bytes(frame.data[:2], "big") or 1005))
        else:
            heard.append((name, bytes(frame.data)))
    return heard, str(protocol.parser_exc or "")


def not_looked_at(role: Side, data: bytes) -> bool:
    connection = ours(role)
    connection.receive_data(data)
    reason = list(connection.events())[-1].reason
    return any(word in reason for word in ("UTF-8", "inside a character", "length", "at most", "125"))
