"""What goes on from a view: only changes, coalesced, and nothing that keeps a trace alive."""

import asyncio
import gc
import weakref

from helpers.trace import ndjson, pcapng
from helpers.views import feed as feeds
from helpers.views.feed import Feed
from helpers.views.payload import STATES


async def turns(loop, wanted):
    """Let the loop run until ``wanted()``; the test's own limit is the end of it."""
    while not wanted():  # noqa: ASYNC110
        await asyncio.sleep(0)


def test_since_holds_what_changed(samples):
    script = samples.hello()
    feed = Feed(script.trace, title="wire", loop=None)
    version = feed.snapshot().version
    assert feed.since(version)["rows"] == []
    script.say(samples.CLIENT, samples.frame(1, b"more", masked=True))
    message = feed.since(version)
    assert [row[0] for row in message["rows"]] == [5]
    assert message["known"] + len(message["records"]) == len(script.trace.records)
    assert [listed[:2] for listed in message["bytes"]] == [[0, 0]]
    assert message["version"] == version + 1


def test_a_release_changes_its_row(samples):
    script = samples.opened()
    release = script.say(samples.CLIENT, samples.frame(1, b"Hello", masked=True), held=True)
    feed = Feed(script.trace, title="wire", loop=None)
    version = feed.snapshot().version
    script.trace.append(release)
    assert [(row[0], STATES[row[7]]) for row in feed.since(version)["rows"]] == [(2, "passed")]


def test_an_unknown_version_gets_everything(samples):
    feed = Feed(samples.hello().trace, title="wire", loop=None)
    for version in (0, 99, -1):
        message = feed.since(version)
        assert len(message["rows"]) == 5
        assert message["known"] == 0


def test_pushes_are_coalesced_and_leave_no_timer(samples):
    async def scene():
        loop, script, pushed, timers = asyncio.get_running_loop(), samples.opened(), [], []
        feed = Feed(script.trace, title="wire", loop=loop)
        feed.snapshot()
        feed.push = pushed.append
        for number in range(1000):
            script.say(samples.CLIENT, samples.frame(1, b"%d" % number, masked=True))
        loop.call_later = lambda *call: timers.append(call)
        await turns(loop, lambda: pushed)
        assert len(pushed) == 1
        assert len(pushed[0]["rows"]) == 1000
        (_, flush, version), timers = timers[0], []
        flush(version)
        assert len(pushed) == 1
        assert not timers

    asyncio.run(scene())


def test_nothing_is_pushed_to_nobody(samples):
    async def scene():
        script = samples.opened()
        feed = Feed(script.trace, title="wire", loop=asyncio.get_running_loop())
        script.say(samples.CLIENT, b"x")
        assert not feed._waiting

    asyncio.run(scene())


def test_a_feed_goes_with_its_trace(samples):
    script = samples.hello()
    feed = weakref.ref(Feed(script.trace, title="wire", loop=None))
    assert feed() is not None
    del script
    gc.collect()
    assert feed() is None


def test_a_growing_body_costs_what_is_new(samples):
    script = samples.Script()
    script.say(samples.SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    feed = Feed(script.trace, title="wire", loop=None)
    version, sizes = feed.snapshot().version, []
    for _ in range(20):
        script.say(samples.SERVER, b"x" * 1000)
        message = feed.since(version)
        version = message["version"]
        sizes.append(len(str({**message, "rows": []})))
    assert max(sizes) < min(sizes) + 100


def test_beyond_a_most_bytes_are_sent_to_who_asks(samples, monkeypatch):
    monkeypatch.setattr(feeds, "LIMIT", 2000)
    monkeypatch.setattr("helpers.views.streamed.LIMIT", 2000)
    monkeypatch.setattr("helpers.views.excerpt.LIMIT", 2000)
    script = samples.opened()
    feed = Feed(script.trace, title="wire", loop=None)
    version = feed.snapshot().version
    script.say(samples.SERVER, samples.frame(2, bytes(3000)))
    message = feed.since(version)
    assert message["bytes"] == []
    assert "records" not in message
    total = sum(len(script.trace.stream(0, side)) for side in (samples.CLIENT, samples.SERVER))
    assert message["left"] == total - 2000
    asked = feed.explain(2)
    assert asked["bytes"][0][:3] == [0, 1, 129]


def test_the_whole_trace_is_saved_under_a_name_that_is_free(samples, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    script = samples.hello()
    feed = Feed(script.trace, title="a/b's wire", loop=None)
    assert feed.save("ndjson").startswith("saved as a-b's wire.ndjson, ")
    assert "a-b's wire2.ndjson" in feed.save("ndjson")
    assert ndjson.load((tmp_path / "a-b's wire2.ndjson").read_text("utf-8")) == script.trace
    feed.save("pcapng")
    assert (tmp_path / "a-b's wire.pcapng").read_bytes() == pcapng.write(script.trace)
