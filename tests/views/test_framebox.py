"""The frame box in Python: its data, its static rows, and how its Send button reaches a callable of the kernel."""

import asyncio
import json
import re
import sys

import pytest

from helpers.protocols.websocket.frames import Frame
from helpers.views import hub as hub_module
from helpers.views.framebox import FrameBox
from helpers.views.hub import KEPT_ACTIONS, Hub
from helpers.views.show import show
from helpers.vocabulary import Side

HELLO = bytes.fromhex("818537fa213d7f9f4d5158")


def data_of(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])


def test_holds_the_bytes_and_who_reads_them():
    assert data_of(FrameBox(HELLO).html()) == {
        "title": "A frame, bit by bit",
        "frame": HELLO.hex(),
        "reader": "server",
    }
    frame = Frame(True, 9, b"", mask_key=None)
    assert data_of(FrameBox(frame, Side.CLIENT, title="a ping").html()) == {
        "title": "a ping",
        "frame": "8900",
        "reader": "client",
    }


def test_static_rows_say_every_byte_and_its_meaning():
    html = FrameBox(HELLO).html()
    for words in (
        "81 85 37 fa 21 3d 7f 9f 4d 51 58",
        "masking key",
        "48 65 6c 6c 6f",
        "FIN = 1",
        "RFC 6455 §5.3",
    ):
        assert words in html
    assert html.count('class="rerun"') == 1
    assert "must close with 1002" in FrameBox(b"\x83\x80" + bytes(4)).html()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "A frame, bit by bit: "),
        (b"\x81", "A frame, bit by bit: TEXT incomplete"),
        (HELLO + b"\x89", "A frame, bit by bit: TEXT “Hello”, PING incomplete"),
        (HELLO + HELLO, "A frame, bit by bit: TEXT “Hello”, TEXT “Hello”"),
    ],
)
def test_as_text(data, text):
    assert FrameBox(data).text().splitlines()[0] == text
    assert FrameBox(bytes(100)).text().endswith(" …")


def test_hostile_bytes_are_escaped():
    box = FrameBox(Frame(True, 1, b"</script><img src=x onerror=alert(1)>"), title="<b>")
    assert "<img" not in box.html()
    assert "<b>&lt;b&gt;</b>" in box.html()
    assert box.html().count("</script>") == 1


def test_has_no_id_where_no_loop_runs():
    assert "data-view" not in FrameBox(HELLO)._repr_mimebundle_()["text/html"]


class Line:
    """A hub in place of the kernel's, its carrier, and what it sends."""

    def __init__(self, monkeypatch):
        self.sent = asyncio.Queue()
        self.hub = Hub(self, loop=asyncio.get_running_loop())
        monkeypatch.setattr(hub_module, "_hubs", [self.hub])

    def send(self, message):
        self.sent.put_nowait(message)

    def listen(self, receive):
        self.receive = receive

    async def ask(self, box, **content):
        html = box._repr_mimebundle_()["text/html"]
        view = re.search(r'data-view="(\w+)"', html)[1]
        self.receive({"view": view, **content})
        return {k: v for k, v in (await asyncio.wait_for(self.sent.get(), 5)).items() if k != "view"}


def test_send_calls_what_it_was_given(monkeypatch):
    async def later(data):
        await asyncio.sleep(0)
        return f"sent {len(data)} bytes"

    async def scene():
        line, got = Line(monkeypatch), []
        assert await line.ask(FrameBox(HELLO, send=got.append), kind="open", version=0) == {"kind": "offered"}
        assert await line.ask(FrameBox(HELLO, send=got.append), kind="act", data="8900") == {
            "kind": "done",
            "said": "",
        }
        assert got == [b"\x89\x00"]
        assert await line.ask(FrameBox(HELLO, send=later), kind="act", data="8900") == {
            "kind": "done",
            "said": "sent 2 bytes",
        }

    asyncio.run(scene())


def test_what_goes_wrong_is_said(monkeypatch):
    def closed(_):
        raise LookupError("no connection is open")

    async def scene():
        line = Line(monkeypatch)
        answers = [
            await line.ask(FrameBox(HELLO, send=closed), kind="act", data=data) for data in ("8900", "no hex")
        ]
        assert [one["error"].partition(":")[0] for one in answers] == ["LookupError", "ValueError"]

    asyncio.run(scene())


def test_a_hub_keeps_the_newest_actions_only(monkeypatch):
    async def scene():
        line = Line(monkeypatch)
        for _ in range(KEPT_ACTIONS + 10):
            FrameBox(HELLO, send=print)._repr_mimebundle_()
        assert len(line.hub._actions) == KEPT_ACTIONS
        line.hub._handle({"kind": "act", "view": next(iter(line.hub._actions)), "data": 5})
        line.hub._handle({"kind": "act", "view": "nobody", "data": "00"})
        assert line.sent.empty()

    asyncio.run(scene())


def test_show_displays_it(monkeypatch):
    shown = []
    monkeypatch.setattr(sys.modules["helpers.views.show"], "display", shown.append)
    box = FrameBox(HELLO)
    show(box)
    assert shown == [box]
