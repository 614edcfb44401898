"""Running lessons for the site: several notebooks at once in one process, and a cache of what they gave.

Enters: paired notebooks. Leaves: executed ones. The cache's key is the lesson's text, all helpers' sources and the
versions of Python and the installed packages; the same cell in two lessons shares nothing. Never writes into
`notebooks/`.
"""

import asyncio
import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from helpers.publishing.page.ansi import shorten
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.nodes import NotebookNode, read_notebook, write_notebook

__all__ = ["Result", "execute_all"]

TIMEOUT = 120
IGNORED = {"__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True)
class Result:
    """One lesson's run: the executed notebook, or what stopped it."""

    lesson: Lesson
    notebook: NotebookNode | None
    seconds: float
    cached: bool = False
    error: str = ""


def _helper_files(root: Path) -> Iterator[Path]:
    own = Path(__file__).parents[1]
    folder = root / "helpers" if (root / "helpers").is_dir() else own
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not IGNORED & set(path.parts):
            yield path


def _environment_digest(root: Path) -> str:
    """What every lesson's outputs depend on beside its own text."""
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(f"{one.name}=={one.version}" for one in distributions()):
        digest.update(name.encode())
    for path in _helper_files(root):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _stopped_at(notebook: NotebookNode) -> str:
    """The last cell that ran, by its number in the notebook and its first line."""
    ran = [index for index, cell in enumerate(notebook.cells) if cell.get("execution_count")]
    if not ran:
        return "the first cell"
    return f"cell {ran[-1] + 1} ({notebook.cells[ran[-1]].source.partition(chr(10))[0]})"


def _why(error: Exception, *, notebook: NotebookNode, root: Path) -> str:
    """One line on what stopped a notebook, and where."""
    at = _stopped_at(notebook)
    match error:
        case CellExecutionError():
            return f"{at}: " + shorten(f"{error.ename}: {error.evalue}".partition("\n")[0], root=root)
        case CellTimeoutError():
            return f"the cell after {at} took longer than {TIMEOUT} s"
        case _:
            return f"the kernel died after {at}"


async def _run(lesson: Lesson, notebook: NotebookNode) -> None:
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=40"],  # a kernel has nothing to say here
        resources={"metadata": {"path": str(lesson.source.parent)}},
    )
    await client.async_execute()


def _load(cache: Path) -> NotebookNode | None:
    """What an earlier run gave, if there was one."""
    return read_notebook(cache.read_text(encoding="utf-8")) if cache.is_file() else None


def _store(cache: Path, notebook: NotebookNode) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(write_notebook(notebook), encoding="utf-8")


async def _execute(lesson: Lesson, *, cache: Path, root: Path) -> Result:
    start = time.perf_counter()
    if found := _load(cache):
        return Result(lesson, found, 0.0, cached=True)
    notebook = read_notebook(lesson.source.read_text(encoding="utf-8"))
    try:
        await _run(lesson, notebook)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return Result(
            lesson, None, time.perf_counter() - start, error=_why(error, notebook=notebook, root=root)
        )
    _store(cache, notebook)
    return Result(lesson, notebook, time.perf_counter() - start)


async def execute_all(
    lessons: tuple[Lesson, ...], *, root: Path, jobs: int, cache: Path, report: Callable[[Result], None]
) -> list[Result]:
    """Run lessons, a few at once; `report` hears of each as it ends."""
    environment, gate = _environment_digest(root), asyncio.Semaphore(jobs)

    async def one(lesson: Lesson) -> Result:
        key = hashlib.sha256(environment.encode() + lesson.source.read_bytes()).hexdigest()[:32]
        async with gate:
            result = await _execute(lesson, cache=cache / f"{lesson.path}-{key}.ipynb", root=root)
        report(result)
        return result

    return list(await asyncio.gather(*(one(lesson) for lesson in lessons)))
