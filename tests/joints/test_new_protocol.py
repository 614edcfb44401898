"""A protocol that the course does not know: held and stepped at a tap, explained, shown, saved and loaded."""

from random import Random

import pytest

from helpers.dissectors.rows import Rows
from helpers.protocols.unit import Status
from helpers.trace import ndjson
from helpers.views.wireview import WireView
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, named, split
from tests.net.net_samples import in_loop, tapped, until

pytestmark = pytest.mark.usefixtures("toys")

TALK = [(CLIENT, b"PING 7\r\nPING 8\r\n"), (SERVER, b"PONG 8\r\nPONG 7\r\n"), (CLIENT, b"PING 9")]


def shown(trace):
    rows = Rows(trace)
    rows.unsubscribe()
    return [(row.protocol, row.stream, row.title, row.summary, row.state) for row in rows.rows]


def test_it_is_cut_and_explained_at_every_split():
    dissector = check_connection(TALK, [list(split(TALK, None)), list(split(TALK, Random(3)))])
    units = [section.unit for side in (CLIENT, SERVER) for section in dissector.sections(side)]
    assert [(unit.word, unit.stream, unit.head.word) for unit in units] == [
        ("ping-pong line", 7, "PING"),
        ("ping-pong line", 8, "PING"),
        ("ping-pong line", 8, "PONG"),
        ("ping-pong line", 7, "PONG"),
    ]
    assert named([dissector.sections(CLIENT)[0].field], "number").value == "7"
    assert dissector.tail(CLIENT).field.children[0].note == "Not all of it came: the line has not ended."


def test_a_bad_line_is_malformed_from_there_on():
    script = [(CLIENT, b"PING 7\r\nPANG\r\nPING 8\r\n"), (SERVER, b"PONG 7\r\n")]
    dissector = check_connection(script, [list(split(script, None))])
    tail = dissector.tail(CLIENT)
    assert (tail.unit.status, tail.unit.start, tail.unit.protocol) == (Status.MALFORMED, 8, "pingpong")
    assert tail.summary == "malformed: expected PING and a number, found 'PANG'"
    assert [section.title for section in dissector.sections(SERVER)] == ["PONG"]


def test_http_may_upgrade_to_it():
    request = b"GET / HTTP/1.1\r\nUpgrade: pingpong\r\n\r\n"
    response = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: PingPong\r\n\r\n"
    script = [(CLIENT, request), (SERVER, response + b"PONG 1\r\n"), (CLIENT, b"PING 1\r\n")]
    dissector = check_connection(script, [list(split(script, None))])
    assert [section.title for section in dissector.sections(CLIENT)] == ["GET /", "PING"]
    assert [section.unit.stream for section in dissector.sections(SERVER)] == [None, 1]


@in_loop
async def test_it_is_held_stepped_shown_saved_and_loaded():
    wire, client, server = await tapped(hold=True)
    await client.send_alone(b"PING 7\r\nPIN", wire)
    assert [(held.kind, held.unit.stream) for held in wire.held] == [("line", 7)]
    assert repr(wire.held[0]).startswith("client → server · ping-pong line · 8 bytes · ")
    assert (await wire.step()).data == b"PING 7\r\n"
    assert await server.read(8) == b"PING 7\r\n"
    await client.send_alone(b"G 8\r\n", wire)
    await server.send_alone(b"PONG 7\r\n", wire)
    assert [held.unit.stream for held in wire.held] == [8, 7]
    await wire.step()
    await wire.step()
    assert await server.read(8) == b"PING 8\r\n"
    assert await client.read(8) == b"PONG 7\r\n"
    await client.send_alone(b"PANG\r\n", wire)
    await until(wire.trace, lambda: len(wire.held) == 1)
    found = shown(wire.trace)
    assert found == [
        ("pingpong", 7, "PING", "7", "passed"),
        ("pingpong", 8, "PING", "8", "passed"),
        ("pingpong", 7, "PONG", "7", "passed"),
        ("pingpong", None, "6 bytes", "malformed: expected PING and a number, found 'PANG'", "held"),
    ]
    html = WireView.of(wire.trace, title="wire").html()
    assert "<b>PONG</b> 7" in html
    assert "Which question it is about." in html
    assert shown(ndjson.load(ndjson.save(wire.trace))) == found
