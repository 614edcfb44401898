import pytest

from helpers.publishing.lint.lint import lint_text

LONG = "```python\n" + "x = 1\n" * 26 + "```\n"
SETUP = "```python\nfrom helpers.checks import check\n```\n\n"
EXERCISE = '```python tags=["exercise"]\ndef f(): ...\n```\n\n'
CHECK = '```python tags=["check"]\nawait check("f", f)\n```\n\n'
SOLUTION = '<!-- #region tags=["solution"] -->\n{}\n<!-- #endregion -->\n'
FOLDED = SOLUTION.format("<details><summary>One way</summary>\n\n~~~python\nx\n\n\ny\n~~~\n\n</details>")


@pytest.mark.parametrize(
    ("text", "line", "rule", "remedy"),
    [
        ('```python tags=["stpe"]\nx\n```\n', 1, "unknown-tag", "step"),
        ('<!-- #region tags=["sollution"] -->\na\n<!-- #endregion -->\n', 1, "unknown-tag", "solution"),
        ('```python tags=["step"] foo="bar"\nx\n```\n', 1, "cell-metadata", "only tags"),
        (LONG, 2, "long-cell", "split it"),
        ('```python tags=["solution"]\nx\n```\n', 2, "exercise-shape", "#region"),
        (SOLUTION.format("Do it."), 2, "exercise-shape", "<details>"),
        (FOLDED, 2, "exercise-shape", "in this order"),
        (SETUP + CHECK + FOLDED, 6, "exercise-shape", "tagged exercise"),
        (SETUP + EXERCISE + CHECK, 10, "exercise-shape", "#region"),
        (SETUP + EXERCISE + CHECK.replace('"f", f', "f") + FOLDED, 10, "exercise-shape", "await check"),
        (EXERCISE + CHECK + FOLDED, 6, "check-import", "from helpers.checks import check"),
        ("```python\n1 +\n```\n\n" + EXERCISE + CHECK + FOLDED, 10, "check-import", "setup cell"),
    ],
)
def test_a_fault_is_one_finding_at_its_line(text, line, rule, remedy):
    ((found_line, found_rule, _, found_remedy),) = lint_text(text)
    assert (found_line, found_rule) == (line, rule)
    assert remedy in found_remedy


@pytest.mark.parametrize(
    "text",
    [
        '```python tags=["step", "raises-exception"]\nx\n```\n',
        '```python tags=["live", "install"]\nx\n```\n',
        SETUP + EXERCISE + CHECK + FOLDED,
    ],
)
def test_what_is_right_is_left_alone(text):
    assert lint_text(text) == []
