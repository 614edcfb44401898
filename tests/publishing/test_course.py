import pytest

from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.root import find_root
from tests.publishing.publishing_samples import lesson, make_course_folder

THREE = {
    "2b-b": lesson("B", order="2B", section="Polling", path="b", icon=""),
    "1a-hello": lesson(),
    "2a-a": lesson("A", order="2A", section="Polling", path="a", icon="streams", minutes=7),
}


def test_lessons_stand_in_order_in_their_sections(tmp_path):
    course = load_course(make_course_folder(tmp_path / "c", THREE) / "lessons")
    assert [found.order for found in course.lessons] == ["1A", "2A", "2B"]
    assert [(section.title, section.icon, len(section.lessons)) for section in course.sections] == [
        ("Welcome", "signal", 1),
        ("Polling", "streams", 2),
    ]
    assert (course.minutes, course.sections[1].minutes) == (17, 12)


def test_neighbours(tmp_path):
    course = load_course(make_course_folder(tmp_path / "c", THREE) / "notebooks", suffix=".ipynb")
    first, second, third = course.lessons
    assert course.neighbours(first) == (None, second)
    assert course.neighbours(third) == (second, None)
    assert course.at(second.source) is second


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"order": "1A", "path": "other", "section": "Welcome"},
            "'1A' is also the order of lessons/1a-hello.md",
        ),
        (
            {"order": "1B", "path": "hello", "section": "Welcome"},
            "'hello' is also the path of lessons/1a-hello.md",
        ),
        ({"order": "1B", "path": "x", "section": "Polling"}, "expected 'Welcome' (section 1 in _config.yml)"),
        ({"order": "9A", "path": "x", "section": "Nowhere"}, "expected 'Welcome | Polling'"),
    ],
)
def test_lessons_that_clash_are_named(tmp_path, change, message):
    root = make_course_folder(tmp_path / "c", {"1a-hello": lesson(), "z": lesson("Z", **change)})
    with pytest.raises(CourseError) as caught:
        load_course(root / "lessons")
    assert message in str(caught.value)


def test_the_root_is_found_from_below(tmp_path):
    root = make_course_folder(tmp_path / "c")
    assert find_root(root / "lessons") == root
    with pytest.raises(CourseError, match=r"no _config\.yml here or above"):
        find_root(tmp_path)
