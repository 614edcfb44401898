"""Dissecting a trace beside wsproto parsing the same frames: interleaved, median of five, one process."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from wsproto.frame_protocol import FrameProtocol

from helpers.dissectors.rows import Rows
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.trace.records import Arrival, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Side

FRAMES = 10_000
UPGRADE = b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"
CHAT = b'{"id": 8, "name": "Ada", "text": "Hello, is anybody there?"}'
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


def timed(work: Callable[[], int]) -> float:
    gc.collect()
    began = perf_counter()
    assert work() == FRAMES
    return perf_counter() - began


@pytest.mark.benchmark
@pytest.mark.parametrize("payload", [b"x" * 64, CHAT], ids=["text", "a message of the chat"])
def test_at_most_15_times_the_time_of_wsproto(record_property, payload):
    frame = Frame(True, Opcode.TEXT, payload, mask_key=b"\x01\x02\x03\x04").serialize()
    frames = [frame] * FRAMES
    trace = trace_of(frames)

    def dissect() -> int:
        rows = Rows(trace)
        rows.unsubscribe()
        return len(rows.update()) - 2

    def parse() -> int:
        protocol, found = FrameProtocol(client=False, extensions=[]), 0
        for data in frames:
            protocol.receive_bytes(data)
            found += sum(1 for _ in protocol.received_frames())
        return found

    pairs = [(timed(dissect), timed(parse)) for _ in range(6)][1:]  # the first one warms up
    ratio = median(ours for ours, _ in pairs) / median(theirs for _, theirs in pairs)
    record_property("ratio", round(ratio, 2))
    print(f"dissecting takes {ratio:.1f} times as long as wsproto parses")
    assert ratio <= 15
