import pytest

from helpers.publishing.lint.lint import lint_text


@pytest.mark.parametrize(
    ("text", "line", "rule", "remedy"),
    [
        ("a\n\n```js\nlet a\n```\n", 3, "fence-executes", "~~~js"),
        ("```bash\nls\n```\n", 1, "fence-executes", "~~~bash"),
        ("```python .noeval\nx\n```\n", 1, "noeval", "~~~python"),
        ("~~~markdown\n```python\nx\n```\n~~~\n", 2, "fence-in-fence", "#region"),
        ("a\n\n~~~js\nlet a\n", 3, "fence-open", "~~~"),
        ("<!-- #region -->\na\n", 1, "region-open", "#endregion"),
        ("a\n\n\nb\n", 3, "two-blank-lines", "one blank line"),
        ("~~~js\na\n\n\nb\n~~~\n", 4, "two-blank-lines", "#region"),
        ("It costs $5 or 6$ more.\n", 1, "dollar-math", "\\$"),
        ("~~~text\nclient\n  ├────►│\n~~~\n", 3, "drawn-in-letters", ".picture"),
        ("~~~text\n+-+-+-+\n|F|R|R|\n~~~\n", 2, "drawn-in-letters", ".picture"),
    ],
)
def test_a_trap_is_found_at_its_line(text, line, rule, remedy):
    found = lint_text(text)
    assert [(found_line, found_rule) for found_line, found_rule, _, _ in found] == [(line, rule)]
    assert remedy in found[0][3]


@pytest.mark.parametrize(
    "text",
    [
        "~~~js\nlet a\n~~~\n",
        "~~~text\n1 + 1 - 1\n~~~\n\n```python\nprint('──►')\n```\n",
        '```json\n{"a": 1}\n\n\n{"b": 2}\n```\n',
        "```python\nx\n\n\ny\n```\n",
        "From `$a` to `$b`, for $5.\n",
        "a\n\n```python\nx\n```\n\nb\n",
        "<!-- #region -->\na\n\n\nb\n<!-- #endregion -->\n",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert lint_text(text) == []
