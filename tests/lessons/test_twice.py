"""Two runs of a lesson give the same page, but for what was measured and what travelled: ports, dates, times."""

import asyncio
import re
from pathlib import Path

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.execute import execute_all
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.source.nodes import read_notebook

ROOT = Path(__file__).parents[2]
VOLATILE = {
    "a port": r"\b[3-6]\d{4}\b",
    "a date": r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT",
    "a time": r"\d+(?:\.\d+)? m?s\b",
}


@pytest.fixture(scope="module")
def course():
    return load_course(ROOT / "notebooks", suffix=".ipynb")


def page(course, lesson, cache):
    """The text of a lesson's page after a run of its own, without what differs from run to run."""
    work = execute_all([lesson], root=ROOT, jobs=1, cache=cache, report=str, say=str)
    (result,) = asyncio.run(work())
    assert not result.error
    exporter = CourseExporter()
    exporter.around = False
    exporter.use(course)
    notebook = read_notebook(result.executed)
    html, resources = exporter.from_notebook_node(notebook, {"lesson_source": lesson.source})
    shown = html.partition("<main")[2].rpartition("</main>")[0]
    for name, pattern in VOLATILE.items():
        shown = re.sub(pattern, name, shown)
    return shown.split("\n"), sorted(resources["outputs"])


@pytest.mark.parametrize("order", ["2D", "3D"])
def test_two_runs_give_the_same_page(course, order, tmp_path):
    lesson = next(one for one in course.lessons if one.order == order)
    first, second = (page(course, lesson, tmp_path / name) for name in ("first", "second"))
    assert first == second
