"""``course measure``: results in a folder, more of them when it is called again, and the limits of a system named."""

import os
import signal
import subprocess
import sys

import pytest

from helpers.measure.__main__ import main
from helpers.measure.book import Book
from helpers.publishing import cli
from helpers.publishing.hand_over import command

OPTIONS = ["--plan", "short", "--way", "sse", "--clients", "2", "--rounds", "1", "--every", "0.1"]


def test_it_writes_a_book_a_table_and_plots(tmp_path, capsys):
    assert main([*OPTIONS, "--output", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "measured.ndjson",
        "measured.csv",
        "p50-2.svg",
        "p99-2.svg",
        "cpu-2.svg",
    }
    assert "2/2 done" in capsys.readouterr().out
    assert main([*OPTIONS, "--output", str(tmp_path)]) == 0
    assert "0/0 done" in capsys.readouterr().out


def test_an_interrupt_keeps_what_was_measured(tmp_path):
    command = [sys.executable, "-m", "helpers.measure", "--rounds", "9", "--clients", "2", "--way", "sse"]
    process = subprocess.Popen(
        [*command, "--output", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if " 1/" in line:
            process.send_signal(signal.SIGINT)
            break
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "what was measured is kept" in errors
    assert "Traceback" not in errors
    assert len(list(Book(tmp_path / "measured.ndjson").results("counts"))) == 1


def test_the_course_command_hands_over(monkeypatch):
    def execv(program, arguments):
        raise SystemExit(arguments)

    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(SystemExit) as told:
        cli.main(["measure", "--plan", "short", "--serve"])
    assert told.value.code == command("helpers.measure", "--plan", "short", "--serve")
