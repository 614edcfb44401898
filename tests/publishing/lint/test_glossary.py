import pytest

from helpers.publishing.lint.lint import lint
from tests.publishing.publishing_samples import GLOSSARY, lesson, make_course_folder

LINKS = "# Hello\n\n[An epoch](glossary.ipynb#epoch) on the [event loop](glossary.ipynb#event-loop).\n"


def findings(tmp_path, glossary=GLOSSARY, body=LINKS):
    root = make_course_folder(tmp_path / "course", {"1a-hello": lesson(body=body), "glossary": glossary})
    return [(one.file, one.line, one.rule) for one in lint(root)]


def test_a_good_glossary_has_no_findings(tmp_path):
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("What a server", "Two things. What a server", 18, "glossary-sentence"),
        ("since it started.", "since it started", 18, "glossary-sentence"),
        ("since it started.\n", "since it started.\n\nMore.\n", 18, "glossary-sentence"),
        ("## epoch", "## zebra", 22, "glossary-order"),
        ("## event loop", "## a", 22, "glossary-order"),
    ],
)
def test_an_entry_is_a_term_and_a_sentence_in_its_place(tmp_path, old, new, line, rule):
    found = findings(tmp_path, GLOSSARY.replace(old, new))
    assert ("lessons/glossary.md", line, rule) in found


def test_a_term_without_a_link_is_found_and_a_link_without_a_term(tmp_path):
    body = LINKS.replace("#epoch", "#epok")
    assert findings(tmp_path, body=body) == [
        ("lessons/1a-hello.md", 21, "anchor-missing"),
        ("lessons/glossary.md", 18, "glossary-unused"),
    ]
