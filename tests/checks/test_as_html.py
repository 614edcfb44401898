"""What a browser makes of HTML is one text, however it was written."""

import pytest

from helpers.checks.judges.as_html import as_html


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a &lt; b</p>", "<P>a &#60; b</P>"),
        ("<p>a &lt; b</p>", "<p>a < b</p>"),
        ('<a href="x&amp;y" title="t">z</a>', "<a title=t href='x&#38;y'>z</a>"),
        ("<li> <p>a</p>\n</li>", "<li><p>a</p></li>"),
        ('<a href="first" href="second">z</a>', '<a href="first">z</a>'),
        ("<input disabled>", '<input disabled="">'),
    ],
)
def test_two_ways_to_write_the_same(one, other):
    assert as_html(one) == as_html(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>&lt;b></p>", "<p><b></p>"),
        ("<p>&amp;lt;</p>", "<p>&lt;</p>"),
        ("<p>a b</p>", "<p>a  b</p>"),
        ('<p title="a">b</p>', "<p>b</p>"),
        ("<p><img src=x onerror=y></p>", "<p><img src=x></p>"),
    ],
)
def test_two_that_differ(one, other):
    assert as_html(one) != as_html(other)


def test_what_is_no_text_stays_what_it_is():
    assert as_html(None) is None
    assert as_html(b"<p>") == b"<p>"
