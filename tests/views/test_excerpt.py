"""What fits into a view: never more than its most, the beginnings and ends, and what is left out is said."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.views.excerpt import Excerpt
from helpers.views.pieces import Blobs, piece, pieces
from helpers.views.wireview import WireView
from tests.views.payload_reader import GAP, Payload, runs


class Sized:
    def __init__(self, size):
        self.start, self.end, self.data = 0, size, bytes(size)


@given(st.lists(st.integers(0, 5000), max_size=60), st.integers(1, 20_000))
def test_never_more_than_its_most_and_nothing_left_out_without_need(sizes, limit):
    excerpt = Excerpt.of([Sized(size) for size in sizes], limit=limit)
    kept = sum(end - start for size in sizes for start, end in excerpt.kept(size))
    assert kept <= limit
    assert excerpt.left_bytes == sum(sizes) - kept
    assert excerpt.whole is (sum(sizes) <= limit)
    assert kept > limit - len(sizes) or excerpt.whole


def test_of_many_rows_the_first_and_the_last():
    rows = [Sized(number) for number in range(100)]
    excerpt = Excerpt.of(rows, count=5)
    assert [row.end for row in excerpt.rows] == [0, 1, 2, 98, 99]
    assert excerpt.left_rows == 95
    assert excerpt.left_out == "Left out here: 95 messages, 4,750 bytes."


def large(samples, size):
    script = samples.Script()
    body = random.Random(1).randbytes(size)
    script.say(samples.CLIENT, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: image/x\r\n\r\n" % size
    script.say(samples.SERVER, head, *(body[at : at + 65_536] for at in range(0, size, 65_536)))
    return script.trace, body


def test_fifty_megabytes_are_three_of_html(samples):
    trace, body = large(samples, 50_000_000)
    view = WireView.of(trace, title="large")
    html = view.html()
    assert len(html.encode()) <= 3_000_000
    assert "Left out here: 48,50" in html
    browser = Payload(view.payload())
    data = browser.data(2)
    known = [at for at, byte in enumerate(data[:2_000_000]) if byte is not GAP]
    assert len(known) > 700_000
    assert bytes(data[:1000]) == body[:1000]
    assert bytes(data[-1000:]) == body[-1000:]
    assert "records" not in browser.message


def test_bytes_are_text_or_base64_and_gaps_are_numbers():
    assert piece("Grüße\r\n".encode()) == "Grüße\r\n"
    assert piece(b"\x81\x85") == ["gYU="]
    assert piece(b"\x00" * 20) == ["AAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    assert pieces([(5, b"GET"), (8, b" /"), (20, b"\xff"), (21, b"a")]) == [5, "GET /", 10, ["/w=="], "a"]
    assert pieces([]) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(min_size=1, max_size=9)), max_size=9))
def test_pieces_are_read_back(given_):
    ranges, at = [], 0
    for gap, data in given_:
        ranges.append((at + gap, data))
        at += gap + len(data)
    listed = pieces(ranges)
    assert (runs(listed) if listed else {}) == {
        at + n: byte for at, data in ranges for n, byte in enumerate(data)
    }


def test_each_blob_stands_once_and_large_ones_leave_room_to_others():
    blobs = Blobs()
    assert [blobs.place(b"a"), blobs.place(b"b"), blobs.place(b"a")] == [0, 1, 0]
    sizes = [
        size for size in (10, 150_000, 10_000_000, 9_000_000, 20) if not blobs.keeps(bytes(size) + b"\xff")
    ]
    assert sizes == [10_000_000, 9_000_000]
    assert sum(len(str(listed)) for listed in blobs.listed) < 700_000


@pytest.mark.parametrize("size", [0, 1, 7])
def test_a_small_most_keeps_what_it_says(size):
    assert sum(end - start for start, end in Excerpt([], size, 0, 0).kept(100)) == size
