"""The wire view on a published page: Chromium, file://, no server and no request."""

import re
from itertools import pairwise

import pytest

from helpers.trace import Mark, ndjson, pcapng
from helpers.views.wireview import WireView
from helpers.vocabulary import Side
from tests.views.hostile_texts import HOSTILE

pytestmark = pytest.mark.browser

COPIED = """window.copied = []; Object.defineProperty(navigator, "clipboard",
{ value: { writeText: async (text) => copied.push(text) } })"""


def html_of(script, title="wire"):
    return WireView.of(script.trace, title=title).html()


def states(page):
    """What a screen reader is told of each message in the list."""
    return page.eval_on_selector_all(".rw-msg", "rows => rows.map(row => row.lastElementChild.textContent)")


def labels(page):
    return page.eval_on_selector_all(".rw-lab b", "names => names.map(name => name.textContent)")


def pick(page, number):
    page.click(f".rw-msg >> nth={number}")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def explained(page):
    return page.inner_text(".rw-say .rw-what b")


def test_shows_the_whole_exchange_first(opened, samples):
    page = opened(html_of(samples.hello()))
    assert labels(page) == ["GET /chat", "101", "TEXT", "TEXT", "PING"]
    assert states(page)[2:4] == ["passed the tap", "waits at the tap"]
    assert page.inner_text(".rw-top .rw-meta") == "5 messages · 312 B · 2 held at the tap"
    assert page.locator(".rw-static, .rerun").count() == 0
    assert explained(page) == "request head"


def test_step_replays_message_by_message(opened, samples):
    page = opened(html_of(samples.fragments()))
    page.click(".rw-primary")
    assert states(page) == ["waits at the tap"]
    page.click(".rw-primary")
    assert states(page) == ["passed the tap", "waits at the tap"]
    assert page.inner_text(".rw-hd b") == "GET /chat"
    for _ in range(10):
        page.click(".rw-primary")
    assert len(states(page)) == 11
    assert set(states(page)) == {"passed the tap"}
    assert "step 11 of 11" in page.inner_text(".rw-top .rw-meta")
    page.click(".rw-primary")
    assert states(page) == ["waits at the tap"]


def test_play_takes_the_steps(opened, samples):
    page = opened(html_of(samples.hello()))
    page.click("text=Play")
    page.wait_for_function("document.querySelectorAll('.rw-msg').length >= 2")
    page.click("text=Stop")
    assert page.inner_text(".rw-tools").count("Play") == 1


def test_one_selection_for_hex_text_tree_and_twin(opened, samples):
    page = opened(html_of(samples.hello()))
    pick(page, 2)
    page.click(".rw-hx b[data-byte='8'] >> nth=0")
    assert explained(page) == "payload"
    on = "bytes => bytes.map(byte => byte.textContent).join('')"
    assert page.eval_on_selector_all(".rw-hex:nth-child(1) b.rw-on", on) == "7f9f4d5158"
    assert page.eval_on_selector_all(".rw-hex:nth-child(1) i.rw-on", on) == "··MQX"
    assert page.eval_on_selector_all(".rw-hex:nth-child(2) b.rw-on", on) == "48656c6c6f"
    assert page.locator(".rw-item[aria-selected=true] .rw-name").inner_text() == "payload"
    page.click(".rw-item:has-text('masking key')")
    assert page.eval_on_selector_all("b.rw-on", on) == "37fa213d"
    assert page.get_attribute(".rw-say a", "href") == "https://www.rfc-editor.org/rfc/rfc6455#section-5.3"
    page.click(".rw-bits >> nth=1")
    assert explained(page) == "mask, length"


def test_what_the_bytes_say_is_there_without_a_click(opened, samples):
    page = opened(html_of(samples.hello()))
    told = page.get_by_role("list", name="What the bytes of this message say")
    assert "Sec-WebSocket-Key" in told.inner_text()
    pick(page, 2)
    lines = told.get_by_role("listitem").all_inner_texts()
    assert lines[0].startswith("81 fin, rsv, opcode FIN=1 · opcode 1 The last frame of its message")
    assert any(
        line.startswith("37 fa 21 3d masking key") and line.endswith("RFC 6455 §5.3") for line in lines
    )
    assert not any("separator" in line for line in lines)


def test_a_range_across_two_reads_is_marked(opened, samples):
    page = opened(html_of(samples.fragments()))
    pick(page, 6)
    assert page.get_attribute("b.rw-read", "data-byte") == "9"
    assert "2 reads" in page.inner_text(".rw-hd")
    caps = page.eval_on_selector_all(".rw-cap", "caps => caps.map(cap => cap.firstChild.textContent)")
    assert [cap.split(",")[0] for cap in caps] == ["on the wire", "unmasked", "reassembled"]


def test_faults_show_what_arrived_and_what_was_sent(opened, samples):
    page = opened(html_of(samples.faults()))
    pick(page, 2)
    assert page.eval_on_selector_all(
        ".rw-cap", "caps => caps.slice(0, 2).map(cap => cap.firstChild.textContent)"
    ) == [
        "arrived",
        "sent on instead",
    ]
    assert page.eval_on_selector_all("b.rw-diff", "bytes => bytes.map(byte => byte.textContent)") == [
        "9f",
        "8f",
    ]
    assert [state for state in states(page) if state != "passed the tap"] == [
        "passed the tap, tamper",
        "passed the tap, inject",
        "passed the tap, delay",
        "incomplete: the rest has not come",
        "cut: never sent on, cut",
    ]


@pytest.mark.parametrize(
    ("query", "where", "hits"),
    [
        ("still there", "any", 2),
        ("STILL", "text", 2),
        ("opcode 9", "fields", 1),
        ("81 05", "bytes", 0),
        ("88 06 03e8", "bytes", 1),
        ("other end", "any", 1),
    ],
)
def test_search(opened, samples, query, where, hits):
    page = opened(html_of(samples.fragments()))
    page.focus(".rw-seq")
    press(page, "/")
    page.select_option(".rw-find select >> nth=0", where)
    page.keyboard.type(query)
    page.fill(".rw-find input[type=search]", query)
    said = "1 hit" if hits == 1 else f"{hits} hits"
    page.wait_for_function(
        "said => document.querySelector('.rw-find .rw-meta').textContent === said", arg=said
    )


def test_filters(opened, samples):
    page = opened(html_of(samples.fragments()))
    page.click("[aria-label='Search (/)']")
    page.select_option(".rw-find select >> nth=1", "client")
    page.wait_for_function("document.querySelectorAll('.rw-msg').length === 7")
    page.fill(".rw-find input[type=search]", "CLOSE")
    page.check(".rw-find input[type=checkbox]")
    page.wait_for_function("document.querySelectorAll('.rw-msg').length === 1")
    page.press(".rw-find input[type=search]", "Escape")
    page.wait_for_function("document.querySelectorAll('.rw-msg').length === 7")


def test_everything_by_keyboard(opened, samples):
    page = opened(html_of(samples.hello()))
    page.evaluate(COPIED)
    page.focus(".rw-seq")
    press(page, "End", "ArrowUp", "k")
    assert page.inner_text(".rw-hd .rw-soft") == "“Hello”"
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    assert explained(page) == "masking key"
    press(page, "h", "y", "t")
    page.wait_for_function("copied.length === 3")
    assert page.evaluate("copied") == ["37 fa 21 3d", 'b"7\\xfa!="', "7�!="]
    page.focus(".rw-tree")
    press(page, "ArrowDown", "ArrowDown")
    assert explained(page) == "unmasked"
    press(page, "ArrowLeft", "ArrowLeft")
    assert explained(page) == "payload"
    page.focus(".rw-hex .rw-lines")
    press(page, "Home", "ArrowRight")
    assert page.inner_text(".rw-byte") == "byte 1: 0x85 = 133 = 1000 0101"
    press(page, "?")
    page.locator(".rw-help").wait_for()
    press(page, "Escape")
    assert not page.is_visible(".rw-help")
    press(page, "s", "s")
    assert states(page) == ["passed the tap", "waits at the tap"]


def test_tab_reaches_every_part(opened, samples):
    page = opened(html_of(samples.hello()))
    pick(page, 2)
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.focus(".rw-tools button >> nth=0")
    reached = []
    for _ in range(20):
        press(page, "Tab")
        reached.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    for part in ("rw-primary", "SUMMARY", "rw-seq", "rw-lines", "rw-bits", "rw-tree", "rw-small"):
        assert any(part in name for name in reached), (part, reached)


def test_after_a_byte_that_was_put_in_the_rest_is_what_it_was(opened, samples):
    script = samples.opened()
    was = samples.frame(1, b"Hello")
    script.say(samples.SERVER, was, fault="tamper", data=was[:4] + b"!" + was[4:])
    page = opened(html_of(script))
    pick(page, 2)
    assert page.eval_on_selector_all("b.rw-diff", "bytes => bytes.map(byte => byte.textContent)") == ["21"]


def test_an_error_of_the_code_stands_at_its_side_and_travels_nowhere(opened, samples):
    script = samples.hello()
    script.trace.append(
        Mark(
            "chat",
            script.now,
            script.now,
            "error · NameError: name 'HELLO' is not defined",
            0,
            samples.SERVER,
        )
    )
    page = opened(html_of(script))
    row = page.locator(".rw-msg").last
    assert row.locator(".rw-lab").inner_text() == "chat NameError: name 'HELLO' is not definederror"
    assert row.locator(".rw-leg").count() == 0
    ring, server = (
        one.bounding_box() for one in (row.locator(".rw-ring"), page.locator(".rw-who.rw-server"))
    )
    assert abs(ring["x"] + ring["width"] / 2 - server["x"] - server["width"] / 2) < 2
    row.click()
    assert page.locator(".rw-pill").inner_text() == "at the server"


def test_saves_the_trace(opened, samples, tmp_path):
    script = samples.faults()
    script.trace.append(Mark("chat", script.now, script.now, "error · NameError: oh", 0, samples.SERVER))
    page = opened(html_of(script))
    for label, name in [("Trace (.ndjson)", "wire.ndjson"), ("For Wireshark (.pcapng)", "wire.pcapng")]:
        page.click(".rw-menu summary")
        with page.expect_download() as waiting:
            page.click(f"text={label}")
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
    assert ndjson.load((tmp_path / "wire.ndjson").read_text("utf-8")) == script.trace
    assert (tmp_path / "wire.pcapng").read_bytes() == pcapng.write(script.trace)


def test_without_javascript_every_byte_is_readable(opened, samples):
    page = opened(html_of(samples.hello()), java_script_enabled=False)
    assert page.locator("details").count() == 5
    page.click("summary >> nth=2")
    assert "81 85 37 fa 21 3d 7f 9f 4d 51 58" in page.inner_text("details >> nth=2")
    assert "masking key" in page.inner_text("details >> nth=2")


def test_fifty_hostile_payloads_show_as_text(opened, samples):
    headers = [re.sub(r"[\x00-\x1f]", "", text).encode() for text in HOSTILE]
    script = samples.opened(headers=tuple(b"X-%d: %s" % item for item in enumerate(headers)))
    for text in HOSTILE:
        script.say(samples.CLIENT, samples.frame(1, text.encode(), masked=True))
        script.say(samples.SERVER, samples.frame(1, text.encode()))
    script.say(samples.SERVER, samples.frame(8, b"\x03\xe8<img src=x onerror=alert(1)>"))
    page = opened(html_of(script, title="<b>title</b>"))
    page.focus(".rw-seq")
    for _ in range(len(HOSTILE) * 2 + 2):
        page.keyboard.press("j")
    counts = page.evaluate("""() => Array.from(document.querySelectorAll('wire-view *'), (e) => e.tagName)
        .filter((tag) => /SCRIPT|IMG|IFRAME|STYLE|BASE|MATH|TEMPLATE/.test(tag))""")
    assert counts == []
    assert page.inner_text(".rw-top strong") == "<b>title</b>"
    assert "<img src=x onerror=alert(1)>" in page.inner_text(".rw-hd")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(360, "dark"), (1600, "light")]
    + [pytest.param(*look, marks=pytest.mark.slow) for look in [(360, "light"), (1600, "dark")]],
)
@pytest.mark.parametrize("sample", ["fragments", "several", "faults"])
def test_axe_finds_nothing_and_nothing_overflows(opened, samples, axe, width, scheme, sample):
    page = opened(
        html_of(getattr(samples, sample)()), color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page.focus(".rw-seq")
    press(page, "/", "Escape", "j", "j", "j", "ArrowRight", "ArrowRight")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    found = page.evaluate("""axe.run('wire-view', { preload: false }).then((found) =>
        found.violations.map((v) => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))""")
    assert found == []


def test_the_theme_chosen_on_the_page_wins(opened, samples):
    colours = {}
    for theme in ("light", "dark"):
        page = opened(
            html_of(samples.hello()), theme=theme, color_scheme="dark" if theme == "light" else "light"
        )
        colours[theme] = page.eval_on_selector(".rw-wire", "wire => getComputedStyle(wire).backgroundColor")
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(27, 31, 37)"}


@pytest.mark.parametrize(("motion", "moving"), [("no-preference", True), ("reduce", False)])
def test_an_arrow_travels_unless_motion_is_reduced(opened, samples, motion, moving):
    page = opened(html_of(samples.hello()), reduced_motion=motion)
    durations = page.evaluate("""() => { const step = document.querySelector('.rw-primary');
        step.click();
        step.click();
        return document.getAnimations().map((one) => one.effect.getTiming().duration) }""")
    assert bool(durations) is moving
    assert all(150 <= duration <= 250 for duration in durations)


def test_one_connection_of_several(opened, samples):
    page = opened(html_of(samples.several()))
    assert page.get_attribute(".rw-seq", "data-clients") == "3"
    page.click("[aria-label='Search (/)']")
    page.select_option("[aria-label=Connection]", "connection 2")
    page.wait_for_function("document.querySelectorAll('.rw-msg').length === 6")
    assert set(page.eval_on_selector_all(".rw-which", "lanes => lanes.map(lane => lane.textContent)")) == {
        "2"
    }


def test_the_names_of_many_clients_leave_room_for_the_tap(opened, samples):
    script = samples.Script()
    for number in range(7):
        script.say(Side.CLIENT, b"GET / HTTP/1.1\r\n\r\n", connection=number, held=True)
    page = opened(html_of(script), viewport={"width": 1100, "height": 900})
    boxes = [head.bounding_box() for head in page.locator(".rw-heads .rw-who").all()]
    assert len(boxes) == 6 + 2
    assert all(one["x"] + one["width"] <= after["x"] for one, after in pairwise(boxes))


def test_an_error_says_its_first_sentence_and_the_rest_on_demand(opened, samples):
    page = opened(html_of(samples.hello()))
    error = "nothing to step within 5 s. The tap <b>'a'</b> holds nothing. The tap 'b' holds nothing."
    page.evaluate(
        "error => document.querySelector('wire-view').viewer.done({ error, live: true, holding: true })",
        error,
    )
    assert page.inner_text(".rw-status").splitlines() == ["nothing to step within 5 s.", "More"]
    page.click(".rw-status summary")
    assert "The tap <b>'a'</b> holds nothing. The tap 'b'" in page.inner_text(".rw-status")
    page.evaluate(
        "document.querySelector('wire-view').viewer.done({ error: 'gone', live: true, holding: true })"
    )
    assert page.inner_text(".rw-status") == "gone"
