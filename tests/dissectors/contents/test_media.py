import pytest

from helpers.dissectors.contents.media import is_text, said_of
from helpers.dissectors.contents.registry import Said


@pytest.mark.parametrize(
    ("media", "text"),
    [
        (None, True),
        ("text/html", True),
        ("text/plain; charset=UTF-8", True),
        ('text/plain; charset="utf-8"', True),
        ("text/plain; charset=latin-1", False),
        ("application/json", True),
        ("application/problem+json", True),
        ("image/svg+xml ; x=y", True),
        ("application/x-ndjson", True),
        ("image/png", False),
    ],
)
def test_what_is_text(media, text):
    assert is_text([("content-type", media)] if media else []) is text


def test_what_a_head_says():
    said = said_of([("Content-Type", "Application/JSON; charset=utf-8")], target="/a")
    assert said == Said(True, "application/json", "", "/a")
    assert said_of([]) == Said(True)
