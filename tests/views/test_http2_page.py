"""HTTP/2 in the wire view: frames in the lanes of their streams, header blocks as sent and as meant."""

import pytest

from helpers.trace import Arrival, Trace
from helpers.views.wireview import WireView
from helpers.vocabulary import Ending
from tests.protocols.http2.http2_samples import conversation

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
