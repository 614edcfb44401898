"""The frame box on a published page: Chromium, file://, no server and no request."""

import pytest

from helpers.protocols.websocket.frames import Frame
from helpers.views.framebox import FrameBox
from helpers.vocabulary import Side

pytestmark = pytest.mark.browser

KEY = bytes.fromhex("37fa213d")
HELLO = Frame(True, 1, b"Hello", mask_key=KEY)


def box(frame=HELLO, reader=Side.SERVER):
    return FrameBox(frame, reader).html()


def said(page):
    return page.locator(".rw-verdict li").all_inner_texts()


def wire(page):
    return page.inner_text(".rw-bytes code")


def flip(page, *bits):
    for bit in bits:
        page.click(f'[data-bit="{bit}"]')


def control(page, label):
    return page.get_by_label(label, exact=True)


def test_draws_the_frame(opened):
    page = opened(box())
    assert wire(page) == "81 85 37 fa 21 3d 7f 9f 4d 51 58"
    assert said(page) == ["gives the text “Hello” to the application."]
    assert page.locator(".rw-flip").count() == 88
    names = page.locator(".rw-run small").all_inner_texts()
    assert [name for name in names if name.strip()] == [
        *("FIN", "RSV1", "RSV2", "RSV3", "opcode", "MASK", "length", "masking key", "payload"),
    ]
    assert page.locator(".rw-static, .rerun").count() == 0


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        ([0], "keeps what it has, and waits for the rest of the message."),
        ([1], "closes with 1002, protocol error: reserved bits 100 without an extension."),
        ([6], "closes with 1002, protocol error: reserved opcode 3."),
        ([4], "answers the ping with a pong of the same 5 bytes."),
        ([8], "closes with 1002, protocol error: a client's frame that is not masked."),
        ([9], "waits for 64 more bytes of this frame."),
        ([48], "closes with 1007, invalid data: c8 65 6c 6c is not UTF-8."),
        ([1, 1], "gives the text “Hello” to the application."),
    ],
)
def test_every_bit_can_be_flipped(opened, bits, expected):
    page = opened(box())
    flip(page, *bits)
    assert expected in said(page)[0]


def test_a_shorter_length_shows_where_the_next_frame_begins(opened):
    page = opened(box())
    flip(page, 13)
    assert said(page)[0] == "gives the text “H” to the application."
    assert "reserved bits 001" in said(page)[1]
    assert page.locator(".rw-cell.rw-fresh .rw-octet").inner_text().startswith("9f")


def test_fields_are_edited_and_the_frame_is_written_anew(opened):
    page = opened(box())
    control(page, "Opcode").select_option("9")
    assert "pong of the same 5 bytes" in said(page)[0]
    assert "8a 05 48 65 6c 6c 6f" in said(page)[0]
    control(page, "Opcode").select_option("1")
    control(page, "Masked").uncheck()
    assert wire(page) == "81 05 48 65 6c 6c 6f"
    control(page, "Who reads it").select_option("client")
    assert said(page) == ["gives the text “Hello” to the application."]
    control(page, "Payload as text").fill("Grüße")
    assert wire(page) == "81 07 47 72 c3 bc c3 9f 65"
    assert control(page, "Payload in hex").input_value() == "47 72 c3 bc c3 9f 65"
    control(page, "Payload in hex").fill("47 72 c3")
    assert "inside a character" in said(page)[0]
    control(page, "Length as").select_option("16")
    assert wire(page) == "81 7e 00 03 47 72 c3"
    assert "length 3 takes 2 bytes, fewer do" in said(page)[0]
    page.get_by_role("button", name="Reset").click()
    assert wire(page) == "81 85 37 fa 21 3d 7f 9f 4d 51 58"


@pytest.mark.parametrize(
    ("size", "form", "start"),
    [(125, "7", "81 fd"), (126, "16", "81 fe 00 7e"), (65536, "64", "81 ff 00 00 00 00 00 01 00 00")],
)
def test_the_length_takes_the_form_it_needs(opened, size, form, start):
    page = opened(box())
    control(page, "Bytes").fill(str(size))
    assert wire(page).startswith(start + " 37 fa 21 3d")
    assert control(page, "Length as").input_value() == form
    assert "gives the text" in said(page)[0]
    assert page.locator(".rw-cell").count() == 40
    assert f"{size + 4 + len(bytes.fromhex(start)) - 40:,} more bytes" in page.inner_text(".rw-rest")
    control(page, "Bytes").fill("5")
    assert wire(page) == "81 85 37 fa 21 3d 7f 9f 4d 51 58"


def test_everything_by_keyboard(opened):
    page = opened(box())
    page.focus('[data-bit="0"]')
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", " "):
        page.keyboard.press(key)
    focused = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused) == "RSV1: 1"
    assert "reserved bits 100" in said(page)[0]
    page.keyboard.press("End")
    assert page.evaluate(focused) == "payload, bit 8 of 8: 0"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.bit") in ("8", "16", "32")
    assert page.locator('[data-bit][tabindex="0"]').count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.bit") is None


def test_sends_where_a_kernel_offers_it(opened):
    page = opened(box())
    assert not page.locator("button", has_text="Send").is_visible()
    page.evaluate("""() => { window.asked = []; window.link = (message) => asked.push(message);
        document.querySelector('frame-box').receive(link, { kind: 'offered' }) }""")
    flip(page, 4)
    page.click("text=Send")
    assert page.evaluate("asked.map(({ kind, data }) => [kind, data])") == [
        ["act", "89 85 37 fa 21 3d 7f 9f 4d 51 58"]
    ]
    page.evaluate(
        "document.querySelector('frame-box').receive(link, { kind: 'done', said: 'the server answered' })"
    )
    assert page.inner_text(".rw-status") == "the server answered"
    page.evaluate(
        "document.querySelector('frame-box').receive(link, { kind: 'done', error: 'LookupError: <b>closed</b>' })"
    )
    assert page.inner_text(".rw-status.rw-error") == "LookupError: <b>closed</b>"
    page.evaluate("document.querySelector('frame-box').lose(link)")
    assert not page.locator("button", has_text="Send").is_visible()


def test_hostile_payloads_show_as_text(opened):
    text = "</script><img src=x onerror=alert(1)>"
    page = opened(FrameBox(Frame(True, 1, text.encode(), mask_key=KEY), title="<b>x</b>").html())
    assert page.inner_text(".rw-top strong") == "<b>x</b>"
    assert page.locator("frame-box img, frame-box script").count() == 0
    assert text in said(page)[0]


def test_without_javascript_bytes_and_meanings_are_there(opened):
    page = opened(box(), java_script_enabled=False)
    assert "81 85 37 fa 21 3d" in page.inner_text("frame-box")
    assert "masking key" in page.inner_text("frame-box")


FRAMES = {
    "hello": HELLO.serialize(),
    "torn": bytes.fromhex("810537fa213d7f9f4d5158"),
    "long": Frame(False, 2, bytes(300), mask_key=KEY).serialize(),
    "half": b"\x81",
}


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(360, "dark"), (1600, "light")]
    + [
        pytest.param(width, scheme, marks=pytest.mark.slow)
        for width, scheme in [(360, "light"), (700, "dark"), (700, "light"), (1600, "dark")]
    ],
)
@pytest.mark.parametrize("frame", FRAMES)
def test_axe_finds_nothing_and_nothing_overflows(opened, axe, width, scheme, frame):
    page = opened(box(FRAMES[frame]), color_scheme=scheme, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    violations = page.evaluate("axe.run('frame-box', { preload: false }).then((found) => found.violations)")
    assert [
        (one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in violations
    ] == []


def test_what_is_no_hex_is_refused_and_said(opened):
    page = opened(box())
    before = wire(page)
    control(page, "Payload in hex").fill("48 zz")
    assert wire(page) == before
    assert page.inner_text(".rw-status").startswith("“zz” is no hex: ")
    assert control(page, "Payload in hex").get_attribute("aria-invalid") is not None
    control(page, "FIN").focus()
    page.wait_for_function("document.querySelector('.rw-status').textContent === ''")
    assert control(page, "Payload in hex").input_value() == "48 65 6c 6c 6f"
    control(page, "Key").fill("zz")
    assert wire(page) == before
    control(page, "Payload in hex").fill("48 69")
    assert wire(page).startswith("81 82")


def test_a_long_reply_is_folded(opened):
    page = opened(box())
    page.evaluate("document.querySelector('frame-box').box.sent('x'.repeat(5000))")
    assert page.locator(".rw-status summary").inner_text() == "x" * 160 + " …"
    assert page.locator(".rw-status").bounding_box()["height"] < 80
    page.evaluate("document.querySelector('frame-box').box.sent('short')")
    assert page.inner_text(".rw-status") == "short"
