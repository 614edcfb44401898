"""Code cells and exercises are found as jupytext finds them; what does not fit is an error with a line."""

import re

import jupytext
import pytest

from helpers.publishing.source.parts import Part, cells, exercises

LESSON = '''---
jupyter: {}
---

# Title

```python tags=["setup"]
import asyncio
```

~~~python
not_a_cell = 1
~~~

```python
shown = """
# text
"""
```

```python tags=["exercise"]
def unmask(payload, key):
    raise NotImplementedError
```

Some prose.

```python tags=["check"]
await check("unmask", unmask)
```

<!-- #region tags=["solution"] -->
<details>
<summary>A solution</summary>

~~~python
def unmask(payload, key):
    return payload
~~~

</details>
<!-- #endregion -->
'''


def test_an_exercise_is_its_name_its_skeleton_and_its_solution():
    skeleton = "def unmask(payload, key):\n    raise NotImplementedError"
    solution = "def unmask(payload, key):\n    return payload\n"
    assert exercises(LESSON) == [Part("unmask", skeleton, solution, 29)]


def test_cells_are_those_that_jupytext_reads():
    ours = [(cell.tags, cell.source) for cell in cells(LESSON)]
    theirs = [
        (frozenset(cell.metadata.get("tags", [])), cell.source)
        for cell in jupytext.reads(LESSON, fmt="md").cells
        if cell.cell_type == "code" or "tags" in cell.metadata
    ]
    assert ours == theirs


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('tags=["exercise"]', "", "line 29: a check without an exercise above it"),
        ('"check"', '"step"', "line 33: a solution that follows no check of its own"),
        ('"solution"', '"aside"', "line 29: a check without a solution below it"),
        ('await check("unmask", unmask)', "check(unmask)", "line 29: a check cell is one line"),
        ("~~~python\ndef", "~~~\ndef", "line 33: a solution is a <details> with a ~~~python fence"),
    ],
)
def test_what_does_not_fit_is_said_with_its_line(old, new, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        exercises(LESSON.replace(old, new))
