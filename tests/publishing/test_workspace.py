import json

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.source.pairing import pair
from helpers.publishing.workspace import find_notebook, update_workspace
from tests.publishing.publishing_samples import lesson, make_course_folder

TWO = {
    "1a-hello": lesson(),
    "2a-a": lesson("A", order="2A", section="Polling", path="a", icon="loop", body="# A\n"),
}


@pytest.fixture
def root(tmp_path):
    return make_course_folder(tmp_path / "course", TWO)


def done(root):
    return {update.path.name: update.done for update in update_workspace(root)[0]}


def mine(root):
    return root / "work" / "1a-hello.ipynb"


def answer(root):
    data = json.loads(mine(root).read_text())
    data["cells"][1]["source"] = ["my answer"]
    data["cells"][1]["outputs"] = []
    mine(root).write_text(json.dumps(data))


def change_lesson(root):
    path = root / "lessons" / "1a-hello.md"
    path.write_text(path.read_text().replace("Some prose", "Better prose"))
    pair(root)


def test_a_first_start_copies_all(root):
    assert done(root) == {"1a-hello.ipynb": "new", "2a-a.ipynb": "new"}
    assert mine(root).read_bytes() == (root / "notebooks" / "1a-hello.ipynb").read_bytes()


def test_nothing_to_do_leaves_outputs_alone(root):
    update_workspace(root)
    data = json.loads(mine(root).read_text())
    data["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
    mine(root).write_text(json.dumps(data))
    before = mine(root).read_bytes()
    assert done(root)["1a-hello.ipynb"] == ""
    assert mine(root).read_bytes() == before


def test_an_untouched_copy_follows_the_lesson(root):
    update_workspace(root)
    change_lesson(root)
    assert done(root)["1a-hello.ipynb"] == "updated"
    assert "Better prose" in mine(root).read_text()


def test_an_answer_is_never_touched(root):
    update_workspace(root)
    answer(root)
    before = mine(root).read_bytes()
    change_lesson(root)
    ((first, _), _) = update_workspace(root)
    assert first.done == "kept"
    assert "1a-hello.new.ipynb" in str(first)
    assert mine(root).read_bytes() == before
    assert "Better prose" in (root / "work" / "1a-hello.new.ipynb").read_text()
    assert done(root)["1a-hello.ipynb"] == ""
    assert mine(root).read_bytes() == before


def test_an_unreadable_copy_is_kept_too(root):
    update_workspace(root)
    mine(root).write_text("half a noteb")
    change_lesson(root)
    assert done(root)["1a-hello.ipynb"] == "kept"
    assert mine(root).read_text() == "half a noteb"


@pytest.mark.parametrize("order", ["", "1A", "1a", "hello", "1a-hello"])
def test_a_lesson_is_found_by_any_of_its_names(root, order):
    assert find_notebook(root, order) == "1a-hello.ipynb"


def test_an_unknown_lesson_lists_the_known(root):
    with pytest.raises(CourseError, match="lesson 9Z: not in this course; expected one of 1A, 2A"):
        find_notebook(root, "9Z")


def test_no_notebook_says_how_to_make_them(root):
    for path in (root / "notebooks").iterdir():
        path.unlink()
    with pytest.raises(CourseError, match="course pair"):
        find_notebook(root)
