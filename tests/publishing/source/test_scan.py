import jupytext
import pytest

from helpers.publishing.source.scan import Place, scan


def places(text):
    return [line.place.name for line in scan(text)]


def test_a_line_knows_where_it_stands():
    text = "---\na: 1\n---\nprose\n```python\nx\n```\n~~~js\ny\n~~~"
    assert places(text) == ["HEAD"] * 3 + ["PROSE", "MARK", "CODE", "MARK", "MARK", "FENCE", "MARK"]


def test_a_region_is_one_cell():
    lines = list(scan('<!-- #region tags=["solution"] -->\na\n```python\nx\n```\n<!-- #endregion -->\nb'))
    assert [line.region for line in lines] == [True] * 6 + [False]
    assert lines[3].place is Place.FENCE
    assert lines[0].options == 'tags=["solution"]'


def test_a_longer_fence_closes_only_on_its_own_length():
    assert places("````text\n```\n````\nx") == ["MARK", "FENCE", "MARK", "PROSE"]


@pytest.mark.parametrize(
    "language", ["js", "html", "bash", "sh", "sql", "typescript", "go", "rust", "javascript"]
)
def test_what_we_call_a_code_cell_is_one_to_jupytext(language):
    text = f"a\n\n```{language}\nx\n```\n"
    assert any(line.place is Place.CODE for line in scan(text))
    assert [cell.cell_type for cell in jupytext.reads(text, fmt="md").cells] == ["markdown", "code"]


@pytest.mark.parametrize(
    "language", ["json", "http", "text", "console", "shell", "xml", "yaml", "ts", "mjs", "jsx"]
)
def test_what_we_call_a_fence_is_one_to_jupytext(language):
    text = f"a\n\n```{language}\nx\n```\n"
    assert any(line.place is Place.FENCE for line in scan(text))
    assert [cell.cell_type for cell in jupytext.reads(text, fmt="md").cells] == ["markdown"]
