import shutil

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.publish import publish
from helpers.publishing.source.pairing import pair
from tests.publishing.publishing_samples import lesson, make_course_folder

TWO = {
    "1a-hello": lesson(),
    "1b-next": lesson(
        "Next", order="1B", path="next", icon="", body="# Next\n\n```python\nprint(6 * 7)\n```\n"
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = make_course_folder(tmp_path_factory.mktemp("p") / "course", TWO)
    lines = []
    site = publish(root, output=root / "site", jobs=2, say=lines.append)
    return root, site, lines


@pytest.fixture
def copy(published, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(published[0], root)
    return root


def run(root, **options):
    lines = []
    publish(root, output=root / "site", jobs=2, say=lines.append, **options)
    return lines


def test_the_site_is_whole_and_shows_outputs(published):
    _, site, lines = published
    assert {"hello.html", "next.html", "index.html", "404.html", "assets"} <= {
        path.name for path in site.iterdir()
    }
    assert "42" in (site / "next.html").read_text()
    assert lines[-1].startswith("█" * 24 + " 2/2 ")
    assert not list(site.parent.glob(".site*"))


def test_an_unchanged_lesson_is_not_run_again(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("6 * 7", "6 * 8"))
    pair(copy)
    lines = sorted(line.partition("1")[2].split(" ", 1)[1] for line in run(copy))
    assert sum("unchanged" in line for line in lines) == 1
    assert "48" in (copy / "site" / "next.html").read_text()


def test_a_failing_lesson_leaves_the_old_site(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("print(6 * 7)", "1 / 0"))
    pair(copy)
    lines = []
    with pytest.raises(CourseError, match="course lab --edit 1B"):
        publish(copy, output=copy / "site", jobs=2, say=lines.append)
    assert any("cell 2 (1 / 0): ZeroDivisionError: division by zero" in line for line in lines)
    assert "42" in (copy / "site" / "next.html").read_text()
    assert not list(copy.glob(".site*"))


def test_a_folder_that_is_no_site_is_never_replaced(copy):
    (copy / "mine").mkdir()
    (copy / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(CourseError, match="not a site of this course"):
        publish(copy, output=copy / "mine", jobs=2, say=str)
    assert (copy / "mine" / "thesis.txt").read_text() == "x"


def test_a_renamed_lesson_leaves_no_old_page(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("path: next", "path: after"))
    pair(copy)
    run(copy)
    assert not (copy / "site" / "next.html").exists()
    assert (copy / "site" / "after.html").is_file()
