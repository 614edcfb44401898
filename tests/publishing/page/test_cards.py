from dataclasses import replace

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.page import cards
from helpers.publishing.page.cards import card_png, card_svg
from helpers.publishing.page.pictures import picture_size
from tests.publishing.publishing_samples import lesson, make_course_folder

DIAGRAM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def course(tmp_path):
    return load_course(make_course_folder(tmp_path / "c", {"1a-hello": lesson()}) / "lessons")


def test_a_card_has_the_size_that_readers_want_and_is_kept(course, tmp_path):
    svg = card_svg(course, course.lessons[0], DIAGRAM)
    png = card_png(svg, tmp_path)
    assert picture_size(png) == (1200, 630)
    assert len(png) < 100_000
    assert [path.read_bytes() for path in tmp_path.glob("*.png")] == [png]
    assert card_png(svg, tmp_path) == png


def test_title_and_diagram_are_drawn(course, tmp_path):
    first = course.lessons[0]
    drawn = [
        card_png(card_svg(course, one, data), tmp_path)
        for one, data in ((first, b""), (first, DIAGRAM), (replace(first, title="Hallo"), b""))
    ]
    assert len(set(drawn)) == 3


def test_a_long_hostile_title_is_broken_and_escaped(course):
    svg = card_svg(course, replace(course.lessons[0], title="<b> & " + "words " * 40))
    assert "<b>" not in svg
    assert svg.count('font-size="84"') == 4


def test_without_what_draws_there_is_no_card(course, tmp_path, monkeypatch):
    monkeypatch.setattr(cards, "find_spec", lambda name: None)
    assert card_png(card_svg(course, course.lessons[0]), tmp_path) == b""
