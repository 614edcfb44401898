"""What all panels share: actions on the loop from any thread, errors that are said, stills without a widget."""

import asyncio
import threading

from helpers.views.kernel import kernel_hub
from helpers.views.panels import panel as panels
from helpers.views.panels.panel import Panel


class Counter(Panel):
    """Counts what is pressed."""

    def __init__(self):
        super().__init__("A <counter>")
        self.count, self.threads = 0, set()
        self.more = self.button("More", self.add, hint="One more")
        self.lay_out(self.more)

    async def add(self):
        await asyncio.sleep(0)
        self.threads.add(threading.current_thread())
        self.count += 1
        return f"{self.count} <b>"

    def values(self):
        return [("count", f"{self.count} &")]


async def said(panel, wanted):
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    panel.said.observe(lambda change: loop.call_soon_threadsafe(news.set), "value")
    while wanted not in panel.said.value:
        await news.wait()
        news.clear()
    panel.said.unobserve_all("value")
    return panel.said.value


async def scene():
    counter = Counter()
    thread = threading.Thread(target=counter.more.click)
    thread.start()
    assert await said(counter, "1 ") == "<p>1 &lt;b&gt;</p>"
    thread.join()
    assert counter.threads == {threading.current_thread()}
    assert counter.more.tooltip == "One more"
    counter.act(lambda: None)
    await said(counter, "<p></p>")
    counter.act(lambda: 1 / 0)
    assert await said(counter, "wrong") == '<p class="rw-wrong">division by zero</p>'
    counter.act(lambda: [][1:].index)
    await said(counter, "built-in")
    await counter.acted(bare)
    assert counter.said.value == '<p class="rw-wrong">LookupError</p>'


async def bare():
    raise LookupError


def test_an_action_runs_on_the_loop_and_what_it_says_is_shown():
    asyncio.run(asyncio.wait_for(scene(), 10))


def test_much_that_moves_refreshes_once():
    class Moving(Counter):
        shown = 0

        def refresh(self):
            self.shown += 1

    async def main():
        moving = Moving()
        for _ in range(100):
            moving.changed("news")
        assert moving.shown == 0
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert moving.shown == 1
        moving.changed()
        await asyncio.sleep(0)
        return moving

    asyncio.run(main()).changed()  # its loop is closed: nobody looks any more


def test_the_still_has_the_values_and_no_widget():
    async def main():
        return Counter()._repr_mimebundle_()

    bundle = asyncio.run(main())
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == "A <counter>\n  count: 0 &"
    assert bundle["text/html"] == (
        '<live-panel class="rw-view"><p><b>A &lt;counter&gt;</b></p>'
        "<dl><dt>count</dt><dd>0 &amp;</dd></dl>"
        f'<p class="rw-still">{panels.STILL} <span class="rerun">{panels.RERUN}</span></p></live-panel>'
    )
    assert kernel_hub() is None


def test_where_a_kernel_is_the_hub_offers_its_widgets(monkeypatch):
    offered = {}

    class Hub:
        def offer(self, view, action):
            offered[view] = action("")

    monkeypatch.setattr(panels, "kernel_hub", Hub)

    async def main():
        counter = Counter()
        html = counter._repr_mimebundle_()["text/html"]
        return html, counter.box.model_id

    html, model = asyncio.run(main())
    assert f'data-view="{model}"' in html
    assert offered == {model: None}


def test_a_panel_that_is_shown_under_a_title_replaces_the_one_that_had_it():
    async def main():
        told = []
        old, other = Counter(), Counter()
        other.title = "another"
        old.follow(lambda: told.append("old"))
        for panel in (old, other, old):
            panel._repr_mimebundle_()
        assert (told, old.box.comm is None) == ([], False)
        Counter()._repr_mimebundle_()
        assert told == ["old"]
        assert old.box.comm is None
        assert old.more.comm is None
        assert other.box.comm is not None

    asyncio.run(main())
