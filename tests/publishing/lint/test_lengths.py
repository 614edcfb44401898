import pytest

from helpers.publishing.lint.lint import lint_text

WORDS = "one two three four "
HEAD = "---\njupyter: {}\n---\n\n"


def rules(body):
    return [(line, rule) for line, rule, *_ in lint_text(f"{HEAD}{body}") if rule.startswith("long-")]


def prose(words, *, of=WORDS):
    return of * (words // 4) + "\n"


def test_a_lesson_is_read_in_one_sitting():
    cells = f"```python\n{'x = 1 # y' * 2}\n```\n\n{prose(40)}\n"
    assert rules(cells * 70) == []
    assert rules(cells * 90) == [(1, "long-lesson")]


def test_what_is_folded_away_is_not_counted():
    folded = f'<!-- #region tags=["solution"] -->\n{prose(5000)}<!-- #endregion -->\n'
    assert rules(folded) == []


BREAKS = ("## On", "![A wire](x.svg)", "> **Note** this", "- this", "1. this", "| a | b |", "~~~text\nx\n~~~")


@pytest.mark.parametrize("between", BREAKS)
def test_something_to_look_at_ends_the_count(between):
    assert rules(f"{prose(160)}\n{between}\n\n{prose(160)}") == []


def test_a_wall_of_text_is_found_where_it_begins():
    assert rules(f"## On\n\n{prose(80)}\n{prose(84)}") == [(7, "long-prose")]
    assert rules(f"{prose(164)}\n```python\nx\n```\n") == [(5, "long-prose")]


def test_the_target_of_a_link_is_no_prose():
    linked = "[one](https://example.org/a/b/c/d/e/f/g) two three four "
    assert rules(prose(160, of=linked)) == []
