"""`course publish`: execute (in parallel, cached), export, swap the finished site in.

Enters: the course's folder. Leaves: the site's folder, whole or untouched. Wraps the exporter and nbconvert's writer;
`jupyter nbconvert --to course --execute notebooks/*.ipynb --output-dir site` makes the same site, more slowly.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from nbconvert.writers.files import FilesWriter
from traitlets.config import Config as TraitletsConfig

from helpers.publishing.course import Course, load_course
from helpers.publishing.errors import CourseError, StrayError
from helpers.publishing.execute import Result, execute_all
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.live.gather import FOLDER, Live, gather
from helpers.publishing.page.take import OFFLINE, offline
from helpers.publishing.source.pairing import NO_LESSON, OUTPUTS, Stale, stale
from helpers.publishing.workspace import find_notebook

__all__ = ["progress_line", "publish"]

CACHE = Path("build") / "executed"
WIDTH = 24


def progress_line(result: Result, *, done: int, total: int) -> str:
    """A bar, the count, the lesson, and how long it took."""
    filled = round(WIDTH * done / total)
    how = result.error or ("unchanged" if result.cached else f"{result.seconds:.1f} s")
    bar = "█" * filled + "░" * (WIDTH - filled)
    return f"{bar} {done:>{len(str(total))}}/{total} {result.lesson.order:4}{result.lesson.title}: {how}"


def _export(results: list[Result], folder: Path, *, course: Course, live: Live | None) -> None:
    exporter = CourseExporter()
    exporter.use(course)
    exporter.offline = OFFLINE
    exporter.live = live.lock if live else {}
    writer = FilesWriter(  # type: ignore[no-untyped-call]
        config=TraitletsConfig({"FilesWriter": {"build_directory": str(folder)}})
    )
    for result in results:
        assert result.notebook is not None
        html, resources = exporter.from_notebook_node(
            result.notebook, {"lesson_source": result.lesson.source, "metadata": {"path": str(folder)}}
        )
        writer.write(  # type: ignore[no-untyped-call]
            html, resources, notebook_name=resources["unique_key"]
        )
    (folder / OFFLINE).write_bytes(offline(folder))  # without what runs from no file://
    if live:
        live.write(folder / FOLDER)


def _swap(fresh: Path, output: Path) -> None:
    """Put the fresh folder in the place of the old one, which goes only when the new one stands."""
    old = _old(output)
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _old(output: Path) -> Path:
    return output.with_name(f".{output.name}.old")


def _repair(output: Path) -> None:
    """Put right what a run left that was killed: between its two renames the site stands under the old one's name."""
    if _old(output).is_dir() and not output.exists():
        _old(output).rename(output)
    shutil.rmtree(_old(output), ignore_errors=True)
    for folder in output.parent.glob(f".{output.name}.*-*"):
        process = folder.name.removeprefix(f".{output.name}.").partition("-")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def _forget_old(cache: Path, course: Course) -> None:
    """Keep the newest run of each lesson."""
    for lesson in course.pages:
        runs = sorted(cache.glob(f"{lesson.path}-{'?' * 32}.ipynb"), key=lambda path: path.stat().st_mtime_ns)
        for path in runs[:-2]:
            path.unlink()


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


def _apart(work: Coroutine[Any, Any, list[Result]]) -> list[Result]:
    """Run in a thread of its own: in the main one nbclient would take Ctrl-C away, which has to end all kernels."""
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as thread, closing(loop):
        task = loop.create_task(work)
        done = thread.submit(loop.run_until_complete, task)
        try:
            return done.result()
        except KeyboardInterrupt:
            loop.call_soon_threadsafe(task.cancel)
            wait([done])
            raise


def _run_all(course: Course, *, root: Path, jobs: int, say: Callable[[str], None]) -> list[Result]:
    """Execute every lesson, or say which one stopped."""
    lines = count(1)

    def report(result: Result) -> None:
        say(progress_line(result, done=next(lines), total=len(course.pages)))

    results = _apart(
        execute_all(course.pages, root=root, jobs=jobs, cache=root / CACHE, report=report, say=say)
    )
    if failed := [result.lesson.order for result in results if result.notebook is None]:
        raise CourseError(
            f"lesson {', '.join(failed)}",
            "stopped while it was executed; the site was left as it is",
            remedy=f"open it and run it: course lab --edit {failed[0]}",
        )
    return results


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
    _repair(output)
    gathered = (
        gather(course, root=root, say=say) if live else None
    )  # before what takes longer and asks nobody
    results = _run_all(course, root=root, jobs=jobs, say=say)
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.{os.getpid()}-", dir=output.parent))
    try:
        _export(results, folder, course=course, live=gathered)
        folder.chmod(0o755)
        _swap(folder, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _forget_old(root / CACHE, course)
    return output
