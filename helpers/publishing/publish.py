"""`course publish`: execute (in parallel, cached), render what is new, swap the finished site in.

Enters: the course's folder. Leaves: the site's folder, whole or untouched. Wraps the exporter:
`jupyter nbconvert --to course --execute notebooks/*.ipynb --output-dir site` makes the same site, more slowly.
"""

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from helpers.publishing.course import Course, load_course
from helpers.publishing.errors import CourseError, StrayError
from helpers.publishing.execute import Result, execute_all
from helpers.publishing.live.gather import FOLDER, gather
from helpers.publishing.live.policy import POLICY, policy
from helpers.publishing.page.take import OFFLINE, offline
from helpers.publishing.source.lean import lean
from helpers.publishing.source.pairing import NO_LESSON, OUTPUTS, Stale, stale
from helpers.publishing.stopping import too_late
from helpers.publishing.swap import fresh_site, repair
from helpers.publishing.workspace import find_notebook

if TYPE_CHECKING:
    from helpers.publishing.rendering import Rendering

__all__ = ["progress_line", "publish"]

CACHE = Path("build") / "executed"
WIDTH = 24
T = TypeVar("T")


def progress_line(result: Result, *, done: int, total: int) -> str:
    """A bar, the count, the lesson, and how long it took."""
    filled = round(WIDTH * done / total)
    how = result.error or ("unchanged" if result.cached else f"{result.seconds:.1f} s")
    bar = "█" * filled + "░" * (WIDTH - filled)
    return f"{bar} {done:>{len(str(total))}}/{total} {result.lesson.order:4}{result.lesson.title}: {how}"


def _check_output(output: Path) -> None:
    if output.exists() and not output.is_dir():
        raise CourseError(str(output), "is a file", remedy="name a folder with --output")
    if output.exists() and any(output.iterdir()) and not (output / "lessons.csv").is_file():
        raise CourseError(
            str(output),
            "not empty, and not a site of this course",
            remedy="name another folder with --output",
        )


def _check_pairs(root: Path) -> None:
    """A lesson that was changed and not paired is never published as it was before."""
    for found in stale(root):
        if isinstance(found, CourseError) and not isinstance(found, StrayError):
            raise found
        if isinstance(found, Stale) and found.reason not in (OUTPUTS, NO_LESSON):
            raise CourseError(found.name, found.reason, remedy=found.command)


def _apart(
    work: Callable[[], Coroutine[Any, Any, list[Result]]], meanwhile: Callable[[], T]
) -> tuple[list[Result], T]:
    """Run in a thread of its own: in the main one nbclient would take Ctrl-C away, which has to end all kernels.

    The main one has something else to do, ``meanwhile``. Where that fails, or is stopped, the work ends before this.
    """
    with asyncio.Runner() as runner, ThreadPoolExecutor(1) as thread:
        loop = runner.get_loop()
        try:
            done = thread.submit(lambda: runner.run(work()))
            made = meanwhile()
            return done.result(), made
        except BaseException:
            too_late()
            loop.call_soon_threadsafe(_cancel_all, loop)
            raise


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


def _begin_rendering(course: Course, root: Path, lock: dict[str, Any]) -> "Rendering":
    with lean():
        from helpers.publishing.rendering import Rendering
    return Rendering(course, root=root, lock=lock)


def _run_all(
    course: Course, *, root: Path, jobs: int, say: Callable[[str], None], lock: dict[str, Any]
) -> tuple[list[Result], "Rendering"]:
    """Execute every lesson, or say which one stopped."""
    lines = count(1)

    def report(result: Result) -> None:
        say(progress_line(result, done=next(lines), total=len(course.pages)))

    work = execute_all(course.pages, root=root, jobs=jobs, cache=root / CACHE, report=report, say=say)
    results, rendering = _apart(work, lambda: _begin_rendering(course, root, lock))
    if failed := [result for result in results if result.error]:
        raise CourseError(
            f"lesson {', '.join(result.lesson.order for result in failed)}",
            f"stopped: {'; '.join(result.error for result in failed)}; the site was left as it is",
            remedy=f"open it and run it: course lab --edit {failed[0].lesson.order}",
        )
    return results, rendering


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / OFFLINE).write_bytes(offline(folder))  # without what runs from no file://


def publish(
    root: Path,
    *,
    output: Path,
    jobs: int,
    say: Callable[[str], None],
    fresh: bool = False,
    baseurl: str = "",
    live: bool = False,
) -> Path:
    """Make the site; on an error the old one stays as it is. ``baseurl`` takes the place of the config's.

    ``live`` adds what the lessons need to run in the reader's browser.
    """
    find_notebook(root)
    _check_output(output)
    _check_pairs(root)
    course = load_course(root / "notebooks", suffix=".ipynb")
    if baseurl:
        course = replace(course, config=replace(course.config, baseurl=baseurl))
    for problem in course.left_out:
        say(str(problem))
    if fresh:
        shutil.rmtree(root / CACHE, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    repair(output)
    gathered = (
        gather(course, root=root, say=say) if live else None
    )  # before what takes longer and asks nobody
    results, rendering = _run_all(
        course, root=root, jobs=jobs, say=say, lock=gathered.lock if gathered else {}
    )
    with fresh_site(output) as folder:
        _write(rendering.files(results), folder)
        if gathered:
            gathered.write(folder / FOLDER)
            (folder / FOLDER / POLICY).write_text(policy(folder) + "\n", encoding="utf-8")
    return output
