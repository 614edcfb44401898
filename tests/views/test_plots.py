"""Plots: the numbers are in the table, the data and the picture, on every position of the sliders."""

import json
import re

import pytest

from helpers.views.plots import bars, lines, sliders

BYTES = {"short polling": 339.0, "Server-Sent Events": 54.0, "WebSocket": 42.0}


def data_of(plot):
    return json.loads(re.search(r'json">(.*?)</script>', plot.html()).group(1))


def load(interval: float, clients: int):
    points = {"polling": [(n, n / interval) for n in range(0, clients + 1, clients // 10)]}
    points["push"] = [(n, n * 0.01) for n in range(0, clients + 1, clients // 10)]
    return lines(points, title=f"{clients} clients, every {interval} s", x="clients", y="requests a second")


def test_bars_say_their_numbers():
    plot = bars(BYTES, title="Bytes for one message", unit="B")
    assert data_of(plot)["bars"] == [list(item) for item in BYTES.items()]
    assert plot.text().splitlines()[2].split() == ["short", "polling", "339"]
    assert "<td>Server-Sent Events</td><td>54</td>" in plot.html()


def test_lines_have_a_row_a_point():
    plot = lines({"a": [(0, 1), (1, 2.5)]}, title="t", x="s", y="ms")
    assert plot.table == [["name", "s", "ms"], ["a", "0", "1"], ["a", "1", "2.5"]]


def test_lines_with_the_same_places_share_their_rows():
    plot = lines({"a": [(0, 1), (1, 2)], "b": [(0, 5), (1, 6)]}, title="t", x="s", y="ms")
    assert plot.table == [["s → ms", "a", "b"], ["0", "1", "5"], ["1", "2", "6"]]


def test_a_long_line_is_thinned_in_the_table_only():
    plot = lines({"a": [(n, n) for n in range(1000)]}, title="t", x="s", y="ms")
    assert len(plot.table) == 21
    assert len(data_of(plot)["series"][0][1]) == 1000


def test_a_logarithmic_axis_refuses_zero():
    with pytest.raises(ValueError, match="0 or less"):
        lines({"a": [(0, 0)]}, title="t", x="s", y="ms", log=True)


def test_sliders_hold_every_position():
    plot = sliders(load, interval=[1, 2, 5], clients=[10, 100])
    data = data_of(plot)
    assert [frame["title"] for frame in data["frames"]][:2] == [
        "10 clients, every 1 s",
        "100 clients, every 1 s",
    ]
    assert [knob[2] for knob in data["sliders"]] == [1, 0]
    assert plot.title == "10 clients, every 2 s"


def test_too_many_positions_are_refused():
    with pytest.raises(ValueError, match=r"1002 positions .* 1 to 1,000"):
        sliders(load, interval=range(1, 502), clients=[10, 20])


def test_hostile_names_are_text():
    plot = bars({"<img src=x onerror=alert(1)>": 1}, title="</script><b>")
    assert "<img" not in plot.html()
    assert plot.html().count("</script>") == 1


@pytest.mark.browser
def test_the_slider_moves_the_drawing_and_the_numbers(opened):
    page = opened(sliders(load, interval=[1, 2, 5], clients=[10, 100]).html())
    before = page.inner_html(".rw-picture")
    page.focus("input[type=range] >> nth=0")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("figcaption") == "10 clients, every 5 s"
    assert page.inner_html(".rw-picture") != before
    page.click("summary")
    assert page.inner_text(".rw-numbers tr:last-child").split() == ["push", "10", "0.1"]


OVERLAPS = """() => {
  const texts = [...document.querySelectorAll(".rw-picture text")]
  const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()])
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4
  const met = ([name, a], i) => boxes.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => [name, other])
  return boxes.flatMap(met)
}"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1600])
def test_the_names_of_lines_are_whole_and_stand_on_nothing(opened, width):
    names = ["ask, then sleep, mean", "ask, then sleep, worst"]
    falling = {name: [(x, 1 + 59 - x) for x in range(60)] for name in names}
    plot = lines(falling, title="t", x="seconds after the outage", y="retries", log=True)
    page = opened(plot.html(), viewport={"width": width, "height": 900})
    assert page.locator(".rw-picture .rw-name").all_text_contents() == names
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_plots(opened, axe, width, scheme):
    both = bars(BYTES, title="Bytes", unit="B").html() + sliders(load, interval=[1, 2], clients=[10]).html()
    page = opened(both, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.click("summary >> nth=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    found = page.evaluate("""axe.run('main', { preload: false }).then((found) =>
        found.violations.map((v) => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))""")
    assert found == []
