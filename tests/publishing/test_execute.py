import asyncio

import pytest
from nbclient import NotebookClient

from helpers.publishing.course import load_course
from helpers.publishing.execute import STARTS, execute_all
from tests.publishing.publishing_samples import make_course_folder


@pytest.fixture
def lessons(tmp_path):
    return load_course(make_course_folder(tmp_path / "course") / "notebooks", suffix=".ipynb").lessons


def run(lessons, root, dies, monkeypatch):
    """What comes of it if the first kernels find a port taken."""
    started = []

    async def start(self, **options):
        started.append(self)
        if len(started) <= dies:
            raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(NotebookClient, "async_execute", start)
    options = {"jobs": 1, "cache": root / "cache", "report": [].append, "say": [].append}
    (result,) = asyncio.run(execute_all(lessons, root=root, **options)())
    return result, len(started)


def test_a_kernel_whose_port_was_taken_is_started_again(lessons, tmp_path, monkeypatch):
    result, started = run(lessons, tmp_path, STARTS - 1, monkeypatch)
    assert (result.error, started) == ("", STARTS)


def test_one_that_never_starts_is_named(lessons, tmp_path, monkeypatch):
    result, started = run(lessons, tmp_path, STARTS, monkeypatch)
    assert result.executed == ""
    assert (result.error, started) == ("the kernel died: before its first cell", STARTS)
