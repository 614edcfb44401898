"""HTTP/2 in the wire view: frames in the lanes of their streams, header blocks as sent and as meant."""

import gzip
import json

import pytest

from helpers.protocols.http2.frames import Data, Headers, WindowUpdate
from helpers.protocols.http2.serializing import serialize_frame
from helpers.trace import Arrival, Trace
from helpers.views.wireview import WireView
from helpers.vocabulary import Ending, Side
from tests.protocols.http2.http2_samples import ACK, GET, HELLO, conversation, plain

pytestmark = pytest.mark.browser


@pytest.fixture
def page(opened):
    trace = Trace(clock=lambda: 0.0)
    for side, data in conversation():
        trace.append(Arrival(0, side, 0.0, data, None if data else Ending.EOF))
    return opened(WireView.of(trace, title="wire").html())


def test_frames_stand_in_the_lanes_of_their_streams(page):
    rows = page.eval_on_selector_all(
        ".rw-msg",
        "rows => rows.map(row => [row.querySelector('.rw-s').textContent, row.querySelector('b').textContent])",
    )
    assert rows[:5] == [
        ["", "preface"],
        ["0", "SETTINGS"],
        ["0", "WINDOW_UPDATE"],
        ["1", "HEADERS"],
        ["1", "CONTINUATION"],
    ]
    tints = page.eval_on_selector_all(
        ".rw-msg .rw-s", "cells => cells.map(cell => [cell.textContent, cell.className])"
    )
    of = {number: {tint for one, tint in tints if one == number} for number in ("0", "1", "3")}
    assert [len(one) for one in of.values()] == [1, 1, 1]
    assert len(set.union(*of.values())) == 3


def test_the_name_of_the_column_can_be_read(page):
    column, client = (page.locator(f".rw-heads {name}").bounding_box() for name in (".rw-s", ".rw-client"))
    assert column["x"] + column["width"] <= client["x"] + 2


def test_a_header_block_as_it_was_sent_and_as_it_was_meant(page):
    page.click(".rw-msg >> nth=8")
    said = page.inner_text("wire-view")
    assert "header list, never on the wire" in said
    assert ":path: /msgs" in said


# ---- what may still be sent, as a plot ----


def test_both_windows_stand_over_the_frames(page):
    plot = page.locator(".rw-room-picture")
    assert plot.get_attribute("role") == "img"
    page.focus(".rw-seq")
    page.keyboard.press("End")
    page.locator(".rw-msg", has_text="WINDOW_UPDATE").last.click()
    said = plot.get_attribute("aria-label")
    assert said.startswith("What the server may still send, over ")
    assert "stream 3: 65,535 bytes after this message, at least 65,513; " in said
    assert "the connection: 66,504 bytes after this message, at least 65,535." in said
    assert page.locator(".rw-room path.rw-own").count() == page.locator(".rw-room path.rw-all").count() == 1


def test_the_plot_follows_what_is_selected(page):
    plot = page.locator(".rw-room-picture")
    page.locator(".rw-msg", has_text="DATA").first.click()
    assert "What the client may still send" in plot.get_attribute("aria-label")
    assert "stream 1: " in page.inner_text(".rw-room figcaption")
    before = page.locator(".rw-room path.rw-now").get_attribute("d")
    page.keyboard.press("j")
    page.wait_for_function(
        "d => document.querySelector('.rw-room path.rw-now').getAttribute('d') !== d", arg=before
    )


def test_no_plot_where_nobody_counts(opened):
    trace = Trace(clock=lambda: 0.0)
    trace.append(Arrival(0, Side.CLIENT, 0.0, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
    page = opened(WireView.of(trace, title="wire").html())
    assert page.locator(".rw-msg").count() == 1
    assert not page.locator(".rw-room").is_visible()


def test_the_figures_of_the_plot_are_small():
    """A hundred frames that spend and refill: what the plot adds to what a notebook keeps of them."""
    trace = Trace(clock=lambda: 0.0)
    trace.append(Arrival(0, Side.CLIENT, 0.0, HELLO))
    trace.append(Arrival(0, Side.SERVER, 0.0, ACK))
    trace.append(Arrival(0, Side.CLIENT, 0.0, serialize_frame(Headers(1, plain(GET), end_stream=True))))
    for number in range(50):
        trace.append(Arrival(0, Side.SERVER, number, serialize_frame(Data(1, b"x" * (100 + number)))))
        trace.append(Arrival(0, Side.CLIENT, number, serialize_frame(WindowUpdate(number % 2, 100))))
    payload = WireView.of(trace, title="wire").payload()
    without = {**payload, "rows": [row[:17] for row in payload["rows"]]}
    assert sum(len(row) > 17 for row in payload["rows"]) == 100
    added = [len(gzip.compress(json.dumps(one).encode())) for one in (payload, without)]
    print(f"{added[0] - added[1]} bytes of {added[0]}")
    assert added[0] - added[1] <= 1_000
