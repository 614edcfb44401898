"""The data that reaches the browser: read back by the rules that its modules state, it is what went in."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.dissectors.rows import Rows
from helpers.trace import Mark, Trace
from helpers.views.feed import Feed
from helpers.views.payload import EXPLAINED, STATES, embed
from helpers.views.tables import spelled
from helpers.views.wireview import WireView
from helpers.vocabulary import Side
from tests.views.payload_reader import Payload, as_told

SAMPLES = ["hello", "fragments", "several", "faults", "inflated", "chunked"]


def payload_of(trace):
    return json.loads(embed(WireView.of(trace, title="wire").payload()))


def check(trace, payload):
    """What a browser knows is what is there."""
    rows = Rows(trace)
    rows.unsubscribe()
    for row in rows.rows:
        got = payload.rows[row.index]
        words, time = got["message"]["words"], lambda given, got=got: payload.time(given, got["message"])
        assert (got["connection"], list(Side)[got["side"]], got["start"]) == (
            row.connection,
            row.side,
            row.start,
        )
        assert (got["size"], STATES[got["state"]]) == (row.end - row.start, row.state)
        assert (words[got["title"]], got["summary"]) == (row.title, row.summary)
        assert time(got["arrived"]) == row.arrived
        assert (got["released"] is None and row.released is None) or time(got["released"]) == row.released
        assert tuple(got["reads"][1:]) == row.reads
        assert (words[got["fault"]] if got["fault"] else "") == row.fault
        assert (payload.blob(got["sent"], got["message"]) if got["sent"] else None) == row.sent
        assert bytes(payload.data(row.index)) == row.data
        assert payload.field(row.index) == as_told(row.field)
    assert payload.trace() == list(trace.records)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_the_browser_reads_is_what_was_there(samples, sample):
    trace = getattr(samples, sample)().trace
    check(trace, Payload(payload_of(trace)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_snapshot_and_pushes_say_the_same_as_a_later_snapshot(samples, sample):
    records = getattr(samples, sample)().trace.records
    source = random.Random(sample)
    for _ in range(5):
        trace = Trace(clock=lambda: 0.0)
        feed, browser = Feed(trace, title="wire", loop=None), None
        for number, record in enumerate(records):
            trace.append(record)
            if source.random() < 0.4 or number == len(records) - 1:
                message = feed.since(browser.message["version"]) if browser else feed.snapshot().payload()
                message = json.loads(embed(message))
                if browser:
                    browser.apply(message)
                else:
                    browser = Payload(message)
        check(trace, browser)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(Side), st.binary(min_size=1, max_size=60)), max_size=12), st.data())
def test_any_bytes_reach_the_browser(reads, data):
    from tests.views.views_samples import Script

    script = Script()
    for side, read in reads:
        script.say(side, read, wait=data.draw(st.floats(0, 1e4)))
    script.trace.append(Mark("lane", 0.1, script.now, "label\ud800"))
    script.trace.append(Mark("chat", script.now, script.now, "error · NameError: oh", 0, Side.SERVER))
    trace = script.trace
    check(trace, Payload(json.loads(json.dumps(WireView.of(trace, title="wire").payload()))))


def test_no_byte_of_the_wire_stands_twice(samples):
    """The unmasked and the joined forms of a message are what the browser makes of its bytes."""
    script = samples.opened()
    for place, word in enumerate(words := ["whatever ", "was ", "said"]):
        script.say(
            samples.CLIENT, samples.frame(0 if place else 1, word.encode(), fin=place == 2, masked=True)
        )
    for trace in (script.trace, samples.chunked().trace):
        data = WireView.of(trace, title="wire").payload()
        told = embed({"fields": data["fields"], "blobs": data["blobs"]})
        assert not any(word in told for word in words)


def test_what_a_fault_sent_stands_once(samples):
    script = samples.opened()
    script.inject(samples.SERVER, samples.frame(1, b"I was never sent, and am long enough to be found"))
    assert (
        embed(WireView.of(script.trace, title="wire").payload()).count("was never sent") <= 2
    )  # bytes, label


def test_equal_fields_stand_once(samples):
    data = payload_of(samples.long(400).trace)
    assert len(data["words"]) < 200
    assert len(data["fields"]) < 400
    assert len({repr(field) for field in data["fields"]}) == len(data["fields"])


def test_the_first_rows_are_explained_and_the_others_when_asked_for(samples):
    script = samples.long(EXPLAINED + 100)
    feed = Feed(script.trace, title="wire", loop=None)
    browser = Payload(feed.snapshot().payload())
    assert browser.field(EXPLAINED - 1) is not None
    assert browser.field(EXPLAINED) is None
    browser.apply(feed.explain(EXPLAINED))
    assert browser.field(EXPLAINED) == as_told(feed._rows.rows[EXPLAINED].field)


def deferred(field):
    """Whether anything in a field would have to be explained now."""
    inside = [] if field.deferred else field.children
    buffer = field.decoded
    if buffer and not buffer.deferred:
        inside = [*inside, *buffer.fields]
    return field.deferred or bool(buffer and buffer.deferred) or any(map(deferred, inside))


def test_content_is_not_explained_before_somebody_looks(samples):
    script = samples.long(EXPLAINED + 100)
    feed = Feed(script.trace, title="wire", loop=None)
    feed.snapshot().payload()
    later = [deferred(row.field) for row in feed._rows.rows]
    assert not any(later[:EXPLAINED])
    assert all(later[EXPLAINED:])


@pytest.mark.parametrize(
    ("value", "own", "told"),
    [
        ("Host", b"Host", [1]),
        ("x", b"Host: x\r\n", [1, 6, 7]),
        ("37 fa", bytes.fromhex("37fa"), [2, 0, 2]),
        ("GET /ver…", b"GET /very/long", [1, 0, 8, 1]),
        ("37 fa…", bytes.fromhex("37fa21"), [2, 0, 2, 1]),
        ("elsewhere", b"nothing of it", "elsewhere"),
        ("", b"", ""),
        ("\ud800", b"?", "\ud800"),
    ],
)
def test_a_value_says_where_it_stands(value, own, told):
    assert spelled(value, own, size=len(own)) == told


def test_a_value_may_stand_in_what_bytes_turn_into():
    assert spelled("Hello", b"\x7f\x9f\x4d\x51\x58", b"Hello", size=5) == [3, 0, 5]
    assert spelled("Host", b"Host", size=5) == [1, 0, 4]  # the browser has not all of it


@given(st.text())
def test_embedded_json_cannot_end_the_element(text):
    out = embed({"text": text})
    assert "<" not in out
    assert json.loads(out) == {"text": text}
