"""A program that refuses, or never ends, is a sentence."""

import sys

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.programs import in_python, last_words, on_path, run_program


def refusal(said):
    return CourseError("soup", last_words(said))


def run(code, folder, **options):
    options = {"patience": 60, "refusal": refusal} | options
    run_program("soup", [sys.executable, "-c", code], folder, **options)


def test_it_runs_in_its_folder_with_its_settings(tmp_path):
    code = "import os, sys; assert not sys.stdin.read(); open('said', 'w').write(os.environ['SALT'])"
    run(code, tmp_path, env={"SALT": "much"})
    assert (tmp_path / "said").read_text() == "much"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print('no salt'); raise SystemExit(1)", "soup: no salt"),
        ("import sys; sys.exit('no pot')", "soup: no pot"),
        ("raise SystemExit(2)", "soup: it failed silently"),
    ],
)
def test_what_it_says_last_is_why(tmp_path, code, words):
    with pytest.raises(CourseError, match=words):
        run(code, tmp_path)


def test_one_that_does_not_end_is_ended(tmp_path):
    with pytest.raises(CourseError, match=r"soup: not done after 0.5 s; to mend it: run it again"):
        run("import threading; threading.Event().wait()", tmp_path, patience=0.5)


def test_where_a_program_is(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert on_path("soup", "-v") == in_python("no_such_module") == []
    (tmp_path / "soup").touch(mode=0o755)
    assert on_path("soup", "-v") == [str(tmp_path / "soup"), "-v"]
    assert in_python("json", "-m", "json") == [sys.executable, "-m", "json"]
