import os

import pytest

from helpers.publishing.kept import NEWEST, Kept, digest


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "kept", "python 3", suffix=".txt")


def test_what_was_made_of_the_same_is_found_again(kept):
    place = kept.place("one", "a", b"b")
    assert kept.find(place) is None
    kept.keep(place, b"made")
    assert kept.find(kept.place("one", "a", "b")) == b"made"


@pytest.mark.parametrize("made_of", [("a",), ("ab",), ("a", "b", ""), ("b", "a")])
def test_what_was_made_of_something_else_is_not(kept, made_of):
    kept.keep(kept.place("one", "a", "b"), b"made")
    assert kept.find(kept.place("one", *made_of)) is None


def test_nor_what_was_made_by_something_else(kept, tmp_path):
    kept.keep(kept.place("one", "a"), b"made")
    other = Kept(tmp_path / "kept", "python 4", suffix=".txt")
    assert other.find(other.place("one", "a")) is None


def test_of_each_name_the_newest_stay_and_what_was_needed_is_new(kept, tmp_path):
    places = [kept.place("one", str(number)) for number in range(NEWEST + 1)]
    kept.keep(kept.place("one-more", "0"), b"another name")
    for age, place in enumerate(places[:-1]):
        kept.keep(place, b"")
        os.utime(place, (age, age))
    kept.find(places[0])
    kept.keep(places[-1], b"")
    left = {path.name for path in (tmp_path / "kept").iterdir()}
    assert left == {places[0].name, places[-1].name, kept.place("one-more", "0").name}


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nothing(tmp_path):
    (tmp_path / "kept").write_text("a file")
    kept = Kept(tmp_path / "kept")
    kept.keep(kept.place("one"), b"made")
    assert kept.find(kept.place("one")) is None


def test_parts_are_told_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab") == digest(b"ab")
