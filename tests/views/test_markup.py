"""Markup as data: whatever a text says, it comes out as that text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.views.markup import element, markup
from tests.views.hostile_texts import HOSTILE


class Read(HTMLParser):
    """What a parser makes of it: tags, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.named: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.named += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_writes_elements_in_order():
    node = element("g", element("title", "a < b"), element("rect", x=1, stroke_dasharray="3 2"), data_at="0")
    assert markup(node) == '<g data-at="0"><title>a &lt; b</title><rect x="1" stroke-dasharray="3 2"/></g>'


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_one_text_and_one_attribute(text: str):
    read = Read(markup(element("p", text, aria_label=text)))
    assert (read.tags, read.named, read.text) == (["p"], [("aria-label", text)], text)


@given(st.text())
def test_any_text_comes_back(text: str):
    read = Read(markup(element("p", text, aria_label=text)))
    assert (read.tags, len(read.named)) == (["p"], 1)
    assert read.text == text.encode("utf-8", "backslashreplace").decode()


def test_half_a_surrogate_pair_is_written_out():
    assert markup("\ud800") == "\\ud800"
