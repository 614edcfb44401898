"""What pairing cannot bring across unharmed it refuses before it writes, and names the cell or the line."""

import nbformat
import pytest

from helpers.publishing.source.pairing import pair, stale
from tests.publishing.publishing_samples import lesson, make_course_folder


@pytest.fixture
def root(tmp_path):
    return make_course_folder(tmp_path / "course")


def files(root):
    return {path.name: path.read_bytes() for path in root.glob("[ln]*/*.*")}


def in_notebook(root, change):
    path = root / "notebooks" / "1a-hello.ipynb"
    found = nbformat.read(path, as_version=4)
    change(found)
    nbformat.write(found, path)
    return path


def paste(notebook):
    notebook.cells[0]["attachments"] = {"image.png": {"image/png": "aaaa"}}
    notebook.cells[0].source += "\n\n![image.png](attachment:image.png)"


def region(notebook):
    notebook.cells.append(nbformat.v4.new_markdown_cell("Look:\n\n```js\n<!-- #endregion -->\n```"))


@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (paste, "cell 1 holds a pasted picture, which the lesson's Markdown cannot"),
        (region, "cell 3 (Look:) would come back"),
    ],
)
def test_a_notebook_that_markdown_cannot_hold(root, change, said):
    path = in_notebook(root, change)
    before = files(root)
    for named in (None, [path]):
        (refused,) = pair(root, named).refused
        assert said in str(refused)
        assert str(refused).startswith("notebooks/1a-hello.ipynb: ")
    assert said in str(stale(root)[0])
    assert files(root) == before


def test_a_notebook_that_markdown_can_hold(root):
    def change(notebook):
        notebook.cells.append(nbformat.v4.new_code_cell('text = """\n```python\n"""\n\n\nx = 1\n'))
        notebook.cells.append(nbformat.v4.new_markdown_cell("a\n\n\nb\n\n```js\nlet a\n```"))
        notebook.cells.append(nbformat.v4.new_raw_cell("raw"))
        notebook.cells.append(nbformat.v4.new_code_cell(""))
        notebook.cells.append(nbformat.v4.new_code_cell("%%bash\nls"))

    path = in_notebook(root, change)
    assert pair(root, [path]).refused == []
    assert stale(root) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("jupyter:\n", "mood: good\njupyter:\n", 1, "would lose the front matter's mood"),
        ("  kernelspec:", "  mood: good\n  kernelspec:", 1, "would lose the front matter's mood"),
        ("```python\n", '```python mood="good"\n', 23, "would write '```python mood="),
    ],
)
def test_a_lesson_that_a_notebook_cannot_hold(root, old, new, line, said):
    path = root / "lessons" / "1a-hello.md"
    path.write_text(path.read_text().replace(old, new, 1))
    before = files(root)
    for named in (None, [path]):
        (refused,) = pair(root, named).refused
        assert said in str(refused)
        assert str(refused).startswith(f"lessons/1a-hello.md:{line}: ")
    assert files(root) == before


def test_quotes_and_the_order_of_keys_may_change(root):
    path = root / "lessons" / "1a-hello.md"
    text = (
        path.read_text()
        .replace("    title: Hello\n", "")
        .replace("  course:\n", "  course:\n    title: 'Hello'\n")
    )
    path.write_text(text)
    assert pair(root, [path]).refused == []
    assert path.read_text() == lesson()


def test_the_other_pairs_are_written_all_the_same(tmp_path):
    two = {"1a-hello": lesson(), "1b-b": lesson("B", order="1B", path="b", icon="", body="# B\n")}
    root = make_course_folder(tmp_path / "course", two)
    in_notebook(root, paste)
    (root / "notebooks" / "1b-b.ipynb").unlink()
    assert [path.name for path in pair(root).written] == ["1b-b.ipynb"]
