from enum import Enum

import pytest

from helpers.net import Held
from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.unit import Floor, Unit
from helpers.protocols.websocket.reading import WebSocketUnit
from helpers.vocabulary import Ending
from tests.net.net_samples import CLIENT, SERVER


def held(kind: Enum, data: bytes) -> Held:
    return Held(0, CLIENT, 0, len(data), Unit(CLIENT, 0, len(data), "any", kind), data)


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        (
            HttpUnit.HEAD,
            b"GET / HTTP/1.1\r\n\r\n",
            "client → server · HTTP head · 18 bytes · GET / HTTP/1.1",
        ),
        (HttpUnit.BODY, b"[]", "client → server · HTTP body · 2 bytes · '[]' · 5b 5d"),
        (
            HttpUnit.CHUNK,
            b"0\r\n\r\n",
            r"client → server · HTTP chunk · 5 bytes · '0\r\n\r\n' · 30 0d 0a 0d 0a",
        ),
        (
            WebSocketUnit.FRAME,
            b"\x81\x05Hello",
            "client → server · WebSocket frame · 7 bytes · ··Hello · 81 05 48 65 6c 6c 6f",
        ),
        (
            HttpUnit.BODY,
            "grüße ".encode() * 20,
            "client → server · HTTP body · 160 bytes · '"
            + "grüße " * 10
            + "'… · 67 72 c3 bc c3 9f 65 20 67 72 c3 bc c3 9f 65 20 …",
        ),
        (WebSocketUnit.FRAME, bytes(2), "client → server · WebSocket frame · 2 bytes · 00 00"),
        (Floor.RAW, b"x", "client → server · raw bytes · 1 byte · 'x' · 78"),
        (Floor.RAW, bytes(17), "client → server · raw bytes · 17 bytes · " + "00 " * 16 + "…"),
    ],
)
def test_a_unit_is_a_line(kind: Enum, data: bytes, line: str) -> None:
    assert repr(held(kind, data)) == line


@pytest.mark.parametrize(
    ("ending", "line"),
    [
        (Ending.EOF, "server → client · FIN, no more to say"),
        (Ending.RESET, "server → client · RST, the connection is gone"),
    ],
)
def test_an_ending_is_a_line(ending: Ending, line: str) -> None:
    assert repr(Held(0, SERVER, 5, 5, None, b"", ending)) == line


def test_hostile_text_stays_one_printable_line() -> None:
    head = b"GET /\x1b[2J\xff\t HTTP/1.1\r\n\r\n"
    line = repr(held(HttpUnit.HEAD, head))
    assert line.endswith(r"GET /\x1b[2J\xff\x09 HTTP/1.1")
    assert line.isprintable()


def test_hostile_bytes_of_a_body_stay_one_printable_line() -> None:
    for data in (
        b"\x1b[2J\r\n",
        "\u202eabc".encode(),
        b"a" * 79 + "ü".encode(),
        b"abcdefg\x1b",
        bytes(range(256)),
    ):
        line = repr(held(HttpUnit.BODY, data))
        assert line.isprintable()
    assert "'" + "a" * 79 + "'…" in repr(held(HttpUnit.BODY, b"a" * 79 + "ü".encode()))


def test_a_long_first_line_is_cut_short() -> None:
    head = b"\r\nGET /" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n"
    assert len(repr(held(HttpUnit.HEAD, head))) < 150
