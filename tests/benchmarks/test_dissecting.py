"""Dissecting a trace beside wsproto parsing the same frames: interleaved, median of five, one process, CPU time.

And a body that grows: what is new costs, not what was there before.
"""

import gc
import json
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time

import pytest
from wsproto.frame_protocol import FrameProtocol

from helpers.dissectors.rows import Rows
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.trace.records import Arrival, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Side

UPGRADE = b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"
CHAT = b'{"id": 8, "name": "Ada", "text": "Hello, is anybody there?"}'
NESTED = json.dumps([{"id": 8, "from": {"name": "Ada", "room": {"id": 1}}} for _ in range(30)]).encode()
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def trace_of(frames: list[bytes]) -> Trace:
    trace, end = Trace(clock=lambda: 0.0), len(UPGRADE)
    trace.append(Arrival(1, Side.CLIENT, 0.0, UPGRADE))
    trace.append(Arrival(1, Side.SERVER, 0.0, SWITCH))
    for frame in frames:
        trace.append(Arrival(1, Side.CLIENT, 0.0, frame))
        trace.append(Release(1, Side.CLIENT, 0.0, end, end + len(frame)))
        end += len(frame)
    return trace


def timed(work: Callable[[], int], count: int) -> float:
    gc.collect()
    began = process_time()
    assert work() == count
    return process_time() - began


def beside_wsproto(work: Callable[[], int], frames: list[bytes]) -> float:
    """How many times as long ``work`` takes as wsproto, which parses the same frames."""

    def parse() -> int:
        protocol, found = FrameProtocol(client=False, extensions=[]), 0
        for data in frames:
            protocol.receive_bytes(data)
            found += sum(1 for _ in protocol.received_frames())
        return found

    count = len(frames)
    pairs = [(timed(work, count), timed(parse, count)) for _ in range(6)][1:]  # the first one warms up
    return median(ours for ours, _ in pairs) / median(theirs for _, theirs in pairs)


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("payload", "count", "most"),
    [(b"x" * 64, 10_000, 6), (CHAT, 10_000, 6), (NESTED, 1_000, 15)],
    ids=["text", "a message of the chat", "a message of 30 nested objects"],
)
def test_beside_wsproto(record_property, payload, count, most):
    """Everything of a row but its content, which is explained when somebody looks at it."""
    frame = Frame(True, Opcode.TEXT, payload, mask_key=b"\x01\x02\x03\x04").serialize()
    frames = [frame] * count
    trace = trace_of(frames)

    def dissect() -> int:
        rows = Rows(trace)
        rows.unsubscribe()
        return len([row.field.children for row in rows.rows[2:]])

    ratio = beside_wsproto(dissect, frames)
    record_property("ratio", round(ratio, 2))
    print(f"dissecting takes {ratio:.1f} times as long as wsproto parses")
    assert ratio <= most


def grow(reads: int) -> int:
    """A body comes in so many reads, and somebody looks after each."""
    trace = Trace(clock=lambda: 0.0)
    rows = Rows(trace)
    trace.append(Arrival(1, Side.SERVER, 0.0, b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"))
    for _ in range(reads):
        trace.append(Arrival(1, Side.SERVER, 0.0, bytes(1000)))
        assert rows.update()[-1] == 1
        assert rows.rows[1].field.note
    return rows.rows[1].end // 1000


@pytest.mark.benchmark
def test_a_body_that_grows_costs_what_is_new(record_property):
    few, many = (min(timed(partial(grow, reads), reads) for _ in range(3)) for reads in (500, 2000))
    record_property("ratio", round(many / few, 2))
    print(f"2,000 reads of a body cost {many / few:.1f} times as much as 500")
    assert many <= 4.4 * few
