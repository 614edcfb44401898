from collections.abc import Iterator

import pytest

from helpers.dissectors.connection import Dissector
from helpers.dissectors.contents import registry
from helpers.dissectors.contents.registry import Said, buffer, explain, quoted, register
from helpers.dissectors.field import Field

TEXT, BYTES = Said(text=True), Said()


def test_content():
    assert explain(b"", 0, TEXT) == ()
    (json,) = explain(b"[1]", 5, TEXT)
    assert (json.name, json.start, json.end) == ("JSON", 5, 8)
    (data,) = explain(b"[1]", 0, BYTES)
    assert data.name == "data"
    (text,) = explain("é".encode(), 0, TEXT)
    assert (text.name, text.value) == ("text", "é")
    (broken,) = explain(b"a\xff", 0, TEXT)
    assert broken.name == "malformed"
    assert "byte 1 is not: invalid start byte" in broken.note


def test_a_buffer_is_explained_at_the_first_look():
    one = buffer("x", b"a", TEXT)
    assert one.deferred
    assert one.fields[0].name == "text"
    assert not one.deferred
    assert one.fields is one.fields


def test_quotes():
    assert quoted(b"Hello", text=True) == "“Hello”"
    assert quoted(b"Hello", text=False) == "5 bytes"
    assert quoted(b"a\nb\x00", text=True) == "“a b ”"
    assert quoted("é".encode() * 41, text=True) == f"“{'é' * 40}…”"
    assert quoted("😀".encode() * 41, text=True) == f"“{'😀' * 40}…”"


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Contents of the tests' own, for as long as a test lasts."""
    assert Dissector()  # the course's own are registered with it
    monkeypatch.setattr(registry, "_contents", list(registry._contents))
    register(named("type"), media_type="application/toy")
    register(named("ending"), media_type="+toy")
    register(named("subprotocol"), subprotocol="toy.v1")
    register(named("target"), target="/toy/")
    register(
        lambda data, start, said: None, media_type="application/toy"
    )  # none of its own: the next is asked


def named(name):
    return lambda data, start, said: Field(start, start + len(data), name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (Said(media_type="application/toy"), "type"),
        (Said(media_type="text/x+toy", text=True), "ending"),
        (Said(subprotocol="toy.v1", text=True), "subprotocol"),
        (Said(subprotocol="toy.v2", text=True), "text"),
        (Said(target="/toy/?a=b", media_type="application/toy"), "target"),  # the last one that fits
        (Said(target="/toys"), "data"),
    ],
)
def test_a_content_is_chosen_by_what_was_said_of_it(toys, said, name):
    assert [field.name for field in explain(b"abc", 0, said)] == [name]
