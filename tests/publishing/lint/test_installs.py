import pytest

from helpers.publishing.lint.installs import installs


def lesson(*cells, tags=""):
    return "\n\n".join(f"```python{tags}\n{cell}\n```" for cell in cells)


@pytest.mark.parametrize(
    ("cells", "line", "need"),
    [
        (["await asyncio.to_thread(work)"], 2, "a thread"),
        (["import subprocess\nsubprocess.run(['ls'])"], 2, "a process"),
        (["async def waits():\n    await asyncio.to_thread(work)", "for one in (waits,):\n    one()"], 7, "a thread"),
        (["class A:\n    def b(self): curl('x')", "A().b()"], 7, "a process"),
    ],
)  # fmt: skip
def test_what_a_tab_has_not_wants_the_tag(cells, line, need):
    assert list(installs(lesson(*cells))) == [
        (line, "install-tag", f"the cell needs {need}", 'add the tag "install"')
    ]
    assert list(installs(lesson(*cells, tags=' tags=["step", "install"]'))) == []


@pytest.mark.parametrize(
    "cell", ["import subprocess", "def f():\n    subprocess.run([])", "1 + 1", "1 +", "x = to.thread"]
)
def test_what_only_names_it_needs_nothing(cell):
    assert list(installs(lesson(cell))) == []
