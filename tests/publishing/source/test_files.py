"""A file that cannot be read is one sentence with file, line and remedy, and closes nothing else."""

import json

import pytest
from nbconvert.utils.exceptions import ConversionException

from helpers.publishing.cli import main
from helpers.publishing.errors import CourseError
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.source.files import read_json, read_text
from tests.publishing.publishing_samples import lesson, make_course_folder

BOM = b"\xef\xbb\xbf"
TWO = {"1a-hello": lesson(), "1b-next": lesson("Next", order="1B", path="next", icon="", body="# Next\n")}
PAIR = "course pair lessons/1a-hello.md"


def conflict(data):
    return data.replace(b"Some prose", b"<<<<<<< HEAD\nSome prose\n=======\nMore\n>>>>>>> other")


LESSONS = {
    "a mark": (lambda data: BOM + data, "lessons/1a-hello.md:1: begins with a byte-order mark"),
    "Latin-1": (lambda data: data + "é".encode("latin-1"), "lessons/1a-hello.md:26: byte 0xe9 is not UTF-8"),
    "a conflict": (conflict, "lessons/1a-hello.md:21: a conflict that git left there"),
    "broken YAML": (
        lambda data: data.replace(b"title: Hello", b"title: [Hello"),
        "lessons/1a-hello.md:13: not valid YAML",
    ),
}
NOTEBOOKS = {
    "a mark": (lambda data: BOM + data, "notebooks/1a-hello.ipynb:1: begins with a byte-order mark"),
    "nothing": (lambda _: b"", "notebooks/1a-hello.ipynb:1: is empty; to mend it: " + PAIR),
    "half": (lambda data: data[: len(data) // 2], "is no whole notebook"),
    "a list": (lambda _: b"[]", "notebooks/1a-hello.ipynb:1: is no notebook of cells; to mend it: " + PAIR),
    "no cells": (lambda _: b'{"cells": [1]}', "notebooks/1a-hello.ipynb:1: is no notebook of cells"),
    "a conflict": (lambda data: b"<<<<<<< HEAD\n" + data, ":1: a conflict that git left there"),
}
BROKEN = {
    **{f"{name} in a lesson": ("lessons/1a-hello.md", *row) for name, row in LESSONS.items()},
    **{f"{name} in a notebook": ("notebooks/1a-hello.ipynb", *row) for name, row in NOTEBOOKS.items()},
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = make_course_folder(tmp_path / "course", TWO)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(params=BROKEN)
def broken(request, root):
    """A course with one broken file; its name and what is said of it."""
    name, change, said = BROKEN[request.param]
    (root / name).write_bytes(change((root / name).read_bytes()))
    return name, said


def test_check_has_one_finding(broken, capsys):
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert broken[1] in out.replace("unreadable: ", "")
    assert "1 finding in" in out


def test_pair_refuses_it_and_brings_the_other_in_step(broken, root, capsys):
    before = (root / broken[0]).read_bytes()
    (root / "notebooks" / "1b-next.ipynb").unlink()
    assert main(["pair"]) == 1
    out = capsys.readouterr().out
    assert "wrote notebooks/1b-next.ipynb" in out
    assert broken[1] in out
    assert (root / broken[0]).read_bytes() == before


def test_publish_stops_before_it_runs_anything(broken, root, capsys):
    assert main(["publish"]) == 1
    said = capsys.readouterr()
    assert broken[1] in said.err
    assert "1/2" not in said.out
    assert not (root / "site").exists()


def test_lab_opens_the_others(broken, root, capsys, monkeypatch):
    class Started(Exception):
        """Instead of JupyterLab."""

    def start(program, command):
        raise Started

    monkeypatch.setattr("os.execv", start)
    with pytest.raises(Started):
        main(["lab", "1B", "--no-browser"])
    assert (root / "work" / "1b-next.ipynb").is_file()
    assert (broken[1] in capsys.readouterr().out) == broken[0].endswith(".ipynb")


def test_nbconvert_converts_the_others(broken, root, caplog):
    name, said = broken
    suffix = name.rpartition(".")[2]
    with pytest.raises(ConversionException) as caught:
        CourseExporter().from_filename(name)
    assert said in str(caught.value)
    html, _ = CourseExporter().from_filename(f"{name.partition('/')[0]}/1b-next.{suffix}")
    assert "<title>Next" in html


def test_a_stray_notebook_is_skipped_and_named(root, capsys):
    stray = root / "notebooks" / "Untitled.ipynb"
    stray.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert main(["check"]) == 0
    assert main(["pair"]) == 0
    assert capsys.readouterr().out.count("notebooks/Untitled.ipynb: is no lesson of this course") == 2
    assert not (root / "lessons" / "Untitled.md").exists()
    html, _ = CourseExporter().from_filename("notebooks/1b-next.ipynb")
    assert "<title>Next" in html


def test_windows_line_ends_are_read_as_ours(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"one\r\ntwo\r\n")
    assert read_text(path) == "one\ntwo\n"


def test_a_notebook_without_lesson_is_restored_from_git(tmp_path):
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "x.ipynb"
    path.write_text("")
    with pytest.raises(CourseError, match=r"git checkout -- notebooks/x\.ipynb"):
        read_json(path)
