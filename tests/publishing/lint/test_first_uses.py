"""The first use of a term in a lesson is a link to the glossary, and the tool writes what is missing."""

import pytest

from helpers.publishing.lint.first_uses import first_uses, linked
from helpers.publishing.lint.lint import lint
from helpers.publishing.source.scan import scan
from tests.publishing.publishing_samples import GLOSSARY, lesson, make_course_folder

G = "glossary.ipynb"
TERMS = ["frame", "control frame", "event loop", "TLS"]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("A frame.\n\nA frame.\n", "A [frame](G#frame).\n\nA frame.\n"),
        ("Two **frames** in an *event loop*.\n", "Two **[frames](G#frame)** in an *[event loop](G#event-loop)*.\n"),
        ("A control frame is one.\n", "A [control frame](G#control-frame) is one.\n"),
        ("# Frames\n\nFrames.\n", "# Frames\n\n[Frames](G#frame).\n"),
        ("`frame`, [a frame](x.ipynb#frames), a frame\n", "`frame`, [a frame](x.ipynb#frames), a [frame](G#frame)\n"),
        ("![a frame](../lessons/images/frame.svg) TLS\n", "![a frame](../lessons/images/frame.svg) [TLS](G#TLS)\n"),
    ],
)  # fmt: skip
def test_the_first_use_becomes_a_link_and_then_it_is_one(text, now):
    now = now.replace("(G#", f"({G}#")
    assert linked(text, TERMS) == now
    assert linked(now, TERMS) == now
    assert list(first_uses(scan(now), TERMS)) == []


@pytest.mark.parametrize(
    "text",
    [
        "An iframe, a sub-frame, frame-like, frame.py and TLSv1.\n",
        "```python\nframe = 1  # a frame\n```\n\n~~~text\nframe\n~~~\n",
        "[**event loop**](G#event-loop), an event loop\n",
        "[`frame`](G#frame), a frame\n",
    ],
)
def test_other_words_code_and_what_is_linked_are_left_alone(text):
    text = text.replace("(G#", f"({G}#")
    assert linked(text, TERMS) == text


def test_course_check_finds_it_with_its_line_and_the_glossary_itself_needs_none(tmp_path):
    body = f"# Hello\n\nAn epoch.\n\n[An epoch]({G}#epoch) on the [event loop]({G}#event-loop).\n"
    root = make_course_folder(tmp_path / "course", {"1a-hello": lesson(body=body), "glossary": GLOSSARY})
    (finding,) = lint(root)
    assert (finding.file, finding.line, finding.rule) == ("lessons/1a-hello.md", 21, "glossary-link")
    assert f"[epoch]({G}#epoch)" in finding.remedy
