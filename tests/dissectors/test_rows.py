import gc
from random import Random

import pytest

import tests.dissectors.hostile as hostile
from helpers.dissectors.rows import Rows
from helpers.protocols.http2.frames import Data, Headers, Settings
from helpers.protocols.http2.header import PREFACE
from helpers.protocols.http2.serializing import serialize_frame
from helpers.trace.records import Arrival, Mark, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Ending
from tests.dissectors.hostile import SWITCH, UPGRADE
from tests.dissectors.tiling import CLIENT, SERVER, check_tiles

FRAME = b"\x81\x85\x00\x00\x00\x00Hello"


class Wire:
    """A trace in the making; every record is a second later."""

    def __init__(self):
        self.trace = Trace(clock=lambda: 0.0)
        self.rows = Rows(self.trace)
        self.now = 0.0
        self.ends = dict.fromkeys((CLIENT, SERVER), 0)
        self.released = dict.fromkeys((CLIENT, SERVER), 0)

    def arrive(self, side, data=b"", ending=None):
        self.now += 1
        self.trace.append(Arrival(1, side, self.now, data, ending))
        self.ends[side] += len(data)

    def release(self, side, end=None, fault="", data=None, ending=None):
        self.now += 1
        start, end = self.released[side], self.ends[side] if end is None else end
        self.released[side] = end
        self.trace.append(Release(1, side, self.now, start, end, fault, data, ending))

    def shake_hands(self):
        self.arrive(CLIENT, UPGRADE)
        self.release(CLIENT)
        self.arrive(SERVER, SWITCH)
        self.release(SERVER)
        self.rows.update()
        return self

    def shown(self, since=0):
        return [(row.title, row.state) for row in self.rows.rows[since:]]


def check_rows(rows, trace):
    """Rows of a side tile its stream, in order, and each stands alone."""
    ends = {}
    for index, row in enumerate(rows.rows):
        assert row.index == index
        check_tiles([row.field], 0, len(row.data))
        assert all(0 < read < len(row.data) for read in row.reads)
        if row.fault != "inject" and row.data:
            assert row.start == ends.get((row.connection, row.side), 0)
            assert row.data == trace.stream(row.connection, row.side)[row.start : row.end]
            ends[row.connection, row.side] = row.end
    assert all(end == len(trace.stream(*key)) for key, end in ends.items())


def test_a_row_is_held_then_passed():
    wire = Wire()
    wire.arrive(CLIENT, UPGRADE)
    assert wire.rows.update() == [0]
    (row,) = wire.rows.rows
    assert (row.title, row.summary, row.state) == ("GET /", "Upgrade: websocket", "held")
    assert (row.arrived, row.released, row.connection, row.side) == (1.0, None, 1, CLIENT)
    assert (row.protocol, row.stream) == ("http1", None)
    assert wire.rows.update() == []
    wire.release(CLIENT)
    assert wire.rows.update() == [0]
    assert (wire.rows.rows[0].state, wire.rows.rows[0].released) == ("passed", 2.0)


def test_a_row_waits_for_its_last_byte_and_keeps_its_place():
    wire = Wire()
    for at in range(0, len(UPGRADE), 40):
        wire.arrive(CLIENT, UPGRADE[at : at + 40])
        wire.release(CLIENT)
    wire.arrive(SERVER, SWITCH[:9])
    wire.arrive(CLIENT, FRAME[:3])
    assert wire.shown() == [("GET /", "passed"), ("HTTP head", "incomplete"), ("3 bytes", "incomplete")]
    first = wire.rows.rows[0]
    assert first.reads == tuple(range(40, len(UPGRADE), 40))
    assert first.released > first.arrived
    wire.arrive(CLIENT, FRAME[3:] + FRAME)
    wire.arrive(SERVER, SWITCH[9:])
    assert wire.shown(1) == [("101", "held"), ("TEXT", "held"), ("TEXT", "held")]
    assert wire.rows.rows[2].reads == (3,)
    wire.release(CLIENT, end=len(UPGRADE) + 5)
    assert wire.shown(2) == [("TEXT", "held"), ("TEXT", "held")]
    wire.release(CLIENT)
    assert wire.shown(2) == [("TEXT", "passed"), ("TEXT", "passed")]
    check_rows(wire.rows, wire.trace)


def test_bytes_that_passed_before_anybody_could_read_them():
    wire = Wire()
    wire.arrive(CLIENT, UPGRADE + FRAME)
    wire.release(CLIENT)
    assert wire.shown() == [("GET /", "passed"), ("11 bytes", "incomplete")]
    wire.arrive(SERVER, SWITCH)
    assert wire.shown(1) == [("TEXT", "passed"), ("101", "held")]
    assert wire.rows.rows[1].released == 2.0


def test_a_raw_stretch_has_a_row_for_each_read():
    wire = Wire()
    wire.arrive(CLIENT, b"GE")
    wire.arrive(CLIENT, b"T@")
    wire.arrive(CLIENT, b"xyz")
    wire.release(CLIENT, end=4)
    wire.arrive(CLIENT, ending=Ending.EOF)
    assert [(row.data, row.state) for row in wire.rows.rows] == [
        (b"GE", "passed"),
        (b"T@", "passed"),
        (b"xyz", "held"),
        (b"", "held"),
    ]
    check_rows(wire.rows, wire.trace)


@pytest.mark.parametrize(
    ("ending", "labels"),
    [(Ending.EOF, ("FIN", "end of stream")), (Ending.RESET, ("RST", "connection reset"))],
)
def test_endings(ending, labels):
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, b"\x81", ending=ending)
    unfinished, row = wire.rows.rows[2:]
    assert (unfinished.title, unfinished.state) == ("TEXT", "held")
    assert (row.title, row.summary, row.state, row.data) == (*labels, "held", b"")
    wire.release(CLIENT)
    wire.release(CLIENT, ending=ending)
    assert [state for _, state in wire.shown(2)] == ["passed", "passed"]


def test_tampering_shows_both():
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, FRAME + FRAME)
    wire.release(CLIENT, end=len(UPGRADE + FRAME), fault="tamper", data=b"other")
    wire.release(CLIENT)
    first, second = wire.rows.rows[2:]
    assert (first.fault, first.data, first.sent, first.state) == ("tamper", FRAME, b"other", "passed")
    assert (second.fault, second.sent) == ("", None)


def test_tampering_with_several_rows_tells_it_with_the_first():
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, FRAME + FRAME)
    wire.release(CLIENT, fault="tamper", data=b"other")
    assert [row.sent for row in wire.rows.rows[2:]] == [b"other", b""]


def test_delays_and_stalls():
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, FRAME)
    wire.rows.update()
    wire.release(CLIENT, end=wire.released[CLIENT], fault="stall")
    assert (wire.rows.rows[2].fault, wire.rows.rows[2].state) == ("stall", "held")
    wire.release(CLIENT, fault="delay")
    assert (wire.rows.rows[2].fault, wire.rows.rows[2].state) == ("delay", "passed")
    wire.release(CLIENT, fault="stall")  # nothing waits: nothing to tell
    assert len(wire.rows.rows) == 3


def test_injected_bytes():
    wire = Wire().shake_hands()
    wire.release(SERVER, fault="inject", data=b"\x89\x00")
    wire.release(SERVER, fault="inject", data=b"\x89\x00\x8a\x00\xff")
    one, many = wire.rows.rows[2:]
    assert (one.title, one.fault, one.state, one.sent, one.start) == (
        "PING",
        "inject",
        "passed",
        b"\x89\x00",
        one.end,
    )
    assert (many.title, many.summary) == ("injected", "PING, PONG, opcode 15")
    check_rows(wire.rows, wire.trace)


def test_a_cut():
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, FRAME + b"\x81")
    wire.arrive(CLIENT, ending=Ending.EOF)
    wire.rows.update()
    wire.release(CLIENT, fault="cut", ending=Ending.RESET)
    wire.release(SERVER, fault="cut", ending=Ending.RESET)
    assert [(row.title, row.state, row.fault) for row in wire.rows.rows[2:]] == [
        ("TEXT", "cut", "cut"),
        ("TEXT", "cut", "cut"),
        ("FIN", "cut", "cut"),
        ("RST", "cut", "cut"),
    ]
    assert wire.rows.rows[-1].summary == "cut at the tap"


def test_a_cut_in_the_middle_of_a_frame():
    wire = Wire().shake_hands()
    wire.arrive(CLIENT, b"\x81")
    wire.rows.update()
    wire.release(CLIENT, fault="cut", ending=Ending.RESET)
    assert wire.rows.update() == [2, 3]
    assert [state for _, state in wire.shown(2)] == ["cut", "cut"]


def test_marks_are_not_rows_and_following_can_end():
    wire = Wire()
    wire.trace.append(Mark("loop", 0, 1, "sleep"))
    assert wire.rows.update() == []
    wire.rows.unsubscribe()
    wire.arrive(CLIENT, UPGRADE)
    assert wire.rows.update() == []
    assert len(Rows(wire.trace).rows) == 1  # a trace that is there already is read


def test_what_code_raised_is_a_row_of_its_connection_at_that_moment():
    wire = Wire()
    wire.arrive(CLIENT, UPGRADE)
    wire.trace.append(Mark("chat", 1.5, 1.5, "error · NameError: name 'HELLO' is not defined", 1, SERVER))
    wire.arrive(SERVER, b"", Ending.EOF)
    rows = Rows(wire.trace).rows
    assert [(row.title, row.fault) for row in rows] == [(rows[0].title, ""), ("chat", "error"), ("FIN", "")]
    assert rows[1].summary == "NameError: name 'HELLO' is not defined"
    assert (rows[1].side, rows[1].connection, rows[1].arrived, rows[1].state) == (SERVER, 1, 1.5, "passed")
    assert rows[1].start == rows[1].end == 0


def test_any_trace_at_any_pace():
    """Rows do not depend on how often one looks."""
    random = Random(5)
    for _ in range(300):
        wire = Wire()
        make = random.choice((hostile.raw_script, hostile.http_script, hostile.websocket_script))
        for side, data in make(random):
            if not data:
                wire.arrive(side, ending=random.choice(list(Ending)))
                continue
            for at in range(0, len(data), 9):
                wire.arrive(side, data[at : at + 9])
                if random.random() < 0.5:
                    wire.rows.update()
                if random.random() < 0.7:
                    wire.release(side, end=random.randint(wire.released[side], wire.ends[side]))
        check_rows(wire.rows, wire.trace)
        assert list(Rows(wire.trace).rows) == list(wire.rows.rows)
        for row in wire.rows.rows:
            if row.data:
                end = wire.released[row.side]
                assert row.state in (("passed",) if row.end <= end else ("held",)) + ("incomplete",)


@pytest.mark.parametrize("enabled", [True, False])
def test_a_long_trace_leaves_the_garbage_collector_as_it_was(enabled):
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        Rows(Wire().trace)
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_a_row_that_grows_is_another_row():
    wire = Wire()
    wire.arrive(SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    wire.arrive(SERVER, b"abc")
    before = wire.rows.rows[1]
    wire.arrive(SERVER, b"def")
    wire.arrive(SERVER, b"ghi" + SWITCH)
    after = wire.rows.rows[1]
    assert (before.data, before.reads, before.state, before.end) == (b"abc", (), "incomplete", 41)
    assert (after.data, after.reads, after.state, after.arrived) == (b"abcdefghi", (3, 6), "held", 4.0)


def test_nothing_comes_after_an_ending():
    wire = Wire()
    wire.arrive(CLIENT, ending=Ending.EOF)
    wire.arrive(CLIENT, b"GET")
    assert wire.shown() == [("FIN", "held")]


def test_nothing_injected():
    wire = Wire()
    wire.release(SERVER, fault="inject", data=b"")
    assert wire.shown() == [("injected", "passed")]


def test_a_row_of_http2_says_its_stream_and_what_may_still_be_sent():
    wire = Wire()
    wire.arrive(CLIENT, PREFACE + serialize_frame(Settings()))
    wire.arrive(
        CLIENT, serialize_frame(Headers(1, b"\x83\x86\x84\x41\x01x")) + serialize_frame(Data(1, b"abc"))
    )
    wire.release(CLIENT)
    wire.rows.update()
    rows = wire.rows.rows
    assert [row.stream for row in rows] == [None, 0, 1, 1]
    room = rows[-1].room
    assert (room.side, room.stream, room.connection) == (CLIENT, 65532, 65532)
    assert rows[0].room is None
