"""A view of ten thousand messages beside wsproto parsing them: interleaved, median of five, one process.

All of it: the trace is dissected, its rows are written as JSON and as static HTML and text. And what a growing body
costs, which is what is new of it.
"""

import random
from time import process_time

import pytest

from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.trace.records import Arrival, Release
from helpers.trace.trace import Trace
from helpers.views.feed import Feed
from helpers.views.wireview import WireView
from helpers.vocabulary import Side
from tests.benchmarks.test_dissecting import SWITCH, UPGRADE, beside_wsproto

FRAMES = 10_000
WORDS = [
    "hello",
    "is",
    "anybody",
    "there",
    "yes",
    "we",
    "are",
    "all",
    "here",
    "and",
    "the",
    "wire",
    "is",
    "quiet",
]


def messages() -> list[bytes]:
    """A chat: no two alike."""
    source, found = random.Random(9), []
    for number in range(FRAMES):
        text = " ".join(source.choices(WORDS, k=source.randint(3, 12)))
        said = f'{{"id": {number}, "name": "{source.choice(["Ada", "Dave"])}", "text": "{text}"}}'
        found.append(Frame(True, Opcode.TEXT, said.encode(), mask_key=source.randbytes(4)).serialize())
    return found


def chat(frames: list[bytes]) -> Trace:
    trace, end = Trace(clock=lambda: 0.0), len(UPGRADE)
    trace.append(Arrival(1, Side.CLIENT, 0.0, UPGRADE))
    trace.append(Arrival(1, Side.SERVER, 0.0, SWITCH))
    for number, frame in enumerate(frames):
        time = round(1234.5 + number * 0.0123457, 9)
        trace.append(Arrival(1, Side.CLIENT, time, frame))
        trace.append(Release(1, Side.CLIENT, round(time + 0.000217, 9), end, end + len(frame)))
        end += len(frame)
    return trace


@pytest.mark.benchmark
def test_a_view_of_ten_thousand_messages_takes_at_most_10_times_as_long_as_wsproto(record_property):
    frames = messages()
    trace, html = chat(frames), []

    def bundle() -> int:
        html[:] = [WireView.of(trace, title="chat")._repr_mimebundle_()["text/html"]]
        return FRAMES

    ratio = beside_wsproto(bundle, frames)
    size = len(html[0].encode())
    record_property("ratio", round(ratio, 2))
    print(f"a view takes {ratio:.1f} times as long as wsproto parses, and {size:,} bytes of HTML")
    assert ratio <= 10
    assert size <= 4_000_000


def pushing(reads: int) -> float:
    """The seconds of the processor that it takes to push each read of a body."""
    trace = Trace(clock=lambda: 0.0)
    trace.append(Arrival(1, Side.CLIENT, 0.0, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
    trace.append(Arrival(1, Side.SERVER, 0.0, b"HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n"))
    feed = Feed(trace, title="body", loop=None)
    version, began = feed.snapshot().version, process_time()
    for _ in range(reads):
        trace.append(Arrival(1, Side.SERVER, 0.0, b"x" * 512))
        version = feed.since(version)["version"]
    return process_time() - began


@pytest.mark.benchmark
def test_four_times_as_many_reads_of_a_body_cost_at_most_4_4_times_as_much():
    pairs = [(pushing(2000), pushing(500)) for _ in range(5)]
    ratio = min(many for many, _ in pairs) / min(few for _, few in pairs)
    print(f"2,000 reads of a body cost {ratio:.2f} times as much as 500")
    assert ratio <= 4.4
