import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.publish import _apart, publish
from helpers.publishing.source.pairing import pair
from tests.publishing.publishing_samples import lesson, make_course_folder

ROOT = Path(__file__).parents[2]
TWO = {
    "1a-hello": lesson(),
    "1b-next": lesson(
        "Next", order="1B", path="next", icon="", body="# Next\n\n```python\nprint(6 * 7)\n```\n"
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = make_course_folder(tmp_path_factory.mktemp("p") / "course", TWO)
    lines = []
    site = publish(root, output=root / "site", jobs=2, say=lines.append)
    return root, site, lines


@pytest.fixture
def copy(published, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(published[0], root)
    return root


def wait_for(look):
    """What another process has, as soon as it has it."""
    for _ in range(300):
        if found := look():
            return found
        threading.Event().wait(0.1)  # no event of ours tells of it
    raise AssertionError("it never came")


def run(root, **options):
    lines = []
    publish(root, output=root / "site", jobs=2, say=lines.append, **options)
    return lines


def test_the_site_is_whole_and_shows_outputs(published):
    _, site, lines = published
    assert {"hello.html", "next.html", "index.html", "404.html", "assets"} <= {
        path.name for path in site.iterdir()
    }
    assert "42" in (site / "next.html").read_text()
    assert lines[-1].startswith("█" * 24 + " 2/2 ")
    assert not list(site.parent.glob(".site*"))


def test_an_unchanged_lesson_is_not_run_again(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("6 * 7", "6 * 8"))
    pair(copy)
    lines = sorted(line.partition("1")[2].split(" ", 1)[1] for line in run(copy))
    assert sum("unchanged" in line for line in lines) == 1
    assert "48" in (copy / "site" / "next.html").read_text()


def test_a_failing_lesson_leaves_the_old_site(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("print(6 * 7)", "1 / 0"))
    pair(copy)
    lines = []
    said = r"lesson 1B: stopped: cell 2 \(1 / 0\): ZeroDivisionError.*course lab --edit 1B"
    with pytest.raises(CourseError, match=said):
        publish(copy, output=copy / "site", jobs=2, say=lines.append)
    assert any("cell 2 (1 / 0): ZeroDivisionError: division by zero" in line for line in lines)
    assert "42" in (copy / "site" / "next.html").read_text()
    assert not list(copy.glob(".site*"))


def test_a_folder_that_is_no_site_is_never_replaced(copy):
    (copy / "mine").mkdir()
    (copy / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(CourseError, match="not a site of this course"):
        publish(copy, output=copy / "mine", jobs=2, say=str)
    assert (copy / "mine" / "thesis.txt").read_text() == "x"


def test_a_renamed_lesson_leaves_no_old_page(copy):
    path = copy / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace("path: next", "path: after"))
    pair(copy)
    run(copy)
    assert not (copy / "site" / "next.html").exists()
    assert (copy / "site" / "after.html").is_file()


def change(root, old, new, *, paired=True):
    path = root / "lessons" / "1b-next.md"
    path.write_text(path.read_text().replace(old, new))
    if paired:
        pair(root)


def test_a_lesson_that_was_changed_and_not_paired_is_never_published_silently(copy):
    change(copy, "6 * 7", "6 * 8", paired=False)
    with pytest.raises(CourseError, match=r"1b-next: lesson and notebook say different things.*course pair"):
        run(copy)
    (copy / "lessons" / "1c-more.md").write_text(lesson("More", order="1C", path="more", body="# More\n"))
    (copy / "lessons" / "1b-next.md").write_bytes((copy / "lessons" / "1a-hello.md").read_bytes())
    with pytest.raises(CourseError):
        run(copy)


def test_outputs_in_a_notebook_are_no_reason_to_stop(copy):
    path = copy / "notebooks" / "1b-next.ipynb"
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 7'))
    assert "1b-next" not in "".join(run(copy))
    assert "42" in (copy / "site" / "next.html").read_text()


def test_half_a_result_in_the_cache_means_executing_again(copy):
    (cached,) = (copy / "build" / "executed").glob("next-*.ipynb")
    cached.write_text(cached.read_text()[:200])
    lines = run(copy)
    assert [line for line in lines if "Next" in line and "unchanged" not in line]
    assert "42" in (copy / "site" / "next.html").read_text()


def test_a_cache_that_cannot_be_written_stops_nothing(copy):
    shutil.rmtree(copy / "build")
    (copy / "build").write_text("a file")
    run(copy)
    assert "42" in (copy / "site" / "next.html").read_text()


def test_a_cell_that_hangs_is_named_while_it_runs_and_when_it_is_given_up(copy, monkeypatch):
    monkeypatch.setattr("helpers.publishing.execute.TIMEOUT", 2)
    monkeypatch.setattr("helpers.publishing.execute.PATIENCE", 0.5)
    change(copy, "print(6 * 7)", "print(6)\n```\n\n```python\nimport threading\nthreading.Event().wait()")
    lines = []
    with pytest.raises(CourseError, match="lesson 1B: stopped"):
        publish(copy, output=copy / "site", jobs=2, say=lines.append)
    assert any(line.startswith("… 1B  cell 3 (import threading) of 3, for ") for line in lines)
    assert any(line.endswith("cell 3 (import threading) took longer than 2 s") for line in lines)


def test_a_kernel_that_dies_is_named_with_its_cell(copy):
    change(copy, "print(6 * 7)", "import os\nos._exit(1)")
    lines = []
    with pytest.raises(CourseError, match="lesson 1B: stopped"):
        publish(copy, output=copy / "site", jobs=2, say=lines.append)
    assert any(line.endswith("the kernel died: cell 2 (import os)") for line in lines)


def test_a_publish_that_was_killed_between_its_two_renames_is_put_right(copy):
    (copy / "site").rename(copy / ".site.old")
    (copy / ".site.999999999-left").mkdir()
    (copy / f".site.{os.getpid()}-mine").mkdir()
    change(copy, "print(6 * 7)", "1 / 0")
    with pytest.raises(CourseError):
        run(copy)
    assert "42" in (copy / "site" / "next.html").read_text()
    assert [path.name for path in copy.glob(".site*")] == [f".site.{os.getpid()}-mine"]


def test_what_fails_beside_the_lessons_ends_them():
    def fail():
        raise CourseError("here", "wrong")

    with pytest.raises(CourseError, match="here: wrong"):
        _apart(asyncio.Event().wait, fail)


def test_ctrl_c_is_one_line_and_the_old_site_stays(copy):
    change(copy, "print(6 * 7)", "import time\ntime.sleep(100)")
    command = [sys.executable, "-m", "helpers.publishing", "publish"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert any("1/2" in line for line in iter(process.stdout.readline, ""))  # one lesson, from the cache
        kernels = wait_for(lambda: psutil.Process(process.pid).children(recursive=True))
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert (process.returncode, "open" in out) == (130, False)
    assert error.strip() == "course: stopped; what was there is as it was"
    assert "42" in (copy / "site" / "next.html").read_text()
    assert not psutil.wait_procs(kernels, timeout=10)[1]
    assert not list(copy.glob(".site*"))
