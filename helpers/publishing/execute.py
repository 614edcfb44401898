"""Running lessons for the site: several notebooks at once in one process, and a cache of what they gave.

Enters: paired notebooks. Leaves: the text of executed ones. The cache's key is the lesson's text, the sources of all
helpers that it may import and the versions of Python and the installed packages; the same cell in two lessons shares
nothing. Never writes into `notebooks/`. What runs a notebook is imported when there is one to run.
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from helpers.publishing.kept import Kept, digest, files_that_make_it, installed
from helpers.publishing.shorten import shorten
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.lean import lean
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.source.nodes import NotebookNode, write_notebook

__all__ = ["Result", "execute_all"]

TIMEOUT = 120
# A kernel's ports are chosen before it listens on them, and on a busy machine somebody else may take one in between.
STARTS = 3
PATIENCE = 10  # seconds that a cell may take before it is named


@dataclass(frozen=True, slots=True)
class Result:
    """One lesson's run: the text of the executed notebook, or what stopped it."""

    lesson: Lesson
    executed: str
    seconds: float
    cached: bool = False
    error: str = ""


def _environment(root: Path) -> str:
    """What every lesson's outputs depend on beside its own text; no lesson imports what publishes it."""
    helpers = root / "helpers" if (root / "helpers").is_dir() else Path(__file__).parents[1]
    parts = [part for part in sorted(helpers.iterdir()) if part.name != Path(__file__).parent.name]
    files = (path.name.encode() + b"\0" + path.read_bytes() for path in files_that_make_it(*parts))
    return digest(*installed(), *files)


def _cell(notebook: NotebookNode, index: int) -> str:
    """A cell by its number in the notebook and its first line."""
    if index < 0:
        return "before its first cell"
    return f"cell {index + 1} ({notebook.cells[index].source.partition(chr(10))[0]})"


@cache
def _nbclient() -> Any:
    with lean():
        import nbclient.exceptions
    return nbclient


def _why(error: Any, *, at: str, root: Path) -> str:
    """One line on what stopped a notebook, and where."""
    kinds = _nbclient().exceptions
    if isinstance(error, kinds.CellExecutionError):
        return f"{at}: " + shorten(f"{error.ename}: {error.evalue}".partition("\n")[0], root=root)
    if isinstance(error, kinds.CellTimeoutError):
        return f"{at} took longer than {TIMEOUT} s"
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
        client = _nbclient().NotebookClient(
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


def _whole(found: bytes | None) -> str:
    """What an earlier run gave, if there was one and its file is whole."""
    try:
        json.loads(found or b"")
    except ValueError:
        return ""
    return found.decode() if found else ""


async def _execute(lesson: Lesson, *, root: Path, running: set[Run]) -> Result:
    start = time.perf_counter()
    for tries_left in reversed(range(STARTS)):
        run = Run(lesson, load_notebook(lesson.source))
        running.add(run)
        try:
            await run.run()
        except (_nbclient().exceptions.CellControlSignal, RuntimeError) as error:
            if isinstance(error, RuntimeError) and run.at < 0 and tries_left:
                continue
            said = _why(error, at=_cell(run.notebook, run.at), root=root)
            return Result(lesson, "", time.perf_counter() - start, error=said)
        finally:
            running.discard(run)
        break
    return Result(lesson, write_notebook(run.notebook), time.perf_counter() - start)


async def _name_the_slow(running: set[Run], say: Callable[[str], None]) -> None:
    """While cells take long, say which."""
    while True:
        await asyncio.sleep(PATIENCE)
        for run in list(running):
            if time.monotonic() - run.since >= PATIENCE:
                say(str(run))


class _Keeper:
    """Keeps what runs gave, and tells of it."""

    def __init__(self, lessons: Sequence[Lesson], kept: Kept, report: Callable[[Result], None]) -> None:
        self._kept, self._report = kept, report
        self._places = {one.path: kept.place(one.path, one.source.read_bytes()) for one in lessons}
        self.results: dict[str, Result] = {}

    def find(self, lesson: Lesson) -> bool:
        """Whether an earlier run gave it."""
        executed = _whole(self._kept.find(self._places[lesson.path]))
        if executed:
            self.take(Result(lesson, executed, 0.0, cached=True))
        return bool(executed)

    def take(self, result: Result) -> None:
        """One more."""
        if result.executed and not result.cached:
            self._kept.keep(self._places[result.lesson.path], result.executed.encode())
        self.results[result.lesson.path] = result
        self._report(result)


def execute_all(
    lessons: Sequence[Lesson],
    *,
    root: Path,
    jobs: int,
    cache: Path,
    report: Callable[[Result], None],
    say: Callable[[str], None],
) -> Callable[[], Coroutine[Any, Any, list[Result]]]:
    """Run lessons, a few at once; `report` hears of each as it ends, `say` of cells that take long.

    What earlier runs gave is found here, and what runs the others imported: the coroutine that is left to be made and
    run imports nothing any more, so that another thread may.
    """
    keeper = _Keeper(lessons, Kept(cache, _environment(root), suffix=".ipynb"), report)
    if new := [lesson for lesson in lessons if not keeper.find(lesson)]:
        _nbclient()
    gate, running = asyncio.Semaphore(jobs), set[Run]()

    async def one(lesson: Lesson) -> None:
        async with gate:
            keeper.take(await _execute(lesson, root=root, running=running))

    async def work() -> list[Result]:
        watcher = asyncio.ensure_future(_name_the_slow(running, say))
        try:
            await asyncio.gather(*map(one, new))
        finally:
            watcher.cancel()
        return [keeper.results[lesson.path] for lesson in lessons]

    return work
