"""Marks become lanes, rows and a drawing; hostile labels stay text; a live timeline sends itself again."""

import asyncio
import json

import pytest

from helpers.trace import Mark, Trace
from helpers.views import show
from helpers.views.spans import place, ticks
from helpers.views.timeline import Timeline
from tests.views.hostile_texts import HOSTILE


def trace_of(*marks: Mark) -> Trace:
    trace = Trace(clock=lambda: 0.0)
    for mark in marks:
        trace.append(mark)
    return trace


OVERLAP = [Mark("ada", 3, 7, "request 2"), Mark("ada", 0, 4, "request 1"), Mark("ada", 6, 10, "request 3")]


def test_spans_that_overlap_stand_below_each_other():
    placed, lanes = place([*OVERLAP, Mark("bob", 1, 2, "sleep")])
    assert [(one.mark.label, one.row) for one in placed] == [
        ("request 1", 0), ("request 2", 1), ("request 3", 0), ("sleep", 2),
    ]  # fmt: skip
    assert lanes == [("ada", 2), ("bob", 1)]


def test_a_span_that_begins_where_another_ends_shares_its_row():
    placed, lanes = place([Mark("ada", 0, 4, "request"), Mark("ada", 4, 7, "sleep")])
    assert {one.row for one in placed} == {0}
    assert lanes == [("ada", 1)]


def test_lanes_can_be_chosen_and_an_empty_one_keeps_its_place():
    _, lanes = place([mark for mark in OVERLAP if mark.lane == "bob"], ["bob"])
    assert lanes == [("bob", 1)]
    assert Timeline(trace_of(*OVERLAP), lanes=["bob"]).marks == []


def test_what_was_cancelled_together_stands_in_the_order_in_which_it_began():
    marks = [Mark("ada", start, 10, f"request {start} · cancelled") for start in (6, 3, 9)]
    assert [mark.start for mark in Timeline(trace_of(*marks)).marks] == [3, 6, 9]


def test_ticks_are_round_and_few():
    assert ticks(0, 23.5) == [0, 3, 6, 9, 12, 15, 18, 21]
    assert ticks(0, 0.01) == [number * 0.001 for number in range(11)]
    assert ticks(0, 0) == [0]


def test_the_drawing_and_the_table_say_the_same():
    html = Timeline(trace_of(*OVERLAP), "Two at once").html()
    assert html.count("<rect") == html.count("<tr>") - 1 == 3
    assert html.startswith('<time-line class="rw-view">')
    assert "request 2: 3 s to 7 s" in html


def test_hostile_names_and_labels_are_text():
    evil = "<img src=x onerror=alert(1)>"
    html = Timeline(trace_of(Mark(evil, 0, 100, evil)), evil).html()
    assert "<img" not in html
    assert html.count("&lt;img") >= 4


def test_nothing_to_draw_is_a_drawing_too():
    timeline = Timeline(trace_of())
    assert "<svg" in timeline.html()
    assert timeline.text() == "Timeline"


def test_of_a_loop_that_runs_for_hours_the_newest_spans_are_shown():
    timeline = Timeline(trace_of(*(Mark("ada", n, n + 0.5, f"request {n}") for n in range(1_500))))
    html = timeline.html()
    assert (html.count("<rect"), html.count("<tr>")) == (1_000, 201)
    assert "request 1499: 1499 s to 1499.5 s" in html
    assert "request 499: " not in html
    assert "1,300 before these" in html
    assert timeline.text().endswith("request 1499")


def test_show_displays_it(capsys):
    show(Timeline(trace_of(*OVERLAP)))


def test_a_live_timeline_sends_itself_again(monkeypatch):
    async def main() -> list[dict[str, object]]:
        from helpers.views.hub import hub

        trace = trace_of(*OVERLAP)
        timeline = Timeline(trace)
        timeline._repr_mimebundle_()
        sent: list[dict[str, object]] = []
        came = asyncio.Event()
        monkeypatch.setattr(timeline._hub, "send", lambda message: (sent.append(message), came.set()))
        assert hub() is timeline._hub
        trace.append(Mark("ada", 9, 13, "before anybody looked"))
        assert "before anybody looked" in timeline._open("")
        trace.append(Mark("ada", 12, 16, "request 5"))
        trace.append(Mark("ada", 15, 19, "request 6"))
        await asyncio.wait_for(came.wait(), 5)
        return sent

    (message,) = asyncio.run(main())
    assert message["kind"] == "done"
    assert "request 6" in str(message["said"])


# ---- in a browser ----

SEND = "said => document.querySelector('time-line').receive(() => {}, { kind: 'done', said })"
NODES = """Array.from(document.querySelectorAll('time-line *')).flatMap((one) =>
    [one.localName, ...one.getAttributeNames().map((name) => '@' + name)])"""


def series(count: int) -> list[Mark]:
    return [Mark("ada", number, number + 0.5, f"request {number}") for number in range(count)]


@pytest.mark.browser
def test_hostile_names_and_labels_stay_text_when_a_kernel_sends_them(opened):
    calm = [Mark(f"lane {n}", n, n + 5, f"request {n} · said no") for n in range(len(HOSTILE))]
    evil = [Mark(text, n, n + 5, text) for n, text in enumerate(HOSTILE)]
    page = opened(Timeline(trace_of(*calm)).html())
    known = set(page.evaluate(NODES))
    page.evaluate(SEND, Timeline(trace_of(*evil))._said())
    assert set(page.evaluate(NODES)) <= known
    cells = page.eval_on_selector_all("time-line td", "all => all.map((one) => one.textContent)")
    assert cells[0::4] == cells[3::4] == HOSTILE
    names = page.eval_on_selector_all(
        "time-line svg [text-anchor=end] text", "all => all.map((one) => one.textContent)"
    )
    assert names == HOSTILE


@pytest.mark.browser
@pytest.mark.parametrize(
    "drawing",
    [
        ["script", {}, "alert(1)"],
        ["svg", {}, ["foreignObject", {}]],
        ["svg", {"onload": "alert(1)"}],
        ["svg", {}, ["a", {"href": "javascript:alert(1)"}, "x"]],
    ],
)
def test_nothing_is_made_that_a_drawing_does_not_need(opened, drawing):
    page = opened(Timeline(trace_of(*series(3))).html())
    before = page.inner_html("time-line")
    refused = page.evaluate(
        """said => { try { document.querySelector('time-line').receive(null, { said }) }
        catch (error) { return error.message } }""",
        json.dumps({"drawing": drawing, "table": []}),
    )
    assert "a drawing has no" in refused
    assert page.inner_html("time-line") == before


@pytest.mark.browser
def test_a_new_drawing_leaves_the_reader_where_they_are(opened):
    page = opened(Timeline(trace_of(*series(4))).html())
    visible = "all => all.filter((one) => one.style.opacity !== '0').length"
    slider = page.get_by_role("slider", name="Go back in time")
    assert page.locator(".rw-moment span").inner_text() == "all of it"
    page.evaluate(SEND, Timeline(trace_of(*series(6)))._said())
    assert (
        page.locator(".rw-moment span").inner_text() == "all of it"
    )  # whoever looks at the end goes on to do so
    page.click("time-line summary")
    slider.fill("25")
    said = slider.get_attribute("aria-valuetext")
    assert said == page.locator(".rw-moment span").inner_text()
    seen = page.eval_on_selector_all("time-line g[data-at]", visible)
    page.evaluate(SEND, Timeline(trace_of(*series(9)))._said())
    assert slider.get_attribute("aria-valuetext") == said
    assert int(slider.input_value()) < 25  # the axis is longer now
    assert page.eval_on_selector_all("time-line g[data-at]", visible) == seen == 2
    slider.focus()
    assert page.evaluate("document.activeElement.type") == "range"
    assert page.locator("time-line details[open] tr").count() == 10
    page.keyboard.press("End")
    assert page.eval_on_selector_all("time-line g[data-at]", visible) == 9


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1600])
def test_the_slider_is_as_long_as_the_axis(opened, width):
    page = opened(Timeline(trace_of(*series(4))).html(), viewport={"width": width, "height": 700})
    places = page.evaluate("""() => {
      const box = (one) => one.getBoundingClientRect()
      const spans = [...document.querySelectorAll("time-line rect")].map(box)
      const slider = box(document.querySelector("time-line input"))
      return [spans[0].left, Math.max(...spans.map((one) => one.right)), slider.left + 8, slider.right - 8]
    }""")
    assert abs(places[0] - places[2]) < 3
    assert abs(places[1] - places[3]) < 3


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_timeline(opened, axe, width, scheme):
    page = opened(
        Timeline(trace_of(*OVERLAP, *series(4)), "Requests").html(),
        color_scheme=scheme,
        viewport={"width": width, "height": 700},
    )
    page.click("time-line summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    found = page.evaluate("""axe.run('main', { preload: false }).then((found) =>
        found.violations.map((v) => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))""")
    assert found == []
