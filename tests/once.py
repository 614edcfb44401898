"""What is dear to make, made once for all workers of a run and of the same parts."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.live.gather import gather

__all__ = ["gathered", "once"]

ROOT = Path(__file__).parents[1]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that whoever comes first makes; the others wait for it, and nobody writes into it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)  # of one that failed
            make(half)
            half.rename(folder)
    return folder


def gathered(factory: pytest.TempPathFactory) -> Path:
    """The folder `live/` of the course's site, with the notebooks in JupyterLite."""

    def make(folder: Path) -> None:
        try:
            gather(load_course(ROOT / "notebooks", suffix=".ipynb"), root=ROOT, say=print).write(folder)
        except CourseError as error:
            if "CI" in os.environ:
                raise
            pytest.skip(f"no Pyodide and no wheels: {error}")

    return once(factory, "gathered", make)
