"""What a live site has, gathered once for all workers of a run."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.live.gather import gather
from tests.live.tabs import NODE, ROOT


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``live/`` of the site; without Node or a network the tests that want it are skipped, and say so."""
    if NODE is None:
        pytest.skip("no Node: Pyodide runs in it as in a browser")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "gathered"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "lock.json").is_file():
            try:
                gather(load_course(ROOT / "notebooks", suffix=".ipynb"), root=ROOT, say=print).write(folder)
            except CourseError as error:
                if "CI" in os.environ:
                    raise
                pytest.skip(f"no Pyodide and no wheels: {error}")
    return folder
