"""The progress file: small, versioned, safe with several kernels; the card says what comes next."""

import json
import subprocess
import sys

import pytest

from helpers.checks import progress, reset_progress
from helpers.checks.catalogue import EXERCISES
from helpers.checks.engine.progress_file import Entry, ProgressFile, folder


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path))
    return tmp_path


def test_the_file_is_small_and_versioned(place):
    file = ProgressFile(clock=lambda: 12.5)
    assert file.record("unmask", passed=False) == (1, "")
    assert file.record("unmask", passed=True) == (2, "")
    assert file.record("unmask", passed=False) == (3, "")
    assert json.loads((place / "progress.json").read_text()) == {
        "version": 1,
        "exercises": {"unmask": {"checks": 3, "passed": 12.5}},
    }
    assert sorted(p.name for p in place.iterdir()) == ["progress.json", "progress.lock"]


def test_without_the_variable_it_is_in_the_users_data_folder(monkeypatch):
    monkeypatch.delenv("REALTIME_PROGRESS_DIR")
    assert folder().name == "realtime-on-the-wire"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": 2, "exercises": {}}',
        '{"version": 1, "exercises": {"unmask": {"checks": "many", "passed": null}}}',
        '{"version": 1, "exercises": {"unmask": 3}}',
        "[" * 100_000,
        "\ud800",
    ],
)
def test_a_corrupt_file_is_set_aside_with_a_message(place, text):
    data = text.encode("utf-8", "surrogatepass")
    (place / "progress.json").write_bytes(data)
    attempt, message = ProgressFile().record("unmask", passed=True)
    assert attempt == 1
    assert "It is kept as " in message
    assert (place / "progress-unreadable-1.json").read_bytes() == data
    assert ProgressFile().read()[0]["unmask"].checks == 1


def test_a_second_corrupt_file_does_not_replace_the_first(place):
    for text in ("one", "two"):
        (place / "progress.json").write_text(text)
        ProgressFile().read()
    assert (place / "progress-unreadable-1.json").read_text() == "one"
    assert (place / "progress-unreadable-2.json").read_text() == "two"


def test_reset_keeps_what_was_there(place):
    ProgressFile().record("unmask", passed=True)
    card = reset_progress()
    assert "Progress starts anew." in card.message
    assert "before-reset-1.json" in card.message
    assert (place / "progress-before-reset-1.json").exists()
    assert ProgressFile().read() == ({}, "")
    assert "Nothing was recorded" in reset_progress().message


def test_several_kernels_at_once_lose_nothing(place):
    code = (
        "from helpers.checks.engine.progress_file import ProgressFile\n"
        "for _ in range(20): assert ProgressFile().record('unmask', passed=False)[1] == ''"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [kernel.wait(60) for kernel in kernels] == [0, 0, 0]
    assert ProgressFile().read()[0]["unmask"] == Entry(60, None)


def test_the_card_says_what_is_next():
    ProgressFile().record("accept_key", passed=True)
    ProgressFile().record("handshake", passed=False)
    _, _, section = repr(progress()).partition("4 WebSockets by hand · ")
    lines = section.partition("\n5 ")[0].splitlines()
    many = sum(exercise.lesson.startswith("4") for exercise in EXERCISES)
    assert lines[0] == f"1 of {many} passed"
    assert lines[1] == "  ✓ 4A Answer the key (accept_key)"
    assert lines[2] == "  … 4A Refuse what must be refused (handshake)"
    assert lines[-1] == "  next: 4A Refuse what must be refused (handshake)"
    html = progress()._repr_html_()
    assert f"1 of {many} passed" in html
    assert "next: 4A" in html


def test_the_path_is_shown(place):
    assert repr(progress()).splitlines()[-1] == f"Kept in {place / 'progress.json'}"
    assert str(place) in progress()._repr_html_()
