"""How views use the room they have: hex on a phone, labels between lifelines, one unit, sliders, the key sheet."""

import pytest

from helpers.trace import Arrival, Release, Trace
from helpers.views.plots import lines, sliders
from helpers.views.wireview import WireView
from helpers.vocabulary import Side

pytestmark = pytest.mark.browser
WIDTHS = pytest.mark.parametrize("width", [360, 800, 1600])


def exchange(*times, text=b"GET /a-long-target-that-needs-much-room-to-be-read HTTP/1.1\r\nHost: a\r\n\r\n"):
    """One request a moment, each on the way at once."""
    trace = Trace(clock=lambda: 0.0)
    for number, time in enumerate(times):
        start = number * len(text)
        trace.append(Arrival(0, Side.CLIENT, time, text))
        trace.append(Release(0, Side.CLIENT, time, start, start + len(text)))
    return WireView.of(trace, title="wire").html()


def shown(opened, html, width):
    return opened(html, viewport={"width": width, "height": 900})


def test_on_a_phone_a_line_has_eight_bytes_and_fits(opened):
    page = shown(opened, exchange(0.0), 360)
    line = page.locator(".rw-hex .rw-line").first
    assert line.locator(".rw-hx b").count() == 8
    pane = page.locator(".rw-panes").bounding_box()
    assert pane["width"] * 0.7 < line.bounding_box()["width"] <= pane["width"]


@WIDTHS
def test_a_label_stays_between_the_lines_of_client_and_server(opened, width):
    page = shown(opened, exchange(0.0, 1.0), width)
    places = page.evaluate("""() => {
      const box = (one) => one.getBoundingClientRect()
      const lines = [...document.querySelectorAll(".rw-life:not(.rw-dots)")].map((one) => box(one).left)
      const labels = [...document.querySelectorAll(".rw-lab")].map(box)
      return [Math.min(...lines), Math.max(...lines), labels.map((one) => [one.left, one.right])]
    }""")
    left, right, labels = places
    assert labels
    assert all(left < start and end < right for start, end in labels), places


@pytest.mark.parametrize(
    ("times", "unit", "said"),
    [((0.0, 1.5), "ms", ["0.0", "1500.0"]), ((0.0, 194.25), "s", ["0.00", "194.25"])],
)
def test_one_unit_stands_above_all_times(opened, times, unit, said):
    page = shown(opened, exchange(*times), 800)
    assert page.inner_text(".rw-heads .rw-t") == unit
    assert page.locator(".rw-msg > .rw-t").all_inner_texts() == said


@WIDTHS
def test_the_tracks_of_sliders_align(opened, width):
    def drawn(a, long_name):
        return lines({"x": [(0, a), (1, 1)]}, title=f"{a} {long_name}", x="x", y="y")

    page = shown(opened, sliders(drawn, a=[1, 2], long_name=[0.1, 1_000_000]).html(), width)
    boxes = [one.bounding_box() for one in page.get_by_role("slider").all()]
    assert len({(box["x"], box["width"]) for box in boxes}) == 1, boxes


@WIDTHS
def test_the_key_sheet_breaks_no_key(opened, width):
    page = shown(opened, exchange(0.0), width)
    page.get_by_role("button", name="Keys (?)").click()
    sheet = page.locator(".rw-help")
    sheet.wait_for()
    heights = sheet.locator("kbd").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert max(heights) < 30
    assert sheet.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    tops = sheet.locator("dl > div").evaluate_all(
        "all => all.map((one) => one.children[1].getBoundingClientRect().left)"
    )
    assert len(set(tops)) == 1


def test_a_button_rests_where_it_would_do_nothing(opened):
    page = shown(opened, exchange(0.0, 1.0), 800)
    before = page.get_by_role("button", name="Previous message")
    after = page.get_by_role("button", name="Next message")
    rests = [one.get_attribute("aria-disabled") for one in (before, after)]
    after.click()
    rests += [one.get_attribute("aria-disabled") for one in (before, after)]
    assert [rest is not None for rest in rests] == [True, False, False, True]


def test_arrows_and_what_is_chosen_are_seen_where_colours_are_forced(opened):
    page = opened(exchange(0.0, 1.0), forced_colors="active")
    drawn = "(one) => getComputedStyle(one).backgroundColor"
    canvas = page.locator(".rw-wire").evaluate(drawn)
    for line in (".rw-leg", ".rw-life"):
        assert page.locator(line).first.evaluate(drawn) != canvas
    outline = "(row) => getComputedStyle(row).outlineStyle"
    assert page.locator(".rw-msg").evaluate_all(f"(rows) => rows.map({outline})") == ["solid", "none"]


@pytest.mark.parametrize("width", [360, 1600])
def test_the_buttons_of_a_wire_stand_in_one_row(opened, width):
    page = shown(opened, exchange(0.0, 1.0), width)
    boxes = [one.bounding_box() for one in page.locator(".rw-tools > *:visible").all()]
    assert len(boxes) >= 6
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes), boxes
