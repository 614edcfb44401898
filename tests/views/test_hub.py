"""The hub: messages in from any thread, actions on the wire's own loop, errors said."""

import asyncio
import gc
import threading

from helpers.views.hub import Hub
from helpers.views.payload import STATES


class Sent(list):
    """A carrier that keeps what a hub sends, and a way to wait for it."""

    def __init__(self):
        self.more = asyncio.Event()

    def send(self, message):
        self.append(message)
        self.more.set()

    def listen(self, receive):
        self.receive = receive

    async def next(self):
        await asyncio.wait_for(self.more.wait(), 5)
        self.more.clear()
        return self[-1]


def make(samples, fake_wire, *, held):
    """A hub with one feed, over a fake wire that holds ``held`` units."""
    loop = asyncio.get_running_loop()
    script = samples.opened()
    releases = [script.say(samples.SERVER, samples.frame(1, b"%d" % n), held=True) for n in range(held)]
    wire = fake_wire(loop, script.trace, releases)
    sent = Sent()
    sent.hub = hub = Hub(sent, loop=loop)
    feed = hub.feed(wire.trace, title="fake")
    feed.steppable = wire
    return sent, feed, wire


def test_a_step_from_another_thread_runs_on_the_loop(samples, fake_wire):
    async def scene():
        sent, feed, wire = make(samples, fake_wire, held=1)
        step = {"kind": "step", "view": feed.view}
        thread = threading.Thread(target=sent.receive, args=(step,))
        thread.start()
        message = await sent.next()
        thread.join()
        assert message["went"] == [0, "server", 129]
        assert message["live"]
        assert not wire.script

    asyncio.run(scene())


def test_opening_brings_what_changed_and_then_pushes(samples, fake_wire):
    async def scene():
        sent, feed, wire = make(samples, fake_wire, held=1)
        version = feed.snapshot().version
        sent.receive({"kind": "open", "view": feed.view, "version": version})
        assert (await sent.next())["rows"] == []
        await wire.step()
        pushed = await sent.next()
        assert [STATES[row[7]] if row[7:] else "passed" for row in pushed["rows"]] == ["passed"]

    asyncio.run(scene())


def test_the_error_of_an_action_is_said(samples, fake_wire):
    async def scene():
        sent, feed, _ = make(samples, fake_wire, held=0)
        sent.receive({"kind": "step", "view": feed.view})
        assert "the wire holds nothing" in (await sent.next())["error"]

    asyncio.run(scene())


def test_run_and_pause(samples, fake_wire):
    async def scene():
        sent, feed, _ = make(samples, fake_wire, held=0)
        for action, holding in [("run", False), ("pause", True)]:
            sent.receive({"kind": action, "view": feed.view})
            assert (await sent.next())["holding"] is holding

    asyncio.run(scene())


def test_a_wire_that_is_gone_is_said(samples, fake_wire):
    async def scene():
        sent, feed, wire = make(samples, fake_wire, held=0)
        trace = wire.trace
        del wire
        gc.collect()
        sent.receive({"kind": "step", "view": feed.view})
        assert "run the cell" in (await sent.next())["error"]
        assert len(trace) > 0

    asyncio.run(scene())


def test_the_same_trace_has_one_feed_and_takes_it_along(samples, fake_wire):
    async def scene():
        sent, feed, wire = make(samples, fake_wire, held=0)
        assert all(sent.hub.feed(wire.trace, title="fake") is feed for _ in range(100))
        assert len(sent.hub._feeds) == 1
        del feed, wire
        gc.collect()
        assert len(sent.hub._feeds) == 0

    asyncio.run(scene())


def test_what_nobody_knows_is_left_alone(samples, fake_wire):
    async def scene():
        sent, *_ = make(samples, fake_wire, held=0)
        sent.hub._handle({"kind": "open", "view": "other", "version": 0})
        sent.hub._handle({})
        assert sent == []

    asyncio.run(scene())


def test_a_row_is_explained_to_who_asks(samples, fake_wire):
    async def scene():
        sent, feed, _ = make(samples, fake_wire, held=1)
        sent.receive({"kind": "explain", "view": feed.view, "row": 1})
        message = await sent.next()
        assert (message["kind"], [row[0] for row in message["rows"]]) == ("explained", [1])

    asyncio.run(scene())


def test_saving_says_where_or_why_not(samples, fake_wire, tmp_path, monkeypatch):
    async def scene():
        sent, feed, _ = make(samples, fake_wire, held=1)
        said = []
        for folder in (tmp_path, tmp_path / "gone"):
            folder.mkdir(exist_ok=True)
            monkeypatch.chdir(folder)
            if folder.name == "gone":
                folder.rmdir()
            sent.receive({"kind": "save", "view": feed.view, "as": "ndjson"})
            said.append(await sent.next())
        assert said[0]["said"].startswith("saved as fake.ndjson")
        assert said[1]["error"].startswith("not saved: ")

    asyncio.run(scene())
