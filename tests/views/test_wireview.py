"""The saved output: whole without a script, and nothing in it that could run."""

import ast
import re
from html.parser import HTMLParser

import pytest

from helpers.views.annotated import Annotated, written
from helpers.views.wireview import WireView
from helpers.vocabulary import Side

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


class Table(HTMLParser):
    """The cells of tables, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def read(text):
    """The bytes that a cell shows."""
    return ast.literal_eval(text).encode() if text[:1] in "'\"" else bytes.fromhex(text)


@pytest.mark.parametrize("sample", ["hello", "fragments", "faults", "several"])
def test_every_byte_stands_once_without_a_script(samples, sample):
    for row in view_of(getattr(samples, sample)()).rows:
        cells = [cells for cells in Table(Annotated().table(row.field, row.data)).rows if cells]
        placed = [(int(at), read(shown)) for at, shown, *_ in cells if at and shown]
        assert b"".join(data for _, data in placed) == row.data
        ends = [0, *(at + len(data) for at, data in placed)]
        assert [at for at, _ in placed] == ends[:-1]


def test_every_explanation_stands_where_it_comes_first(samples):
    view = view_of(samples.fragments())
    text = "".join(parsed(view.html()).text)
    for row in view.rows:
        for field in [row.field, *row.field.children]:
            assert text.count(field.note) == 1 or len(field.note) < 30
    assert "What a field means is said where it comes first." in text
    assert "It came in 2 reads: 9 + 18 bytes." in text


def test_rows_stand_in_order_of_time(samples):
    """A message whose last byte comes late has its place by that, though its first one came before others."""
    script = samples.opened()
    late = samples.frame(1, b"slow", masked=True)
    script.say(samples.CLIENT, late[:3], held=True)
    script.say(samples.SERVER, samples.frame(1, b"quick"))
    script.say(samples.CLIENT, late[3:])
    text = view_of(script)._repr_mimebundle_()["text/plain"]
    assert text.index("quick") < text.index("slow")


def test_bytes_are_text_where_they_are_text():
    assert written(b"GET / HTTP/1.1\r\n") == r"'GET / HTTP/1.1\r\n'"
    assert written(b"\x81\x05Hello") == "81 05 48 65 6c 6c 6f"
    assert "… 1,000 bytes …" in Annotated().dump(bytes(256 + 1000))


def test_a_masking_key_that_looks_like_a_text_is_none(samples, monkeypatch):
    monkeypatch.setattr("tests.views.views_samples.MASK", b"K{%P")
    script = samples.opened()
    script.say(Side.CLIENT, samples.frame(1, b"Hello" * 9, masked=True))
    (key,) = [row for row in Table(view_of(script).html()).rows if row[2:] and row[2].endswith("masking key")]
    assert key[1] == "4b 7b 25 50"


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


def test_a_message_of_many_reads_names_some(samples):
    script = samples.Script()
    reads = [bytes([65 + n % 26]) for n in range(100)]
    script.say(samples.SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *reads)
    html = view_of(script).html()
    assert "It came in 100 reads: 1 + 1 +" in html
    assert " + … + " in html
