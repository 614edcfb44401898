"""A new lesson passes every check and runs, as it is written."""

import subprocess
import sys

import pytest

from helpers.publishing.cli import main
from helpers.publishing.errors import CourseError
from helpers.publishing.source.lesson import read_lesson
from helpers.publishing.source.new import new_lesson
from tests.publishing.publishing_samples import make_course_folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = make_course_folder(tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


def test_a_new_lesson_passes_the_checks_and_runs(root, capsys):
    assert main(["new", "2e", "Hello, wörld & all!"]) == 0
    out = capsys.readouterr().out
    assert "wrote lessons/2e-hello-world-all.md and its notebook; open it: course lab --edit 2E" in out
    assert main(["check"]) == 0, capsys.readouterr().out
    notebook = "notebooks/2e-hello-world-all.ipynb"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbmake", notebook]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert "1 passed" in run.stdout, run.stdout + run.stderr


def test_a_lesson_that_is_there_stays(root):
    new_lesson(root, "2E", "First")
    with pytest.raises(CourseError, match=r"2e-first\.md is there already"):
        new_lesson(root, "2E", "Second")


@pytest.mark.parametrize(
    ("order", "title", "said"),
    [
        ("E2", "Title", "expected digits, then capital letters"),
        ("9A", "Title", "section 9 is not in _config.yml"),
        ("2E", "日本語", 'give one: course new 2E "日本語" --path a-name'),
    ],
)
def test_says_what_is_wrong(root, capsys, order, title, said):
    assert main(["new", order, title]) == 1
    assert said in capsys.readouterr().err


def test_a_title_in_any_script_takes_a_path(root, capsys):
    assert main(["new", "2E", "日本語", "--path", "japanese"]) == 0
    assert read_lesson(root / "lessons" / "2e-japanese.md").title == "日本語"
    assert main(["check"]) == 0, capsys.readouterr().out
    assert main(["new", "2F", "x", "--path", "No Path"]) == 1
    assert "expected a slug of small letters" in capsys.readouterr().err
