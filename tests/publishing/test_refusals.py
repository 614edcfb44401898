"""What the system refuses is a sentence with a remedy, and nothing that was there is lost."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.publishing.cli import main
from helpers.publishing.refusals import explain, legible, plain
from tests.publishing.publishing_samples import make_course_folder

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "helpers.publishing"]


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = make_course_folder(tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


def course(root, *arguments, **options):
    """The command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        env=environment,
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "work: Permission denied; to mend it: name a folder that you may write to: course lab --work"),
        (errno.EROFS, "work: Read-only file system; to mend it: name a folder"),
        (errno.ENOSPC, "work: No space left on device; to mend it: make some room"),
        (errno.ENOTDIR, "work: Not a directory; to mend it: it is a file where a folder has to be"),
        (errno.EIO, "work: Input/output error"),
    ],
)  # fmt: skip
def test_an_error_of_the_system_is_a_sentence(root, monkeypatch, capsys, code, said):
    def refuse(*_, **__):
        raise OSError(code, os.strerror(code), str(root / "work"))

    monkeypatch.setattr("helpers.publishing.workspace.update_workspace", refuse)
    assert main(["lab"]) == 1
    assert capsys.readouterr().err.startswith(f"course: {said}")


def test_an_error_without_a_file_is_the_systems():
    assert str(explain(OSError("no more"))) == "the system: no more"


def test_work_that_is_a_file_is_named(root, capsys):
    (root / "work").write_text("mine")
    assert main(["lab"]) == 1
    assert "it is a file where a folder has to be" in capsys.readouterr().err
    assert (root / "work").read_text() == "mine"


def test_an_output_that_is_a_file_is_named(root, capsys):
    (root / "site").write_text("mine")
    assert main(["publish"]) == 1
    assert "is a file; to mend it: name a folder with --output" in capsys.readouterr().err
    assert (root / "site").read_text() == "mine"


def test_the_copy_may_go_elsewhere(root, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, command: started.append(command))
    (root / "lessons" / "images").mkdir()
    (root / "lessons" / "images" / "a.svg").write_text("<svg/>")
    with pytest.raises(TypeError):  # execv does not come back; the stand-in does
        main(["lab", "--work", str(tmp_path / "mine")])
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in started[0]
    assert (tmp_path / "mine" / "work" / "1a-hello.ipynb").is_file()
    assert (tmp_path / "mine" / "lessons" / "images" / "a.svg").is_file()
    assert not (root / "work").exists()


@pytest.mark.parametrize("port", ["99999", "-1", "0", "http"])
def test_what_is_no_port_is_said(root, capsys, port):
    with pytest.raises(SystemExit) as caught:
        main(["lab", f"--port={port}"])
    assert caught.value.code == 2
    assert f"{port} is no port: a number from 1 to 65535" in capsys.readouterr().err


def test_an_old_python_is_said_before_anything_else(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(sys, "version", "3.10.13 (main)")
    monkeypatch.setitem(sys.modules, "helpers.publishing.course", None)  # an import of it would fail
    assert main(["check"]) == 1
    assert "course: this is Python 3.10.13, and the course needs 3.11 or newer" in capsys.readouterr().err


def test_version(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("course ")


def test_a_terminal_without_utf8(root):
    (root / "notebooks" / "1a-hello.ipynb").unlink()
    done = course(root, "pair", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert plain("█░ … 1/2", "utf-8") == "█░ … 1/2"
    assert plain("█░ … 1/2", "ascii") == "#. 1/2"
    assert plain("█", None) == "#"
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    legible(stream)
    stream.write("日")
    stream.flush()
    assert stream.buffer.getvalue() == b"?"


def test_a_reader_that_left_is_no_error(root):
    reading, writing = os.pipe()
    os.close(reading)
    done = course(root, "check", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
