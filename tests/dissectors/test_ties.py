"""Connections that belong together: a session named on several, said once on each that joins it."""

from random import Random

import pytest

from helpers.dissectors.rows import Rows
from helpers.trace.records import Arrival
from helpers.trace.trace import Trace
from tests.dissectors.engineio_samples import CLIENT, OPEN, POLLED, SERVER, UPGRADED, get, reply
from tests.dissectors.signalr_samples import NEGOTIATED, SPOKEN, negotiated
from tests.dissectors.tiling import check_connection, named, split


def rows(*connections):
    trace = Trace(clock=lambda: 0.0)
    for number, script in enumerate(connections, 1):
        for side, data in script:
            trace.append(Arrival(number, side, 0.0, data))
    return Rows(trace).rows


def joined(rows):
    return [(row.connection, row.title) for row in rows if "session of connection" in row.summary]


@pytest.mark.parametrize("script", [POLLED, UPGRADED])
def test_a_session_is_explained_at_any_split(script):
    dissector = check_connection(script, [list(split(script, Random(seed))) for seed in range(5)])
    check_connection(script, [list(split(script, None))])
    fields = [section.field for side in (CLIENT, SERVER) for section in dissector.sections(side)]
    assert named(fields, "Socket.IO packet" if script is UPGRADED else "handshake")


def test_the_websocket_of_an_upgrade_leads_back():
    found = rows(POLLED, UPGRADED)
    assert joined(found) == [(2, "GET /socket.io/?EIO=4&transport=websocket&sid=abc")]
    assert next(row.summary for row in found if row.connection == 2) == (
        "Upgrade: websocket · session of connection 1"
    )


def test_a_negotiated_websocket_leads_back():
    assert joined(rows(NEGOTIATED, SPOKEN)) == [(2, "GET /hub?id=t")]
    assert joined(rows([(CLIENT, b"GET /?id= HTTP/1.1\r\n\r\n")], SPOKEN)) == []
    assert joined(rows(negotiated(b"no JSON"), SPOKEN)) == []
    check_connection(SPOKEN, [list(split(SPOKEN, Random(seed))) for seed in range(3)])


def test_once_for_each_connection():
    again = [(CLIENT, get()), (SERVER, reply(b"6")), (CLIENT, get())]
    assert joined(rows(POLLED, again, UPGRADED)) == [
        (2, "GET /socket.io/?EIO=4&transport=polling&sid=abc"),
        (3, "GET /socket.io/?EIO=4&transport=websocket&sid=abc"),
    ]
    # whoever saw the session's beginning is not needed
    assert joined(rows(again, UPGRADED)) == [(2, "GET /socket.io/?EIO=4&transport=websocket&sid=abc")]


def test_another_session_is_another():
    other = [(CLIENT, get(sid=b"")), (SERVER, reply(OPEN.replace(b"abc", b"xyz")))]
    assert joined(rows(POLLED, other)) == []


@pytest.mark.parametrize(
    "script",
    [
        [(CLIENT, b"GET /?EIO=4&transport=x&sid=abc HTTP/1.1\r\n\r\n")],
        [(CLIENT, b"GET /?EIO=3&transport=polling HTTP/1.1\r\n\r\n"), (SERVER, reply(OPEN))],
        [(CLIENT, b"GET /?EIO=4&transport=polling HTTP/1.1\r\n\r\n"), (SERVER, reply(b"0{}"))],
        [(SERVER, reply(OPEN))],
        [(CLIENT, b"GET / HTTP/1.1\r\n\r\n"), (SERVER, reply(OPEN))],
    ],
)
def test_what_names_no_session(script):
    assert joined(rows(POLLED, script)) == []
