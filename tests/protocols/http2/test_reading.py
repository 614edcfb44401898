"""How a connection of HTTP/2 is cut, and what leaves nothing to cut by."""

from random import Random

import pytest

from helpers.protocols.http2.frames import Data, Headers, Ping, Settings
from helpers.protocols.http2.header import PREFACE
from helpers.protocols.http2.reading import Http2Unit, is_control
from helpers.protocols.splitter import Splitter
from helpers.protocols.unit import Status
from tests.dissectors.tiling import cut, split
from tests.protocols.http2.http2_samples import CLIENT, GET, HELLO, SERVER, bytes_of, conversation, plain


def test_a_unit_is_a_frame():
    script = conversation()
    _, units = cut(script)
    client = [(unit.kind.name, unit.stream) for unit in units if unit.side is CLIENT]
    assert client[:6] == [
        ("PREFACE", None),
        ("SETTINGS", 0),
        ("WINDOW_UPDATE", 0),
        ("HEADERS", 1),
        ("CONTINUATION", 1),
        ("CONTINUATION", 1),
    ]
    assert {unit.kind for unit in units} == set(Http2Unit) - {Http2Unit.FRAME}
    assert [unit.head.fault for unit in units if unit.head and unit.head.fault] == []
    for random in (None, Random(1), Random(2)):
        assert cut(list(split(script, random)))[1] == units


def test_half_a_frame_waits():
    splitter = Splitter()
    assert [unit.kind for unit in splitter.receive_data(CLIENT, HELLO[:-1])] == [Http2Unit.PREFACE]
    rest = splitter.rest(CLIENT)
    assert (rest.kind, rest.status, rest.reason) == (
        Http2Unit.FRAME,
        Status.UNFINISHED,
        "a frame is not complete",
    )
    splitter.receive_data(CLIENT, HELLO[-1:] + bytes_of(Data(3, b"hello"))[:-1])
    rest = splitter.rest(CLIENT)
    assert (rest.kind, rest.stream, rest.reason) == (
        Http2Unit.DATA,
        3,
        "a frame with 5 bytes of payload is announced",
    )


@pytest.mark.parametrize(
    ("script", "side", "start", "reason"),
    [
        ([(CLIENT, PREFACE[:-1] + b"x")], CLIENT, 0, "no preface of HTTP/2: byte 23 is another one"),
        ([(CLIENT, PREFACE[:14] + b"\n")], CLIENT, 0, "no preface of HTTP/2: byte 14 is another one"),
        (
            [(SERVER, bytes_of(Settings())), (CLIENT, b"GET / HTTP/1.1\r\n\r\n")],
            CLIENT,
            0,
            "no preface of HTTP/2: byte 0",
        ),
        (
            [(SERVER, bytes_of(Settings())), (CLIENT, bytes_of(Settings()))],
            CLIENT,
            0,
            "no preface of HTTP/2: byte 0",
        ),
        (
            [(CLIENT, HELLO), (SERVER, b"HTTP/1.1 400 Bad Request\r\n\r\n")],
            SERVER,
            0,
            "HTTP/1.1 answers, or another",
        ),
        (
            [(CLIENT, HELLO + b"\0\x40\1\0\0\0\0\0\1")],
            CLIENT,
            len(HELLO),
            "a frame of 16385 bytes, at most 16384",
        ),
    ],
)
def test_where_cutting_ends(script, side, start, reason):
    for one in (script, list(split(script, None))):
        rest = cut(one)[0].rest(side)
        assert (rest.status, rest.start) == (Status.MALFORMED, start)
        assert rest.reason.startswith(reason)


def test_a_server_may_speak_first():
    script = [
        (SERVER, bytes_of(Settings(((3, 1),)))),
        (CLIENT, HELLO),
        (SERVER, bytes_of(Settings(ack=True))),
    ]
    for one in (script, list(split(script, None))):
        assert [unit.kind.name for unit in cut(one)[1]] == ["SETTINGS", "PREFACE", "SETTINGS", "SETTINGS"]
    for other in (
        b"\x00\x00\x06\x04\x01\0\0\0\0",
        b"\x00\x00\x05\x04\x00\0\0\0\0",
        b"\x00\x00\x06\x05\x00\0\0\0\0",
        b"220 ",
    ):
        assert cut([(SERVER, other)])[0].protocol(SERVER) != "http2"


def test_frames_without_a_preface_are_read_where_somebody_says_what_they_are():
    splitter = Splitter(protocol="http2")
    (unit,) = splitter.receive_data(CLIENT, bytes_of(Headers(1, plain(GET))))
    assert unit.head.fault is None
    (unit,) = splitter.receive_data(SERVER, bytes_of(Data(9, b"x", padding=0)))
    assert (unit.head.fault, unit.head.state) == (None, None)


def test_what_a_tap_lets_pass():
    units = cut([(CLIENT, HELLO + bytes_of(Ping(bytes(8)), Headers(1, plain(GET)), Data(1, b"x")))])[1]
    assert [is_control(unit) for unit in units] == [True, True, True, False, False]
    assert not is_control(None)
