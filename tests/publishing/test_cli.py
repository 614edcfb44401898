import os

import pytest

from helpers.publishing.cli import main
from tests.publishing.publishing_samples import lesson, make_course_folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = make_course_folder(tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


def test_check_is_silent_and_zero_when_all_is_well(root, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "0 findings in _config.yml, lessons/ and notebooks/\n"


def test_check_names_lint_and_stale_pairs(root, capsys):
    path = root / "lessons" / "1a-hello.md"
    path.write_text(path.read_text() + "\n\nMore.\n")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "lessons/1a-hello.md:27: two-blank-lines" in out
    assert "to mend it: course pair lessons/1a-hello.md" in out


def test_pair_writes_and_says_what(root, capsys):
    (root / "notebooks" / "1a-hello.ipynb").unlink()
    assert main(["pair"]) == 0
    assert "wrote notebooks/1a-hello.ipynb" in capsys.readouterr().out


def test_lab_hands_over_to_jupyterlab(root, capsys, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, command: started.append(command))
    with pytest.raises(TypeError):  # execv does not come back; the stand-in does
        main(["lab", "--no-browser", "--ServerApp.token=x"])
    assert "--ServerApp.token=x" in started[0]
    assert (root / "work" / "1a-hello.ipynb").is_file()
    assert "new     1a-hello.ipynb" in capsys.readouterr().out


def test_an_error_is_a_sentence_and_one(root, capsys):
    assert main(["lab", "9Z"]) == 1
    assert capsys.readouterr().err.startswith("course: lesson 9Z: not in this course")


def test_outside_a_course(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    assert "change into the course's folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["check", "--colour"], ["pair", "nothing.md"], [], ["publish", "--jobs", "99"]]
)
def test_wrong_arguments_end_with_usage(root, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_publish_makes_the_site(root, capsys):
    (root / "lessons" / "1a-hello.md").write_text(lesson(body="# Hello\n"))
    main(["pair"])
    assert main(["publish"]) == 0
    assert "open site/index.html" in capsys.readouterr().out
