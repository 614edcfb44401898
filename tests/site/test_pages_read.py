"""What a page remembers: which lessons were read to their end, and what the learner's own file says of exercises."""

import json

import pytest

pytestmark = pytest.mark.browser
MARKED = "[...document.querySelectorAll('a.read')].map((link) => link.getAttribute('href'))"


def test_the_whole_course_is_beside_every_lesson_folded_but_for_its_section(open_page):
    page = open_page("frames.html")
    sections = page.locator(".siblings")
    assert sections.locator("summary").all_inner_texts() == ["1 Welcome", "2 Polling"]
    assert [one.get_attribute("open") for one in sections.all()] == [None, ""]
    assert sections.locator("a").count() == 3


def test_a_lesson_that_was_read_to_its_end_is_marked_everywhere(open_page, site):
    page = open_page("frames.html", height=500)
    assert page.evaluate(MARKED) == []
    page.locator("nav.next").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.siblings a.read')")
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(MARKED) == ["frames.html"]


def test_a_progress_file_says_what_is_solved_and_goes_nowhere(open_page, tmp_path):
    page = open_page("index.html")
    lesson = page.locator("li").filter(has_text="Frames")
    lesson.evaluate("(item) => item.dataset.exercises = 'unmask read_header'")
    solved = {"unmask": {"checks": 3, "passed": 1.5}, "read_header": {"checks": 1, "passed": None}}
    for text, said, shown in (
        ("{}", "progress.json is no progress file: choose progress.json.", ""),
        (json.dumps({"version": 1, "exercises": solved}), "Solved: 1.", "1 of 2 solved"),
    ):
        (tmp_path / "progress.json").write_text(text)
        page.set_input_files("#progress input", tmp_path / "progress.json")
        page.get_by_text(said).wait_for()
        assert lesson.locator(".solved").inner_text() == shown
