"""`course publish`: execute (in parallel, cached), export, swap the finished site in.

Enters: the course's folder. Leaves: the site's folder, whole or untouched. Wraps the exporter and nbconvert's writer;
`jupyter nbconvert --to course --execute notebooks/*.ipynb --output-dir site` makes the same site, more slowly.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from nbconvert.writers.files import FilesWriter
from traitlets.config import Config as TraitletsConfig

from helpers.publishing.course import Course, load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.execute import Result, execute_all
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.workspace import lowest_notebook

__all__ = ["progress_line", "publish"]

CACHE = Path("build") / "executed"
WIDTH = 24


def progress_line(result: Result, *, done: int, total: int) -> str:
    """A bar, the count, the lesson, and how long it took."""
    filled = round(WIDTH * done / total)
    how = result.error or ("unchanged" if result.cached else f"{result.seconds:.1f} s")
    bar = "█" * filled + "░" * (WIDTH - filled)
    return f"{bar} {done:>{len(str(total))}}/{total} {result.lesson.order:4}{result.lesson.title}: {how}"


def _export(results: list[Result], folder: Path) -> None:
    exporter = CourseExporter()
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


def _swap(fresh: Path, output: Path) -> None:
    """Put the fresh folder in the place of the old one, which goes only when the new one stands."""
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _forget_old(cache: Path, course: Course) -> None:
    """Keep the newest run of each lesson."""
    for lesson in course.lessons:
        runs = sorted(cache.glob(f"{lesson.path}-{'?' * 32}.ipynb"), key=lambda path: path.stat().st_mtime_ns)
        for path in runs[:-2]:
            path.unlink()


def _check_output(output: Path) -> None:
    if output.exists() and any(output.iterdir()) and not (output / "lessons.csv").is_file():
        raise CourseError(
            str(output),
            "not empty, and not a site of this course",
            remedy="name another folder with --output",
        )


def _run_all(course: Course, *, root: Path, jobs: int, say: Callable[[str], None]) -> list[Result]:
    """Execute every lesson, or say which one stopped."""
    lines = count(1)

    def report(result: Result) -> None:
        say(progress_line(result, done=next(lines), total=len(course.lessons)))

    run = execute_all(course.lessons, root=root, jobs=jobs, cache=root / CACHE, report=report)
    results = asyncio.run(run)
    if failed := [result.lesson.order for result in results if result.notebook is None]:
        raise CourseError(
            f"lesson {', '.join(failed)}",
            "stopped while it was executed; the site was left as it is",
            remedy=f"open it and run it: course lab --edit {failed[0]}",
        )
    return results


def publish(root: Path, *, output: Path, jobs: int, say: Callable[[str], None], fresh: bool = False) -> Path:
    """Make the site; on an error the old one stays as it is."""
    lowest_notebook(root)
    _check_output(output)
    course = load_course(root / "notebooks", suffix=".ipynb")
    if fresh:
        shutil.rmtree(root / CACHE, ignore_errors=True)
    results = _run_all(course, root=root, jobs=jobs, say=say)
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        _export(results, folder)
        folder.chmod(0o755)
        _swap(folder, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _forget_old(root / CACHE, course)
    return output
