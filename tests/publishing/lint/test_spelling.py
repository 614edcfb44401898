"""A misspelt word fails with its line; names, code and links' targets are no prose."""

import pytest

from helpers.publishing.cli import main
from helpers.publishing.lint.lint import lint
from helpers.publishing.lint.spelling import english, own_words, spelling
from helpers.publishing.source.scan import scan
from tests.publishing.publishing_samples import lesson, make_course_folder


def found(text: str, own: set[str] = frozenset()) -> list[tuple[int, str]]:  # type: ignore[assignment]
    return [(line, message.rpartition(" ")[2]) for line, _, message, _ in spelling(scan(text), own)]


def test_the_list_of_english_is_installed_where_tests_run():
    assert len(english()) > 100_000


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("A word.\n\nTo recieve bytes.\n", 3, "'recieve'"),
        ("## A seperate part\n", 1, "'seperate'"),
        ("> **Note** Untill then.\n", 1, "'Untill'"),
        ("![a pictre of it](x.svg)\n", 1, "'pictre'"),
        ("A [lnik](https://recieve.example/teh).\n", 1, "'lnik'"),
        ("```python\nx = 1  # teh first\n```\n", 2, "'teh'"),
        ("---\njupyter:\n  course:\n    title: Teh wire\n---\n", 4, "'Teh'"),
        ("It isn’t the server’s, nor teh client's.\n", 1, "'teh'"),
    ],
)
def test_a_misspelt_word_is_found_at_its_line(text, line, word):
    assert found(text) == [(line, word)]


@pytest.mark.parametrize(
    "text",
    [
        "Call `recieve()` at `teh.port`, HTTP/2, asyncio_x, x25519 and SETTINGS.\n",
        "~~~js\nlet recieve\n~~~\n\n```python\nrecieve = 1\n```\n",
        "<details><summary>A solution</summary>\n",
        "The server's, the servers', and the client’s reply.\n",
    ],
)
def test_code_names_and_what_is_right_are_left_alone(text):
    assert found(text) == []


def test_words_of_our_own_are_known_in_any_case_and_names_as_they_are_written():
    own = {"opcode", "Wireshark"}
    assert found("Opcode, opcode's and Wireshark's.\n", own) == []
    assert found("An opcode in wireshark.\n", own) == [(1, "'wireshark'")]


def test_course_check_reads_the_own_words_of_the_course(tmp_path):
    root = make_course_folder(tmp_path / "course", {"1a-hello": lesson(body="# Hello\n\nA frobnicator.\n")})
    (finding,) = lint(root)
    assert (finding.file, finding.line, finding.rule) == ("lessons/1a-hello.md", 21, "spelling")
    (root / "lessons" / "words.txt").write_text("frobnicator\n", "utf-8")
    assert own_words(root) == {"frobnicator"}
    assert lint(root) == []


def test_without_the_list_course_check_says_that_nobody_looked(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("helpers.publishing.lint.spelling.english", lambda: frozenset())
    monkeypatch.chdir(make_course_folder(tmp_path / "course", {"1a-hello": lesson()}))
    main(["check"])
    assert "the words were not looked up" in capsys.readouterr().out
