"""What goes on from a view: only changes, coalesced, and nothing that keeps a trace alive."""

import asyncio
import gc
import weakref

from helpers.views.feed import Feed


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
    assert message["version"] == version + 1


def test_a_release_changes_its_row(samples):
    script = samples.opened()
    release = script.say(samples.CLIENT, samples.frame(1, b"Hello", masked=True), held=True)
    feed = Feed(script.trace, title="wire", loop=None)
    version = feed.snapshot().version
    script.trace.append(release)
    assert [(row[0], row[7]) for row in feed.since(version)["rows"]] == [(2, "passed")]


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
