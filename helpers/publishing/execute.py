"""Running lessons for the site: several notebooks at once in one process, and a cache of what they gave.

Enters: paired notebooks. Leaves: executed ones. The cache's key is the lesson's text, all helpers' sources and the
versions of Python and the installed packages; the same cell in two lessons shares nothing. Never writes into
`notebooks/`.
"""

import asyncio
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from helpers.publishing.errors import CourseError
from helpers.publishing.page.ansi import shorten
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.nodes import NotebookNode, write_notebook
from helpers.publishing.unchanged import files_that_make_it, installed

__all__ = ["Result", "execute_all"]

TIMEOUT = 120
# A kernel's ports are chosen before it listens on them, and on a busy machine somebody else may take one in between.
STARTS = 3
PATIENCE = 10  # seconds that a cell may take before it is named


_STOPPED = (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Result:
    """One lesson's run: the executed notebook, or what stopped it."""

    lesson: Lesson
    notebook: NotebookNode | None
    seconds: float
    cached: bool = False
    error: str = ""


def _environment_digest(root: Path) -> str:
    """What every lesson's outputs depend on beside its own text."""
    digest = hashlib.sha256(sys.version.encode())
    for name in installed():
        digest.update(name.encode())
    own = Path(__file__).parents[1]
    for path in files_that_make_it(root / "helpers" if (root / "helpers").is_dir() else own):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _cell(notebook: NotebookNode, index: int) -> str:
    """A cell by its number in the notebook and its first line."""
    if index < 0:
        return "before its first cell"
    return f"cell {index + 1} ({notebook.cells[index].source.partition(chr(10))[0]})"


def _why(error: Exception, *, at: str, root: Path) -> str:
    """One line on what stopped a notebook, and where."""
    match error:
        case CellExecutionError():
            return f"{at}: " + shorten(f"{error.ename}: {error.evalue}".partition("\n")[0], root=root)
        case CellTimeoutError():
            return f"{at} took longer than {TIMEOUT} s"
        case _:
            return f"the kernel died: {at}"


@dataclass(eq=False)
class Run:
    """One lesson being executed: which cell it is at, and since when."""

    lesson: Lesson
    notebook: NotebookNode
    at: int = -1
    since: float = field(default_factory=time.monotonic)

    def start_cell(self, *, cell: NotebookNode, cell_index: int) -> None:
        """Called by nbclient as a cell starts."""
        self.at, self.since = cell_index, time.monotonic()

    def __str__(self) -> str:
        of = f" of {len(self.notebook.cells)}"
        waited = round(time.monotonic() - self.since)
        return f"… {self.lesson.order:4}{_cell(self.notebook, self.at)}{of}, for {waited} s"

    async def run(self) -> None:
        """Execute the notebook, in place; what its publisher has solved and measured stays out of it."""
        client = NotebookClient(
            self.notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            shutdown_kernel="immediate",
            extra_arguments=["--log-level=40"],  # a kernel has nothing to say here
            resources={"metadata": {"path": str(self.lesson.source.parent)}},
            on_cell_start=self.start_cell,
        )
        with tempfile.TemporaryDirectory() as nobody:
            await client.async_execute(env=os.environ | {"REALTIME_PROGRESS_DIR": nobody})


def _load(cache: Path) -> NotebookNode | None:
    """What an earlier run gave, if there was one and its file is whole."""
    try:
        return load_notebook(cache) if cache.is_file() else None
    except CourseError:
        return None


def _store(cache: Path, notebook: NotebookNode) -> None:
    """Keep what a run gave; where nothing can be kept, the next run executes again."""
    fresh = cache.with_name(f".{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(write_notebook(notebook), encoding="utf-8")
        fresh.replace(cache)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


async def _execute(lesson: Lesson, *, cache: Path, root: Path, running: set[Run]) -> Result:
    start = time.perf_counter()
    if found := _load(cache):
        return Result(lesson, found, 0.0, cached=True)
    for tries_left in reversed(range(STARTS)):
        run = Run(lesson, load_notebook(lesson.source))
        running.add(run)
        try:
            await run.run()
        except _STOPPED as error:
            if isinstance(error, RuntimeError) and run.at < 0 and tries_left:
                continue
            said = _why(error, at=_cell(run.notebook, run.at), root=root)
            return Result(lesson, None, time.perf_counter() - start, error=said)
        finally:
            running.discard(run)
        break
    _store(cache, run.notebook)
    return Result(lesson, run.notebook, time.perf_counter() - start)


async def _name_the_slow(running: set[Run], say: Callable[[str], None]) -> None:
    """While cells take long, say which."""
    while True:
        await asyncio.sleep(PATIENCE)
        for run in list(running):
            if time.monotonic() - run.since >= PATIENCE:
                say(str(run))


async def execute_all(
    lessons: tuple[Lesson, ...],
    *,
    root: Path,
    jobs: int,
    cache: Path,
    report: Callable[[Result], None],
    say: Callable[[str], None],
) -> list[Result]:
    """Run lessons, a few at once; `report` hears of each as it ends, `say` of cells that take long."""
    environment, gate = _environment_digest(root), asyncio.Semaphore(jobs)
    running: set[Run] = set()

    async def one(lesson: Lesson) -> Result:
        key = hashlib.sha256(environment.encode() + lesson.source.read_bytes()).hexdigest()[:32]
        async with gate:
            result = await _execute(
                lesson, cache=cache / f"{lesson.path}-{key}.ipynb", root=root, running=running
            )
        report(result)
        return result

    watcher = asyncio.ensure_future(_name_the_slow(running, say))
    try:
        return list(await asyncio.gather(*(one(lesson) for lesson in lessons)))
    finally:
        watcher.cancel()
