"""`course publish`, killed or interrupted in mid-work: what is served is the old site or the new one, and no mixture.

The run is killed by itself, with SIGKILL or, as Ctrl-C does, with SIGINT, at a chosen one of the changes that it is
about to make to the disk: Python's audit hooks tell of each. Between two renames there is no site for a moment; who
is killed there has it put right by the next start. The lessons were executed before, but in the long form.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from helpers.publishing.source.pairing import pair
from tests.publishing.publishing_samples import lesson, make_course_folder
from tests.publishing.test_publish import wait_for

ROOT = Path(__file__).parents[2]
TWO = {
    "1a-hello": lesson(body="# Hello\n\nThis is the old site.\n\n```python\n1 + 1\n```\n"),
    "1b-next": lesson("Next", order="1B", path="next", icon="", body="# Next\n\nThis is the old site.\n"),
}
# The driver kills itself at the Nth event of one kind; without an N it counts them.
DRIVER = """
import os, sys
from helpers.publishing.cli import main
from helpers.publishing.stopping import program

kinds, at, seen = sys.argv[1].split(","), int(sys.argv[2]), 0

def changes(event, arguments):
    return event != "open" or isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")

def hook(event, arguments):
    global seen
    if event in kinds and changes(event, arguments):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), int(sys.argv[4]))

def run():
    status = main(["publish", "--jobs", "2", "--output", sys.argv[3]])
    print("seen", seen)
    return status

sys.addaudithook(hook)
program(run)
"""
RENAMES = "os.rename"
STOPPED = "course: stopped; what was there is as it was"
ALL = "os.rename,os.mkdir,os.remove,os.rmdir,os.chmod,open,shutil.rmtree,tempfile.mkdtemp,subprocess.Popen"


def publish(root, kinds=RENAMES, at=0, output="site", by=signal.SIGKILL):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", DRIVER, kinds, str(at), output, str(int(by))]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A course whose site is old: its lessons were changed since, executed, and one of them renamed."""
    root = make_course_folder(tmp_path_factory.mktemp("kills") / "course", TWO)
    assert publish(root).returncode == 0
    for path in (root / "lessons").glob("*.md"):
        path.write_text(path.read_text().replace("old site", "new site").replace("path: next", "path: after"))
    pair(root)
    assert publish(root, output="elsewhere").returncode == 0
    for kept in ("gleaned", "pages", "paired"):
        shutil.rmtree(root / "build" / kept)
    return root


def counted(published, tmp_path, kinds):
    """How many changes a run makes."""
    done = publish(shutil.copytree(published, tmp_path / "counted"), kinds)
    assert done.returncode == 0
    return int(done.stdout.split()[-1])


def age(site):
    """Which of the two sites stands there, every page and file of it."""
    pages = {path.name: path.read_text() for path in site.glob("*.html")}
    ages = {word for text in pages.values() for word in re.findall(r"This is the (old|new) site", text)}
    assert len(ages) == 1
    (found,) = ages
    second = {"old": "next.html", "new": "after.html"}[found]
    lessons = {"hello.html", second}
    assert set(pages) == lessons | {"index.html", "404.html", "rfcs.html", "statistics.html"}
    assert f"{found} site" in (site / "assets" / "search.js").read_text()
    assert f'href="{second}"' in pages["index.html"]
    for text in pages.values():
        for target in re.findall(r'(?:href|src)="(?!https?:|#|/)([^"?#]+)', text):
            assert (site / target).is_file(), target
    assert (site / "course-offline.zip").is_file()
    return found


def kill(published, folder, kinds, at):
    """A run that is killed, then one that is not; what stood there in between."""
    root = shutil.copytree(published, folder)
    killed = publish(root, kinds, at)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    between = age(root / "site") if (root / "site").exists() else ""
    assert publish(root).returncode == 0
    assert age(root / "site") == "new"
    assert not list(root.rglob(".[!n]*"))  # all that is hidden is the site's own .nojekyll
    return between


@pytest.fixture(scope="module")
def renames(published, tmp_path_factory):
    """How many files and folders a run renames; the last are the old site and the new one."""
    return counted(published, tmp_path_factory.mktemp("renames"), RENAMES)


@pytest.mark.parametrize("last", [3, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_kill_at_each_rename_leaves_the_old_site_or_the_new_one(published, tmp_path, renames, last):
    """Those before the last three put a file into the cache each; the last two put the new site in place."""
    moments = range(1, renames + 1)[-last:]
    left = [kill(published, tmp_path / str(at), RENAMES, at) for at in moments]
    assert left.count("") <= 1  # between the two renames, which the next start puts right
    assert set(left) <= {"old", "new", ""}


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_kills_at_random_leave_the_old_site_or_the_new_one(published, tmp_path, kills):
    course = shutil.copytree(published, tmp_path / "course")
    if kills == 20:
        shutil.rmtree(course / "build" / "executed")
    count = counted(course, tmp_path, ALL)
    moments = sorted(random.Random(16).sample(range(1, count + 1), kills))
    print(f"{kills} of {count} moments: {moments}")
    left = [kill(course, tmp_path / str(at), ALL, at) for at in moments]
    assert set(left) <= {"old", "new", ""}


def interrupt(published, folder, kinds, at):
    """A run that is interrupted: it was stopped and says so in one line, or it was too late; which site there is."""
    root = shutil.copytree(published, folder)
    done = publish(root, kinds, at, by=signal.SIGINT)
    stands = age(root / "site")
    assert (done.returncode, done.stderr.strip(), stands) in [(130, STOPPED, "old"), (0, "", "new")]
    assert not list(root.glob(".site*")) + list(root.rglob("*.tmp"))
    return stands


def test_an_interrupt_between_the_two_renames_of_the_swap_comes_too_late(published, tmp_path, renames):
    assert interrupt(published, tmp_path / "course", RENAMES, renames) == "new"


def test_an_interrupt_as_the_new_site_is_begun_leaves_nothing_of_it(published, tmp_path):
    assert interrupt(published, tmp_path / "course", "os.mkdir", 3) == "old"


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [ALL, "import,exec,compile"], ids=["changes", "imports"])
def test_interrupts_at_random_leave_the_old_site_and_say_one_line(published, tmp_path, kinds):
    count = counted(published, tmp_path, kinds)
    moments = sorted(random.Random(17).sample(range(1, count + 1), 40))
    print(f"40 of {count} moments: {moments}")
    left = [interrupt(published, tmp_path / str(at), kinds, at) for at in moments]
    assert left.count("old") > 20


def test_a_kill_while_a_lesson_runs_leaves_no_kernel_and_no_half_of_anything(published, tmp_path):
    root = shutil.copytree(published, tmp_path / "course")
    path = root / "lessons" / "1a-hello.md"
    path.write_text(path.read_text().replace("1 + 1", "import threading\n\nthreading.Event().wait()"))
    pair(root)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "helpers.publishing", "publish"]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL) as process:
        kernels = wait_for(lambda: psutil.Process(process.pid).children(recursive=True))
        process.kill()
    assert not psutil.wait_procs(kernels, timeout=30)[1]
    assert age(root / "site") == "old"
    path.write_text(path.read_text().replace("threading.Event().wait()", "1 + 1"))
    pair(root)
    assert publish(root).returncode == 0
    assert age(root / "site") == "new"
    assert not list(root.glob(".site*"))
