"""A picture is derived from its description: each kind, what it says aloud, both themes, what is wrong with it."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.page.pictures import picture_size
from helpers.publishing.pictures.pictures import KINDS, picture, pictures
from helpers.publishing.pictures.sheet import wide
from helpers.publishing.source.pairing import pair, stale

ROOT = Path(__file__).parents[3]
IMAGES = ROOT / "lessons" / "images"
DESCRIBED = sorted(IMAGES.glob("*.picture"))
SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = {
    "sequence": "between: client | server\nclient > server: a < b & c\nserver holds\nserver: hold …\nwait: a while\n"
    "server > client: 200\nclient <> server: both",
    "boxes": "column: one / below\nlabel: by wire\ncolumn: two | three\nback: and again",
    "cells": "units: 8\nruler: 4\nrow: `81` / text = 3 | length = 5\nrow: … the rest = 8",
    "tracks": "time: 10\nlane: one\nspan 0 4: work\nother 2 6: more\nquiet 6 8: sleep\ndown 8 10: off\nlane: two\n"
    "ticks: 0 .5 9\nnote: so on",
}


def drawn(kind: str, lines: str) -> ElementTree.Element:
    return ElementTree.fromstring(
        picture("lessons/images/x.picture", f"{kind}: A title & more\n# why\n{lines}\n")
    )


def words(svg: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def test_every_kind_has_a_sample():
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_shows_to_those_who_do_not_see_it(kind):
    svg = drawn(kind, SAMPLES[kind])
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "name what"
    assert [one.text for one in svg.iter(f"{SVG}title")] == ["A title & more"]
    (said,) = (one.text or "" for one in svg.iter(f"{SVG}desc"))
    shown = [word for word in words(svg) if not word.isdigit()]
    assert len(shown) >= 3
    named = {"client", "server", "by wire", "`81`", "81", "text"} if kind in ("sequence", "cells") else set()
    assert [word for word in shown if word.casefold() not in said.casefold() and word not in named] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_outside_of_the_panel(kind):
    svg = drawn(kind, SAMPLES[kind])
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    for one in svg[3:]:  # after title, words and style
        x, y = float(one.get("x", 1)), float(one.get("y", 1))
        assert 0 <= x + float(one.get("width", 0)) <= width
        assert 0 <= y + float(one.get("height", 0)) <= height
        if one.tag == f"{SVG}text":
            room = wide(one.text or "")
            part = {"m": 0.5, "e": 1}.get((one.get("class") or "").rpartition(" ")[2], 0)
            assert x - room * part >= -2
            assert x + room * (1 - part) <= width + 2


def test_two_things_that_overlap_stand_below_each_other():
    svg = drawn("tracks", "time: 10\nlane: one\nspan 0 4: a\nspan 2 6: b\nspan 4 8: c")
    assert len({one.get("y") for one in svg.iter(f"{SVG}rect")}) == 3  # the panel, and two rows


def test_the_colours_of_both_themes_are_in_the_picture_itself():
    svg = picture("x", "cells: T\nrow: a = 32\n")
    assert "@media (prefers-color-scheme: dark)" in svg
    assert '<rect class="panel"' in svg


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "KIND: TITLE"),
        ("circle: T\n", 1, "unknown kind of picture 'circle'"),
        ("sequence: T\n\nclient > server: a\n", 3, "between"),
        ("sequence: T\nbetween: a | b\na > c: x\n", 3, "names somebody"),
        ("sequence: T\nbetween: a | b\nc: x\n", 3, "no line 'c'"),
        ("boxes: T\nlabel: x\n", 2, "need a column"),
        ("boxes: T\ncolumn: a\nrow: x\n", 3, "no line 'row'"),
        ("cells: T\nrow: a = 3 | b\n", 2, "'b' does not end with ="),
        ("tracks: T\nlane: x\n", 2, "begin with time"),
        ("tracks: T\ntime: 3\nlane: x\nspan: y\n", 4, "no line 'span'"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(text, line, said):
    with pytest.raises(CourseError) as caught:
        picture("lessons/images/x.picture", text)
    assert str(caught.value).startswith(f"lessons/images/x.picture:{line}: ")
    assert said in str(caught.value)


@pytest.fixture
def course(tmp_path):
    for folder in ("lessons/images", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "lessons" / "images" / "x.picture").write_text("cells: T\nrow: a = 32\n", "utf-8")
    return tmp_path


def test_pairing_draws_it_and_a_stale_one_is_found(course):
    svg = course / "lessons" / "images" / "x.svg"
    assert str(stale(course)[0]).startswith("lessons/images/x.svg")
    assert pair(course).written == [svg]
    assert stale(course) == []
    svg.write_text(svg.read_text("utf-8").replace("T", "U"), "utf-8")
    assert len(stale(course)) == 1


def test_a_description_that_cannot_be_read_is_a_finding_and_no_traceback(course):
    (course / "lessons" / "images" / "y.picture").write_text("cells: T\nrow: a\n", "utf-8")
    assert "y.picture:2" in str(stale(course)[0])
    assert "y.picture:2" in str(pair(course).refused[0])


def test_what_is_committed_is_what_its_description_says_and_a_lesson_shows_it():
    shown = "".join(lesson.read_text("utf-8") for lesson in (ROOT / "lessons").glob("*.md"))
    for path, text in pictures(ROOT).items():
        assert path.read_text("utf-8") == text
        assert f"](../lessons/images/{path.name})" in shown
        width, _ = picture_size(text.encode()) or (0, 0)
        assert 200 < width <= 640
        assert re.search(r"<desc[^>]*>[^<]{20,}</desc>", text)
    assert len(DESCRIBED) >= 15
