"""The saved output: whole without a script, and nothing in it that could run."""

import re
from html.parser import HTMLParser

import pytest

from helpers.views.listing import _dump
from helpers.views.wire import WireView

TAGS = "wire-view script div p b details summary pre table thead tbody tr th td code a"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text, self.inside = set(), set(), [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.inside = tag

    def handle_data(self, data):
        if self.inside != "script":
            self.text.append(data)


def parsed(html):
    parser = Tags()
    parser.feed(html)
    return parser


def view_of(script, title="wire"):
    return WireView.of(script.trace, title=title)


def test_a_bundle_has_html_and_text_only(samples):
    assert set(view_of(samples.hello())._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_every_byte_and_explanation_is_there_without_a_script(samples):
    view = view_of(samples.fragments())
    text = " ".join("".join(parsed(view.html()).text).split())
    for row in view.rows:
        assert row.data[:16].hex(" ") in text
        for field in [row.field, *row.field.children]:
            assert " ".join(field.note.split()) in text
    assert "It came in 2 reads: 9 + 18 bytes." in text


def test_only_plain_elements_and_no_handlers(samples):
    parser = parsed(view_of(samples.hello()).html())
    assert parser.tags <= set(TAGS.split())
    assert not any(name.startswith("on") or name == "style" for name in parser.attributes)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--"]
)
def test_hostile_bytes_show_as_text(samples, hostile):
    script = samples.opened(headers=(b"X-Name: " + hostile.encode(),))
    script.say(samples.CLIENT, samples.frame(1, hostile.encode(), masked=True))
    script.say(samples.SERVER, samples.frame(8, b"\x03\xe8" + hostile.encode()))
    view = view_of(script, title=hostile)
    parser = parsed(view.html())
    assert parser.tags <= set(TAGS.split())
    assert hostile in "".join(parser.text)


def test_text_has_a_line_a_message(samples):
    lines = view_of(samples.hello())._repr_mimebundle_()["text/plain"].splitlines()
    assert lines[0] == "wire · 5 messages · 312 B · 2 held at the tap"
    assert lines[3].split() == ["6.1", "ms", "client", "→", "server", "TEXT", "“Hello”", "11", "B"]
    assert "server → client, held" in lines[5]


def test_a_long_trace_is_cut_where_it_says_so(samples):
    html = view_of(samples.long(1500)).html()
    assert "… 500 more messages" in html
    assert html.count("<details") == 60
    static = re.sub(r"<script.*?</script>", "", html)
    assert len(static) < 400_000


def test_a_lone_surrogate_can_be_stored(samples):
    view_of(samples.hello(), title="bad \ud800").html().encode()


def test_an_empty_trace_shows_itself():
    from helpers.trace import Trace

    view = WireView.of(Trace(clock=lambda: 0.0), title="quiet")
    assert "0 messages" in view.html()


def test_lines_that_repeat_are_starred_as_in_hexdump():
    lines = _dump(b"x" * 16 * 5 + b"end").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["<pre>0000", "*", "0050"]
    assert _dump(b"ab" * 16).count("0010") == 1
