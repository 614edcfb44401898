"""What `course publish` costs beside the lessons' own execution: CPU time of its process, as its wall time would be
on a machine with nothing else to do. The whole course is published first, from what earlier runs gave.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURED = """
import sys, time
from helpers.publishing import cli, publish

work, spent, ran = publish._apart, 0.0, []

def timed(*given):
    global spent
    began = time.process_time()
    try:
        return work(*given)
    finally:
        spent += time.process_time() - began

def say(line):
    if not line.endswith("unchanged"):
        ran.append(line)

publish._apart, cli._say = timed, say
assert cli.main(["publish"]) == 0
print(time.process_time() - spent, len(ran))
"""

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course, published."""
    whole = [sys.executable, "-m", "helpers.publishing", "publish"]
    root = tmp_path_factory.mktemp("publishing")
    subprocess.run(
        [*whole, "--output", root / "site"], cwd=ROOT, check=True, capture_output=True, timeout=600
    )
    shutil.rmtree(root / "site")
    for name in ("lessons", "notebooks", "helpers", "build/executed"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    subprocess.run(whole, cwd=root, check=True, capture_output=True, timeout=600)
    return root


def publish(root):
    """The CPU seconds of a run beside those in which lessons were executed, and how many were."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], cwd=root, check=True, capture_output=True, text=True, timeout=120
    )
    seconds, ran = done.stdout.split()[-2:]
    return float(seconds), int(ran)


def test_without_a_change_it_takes_less_than_a_second(course):
    seconds, ran = publish(course)
    print(f"unchanged: {seconds:.2f} s")
    assert (seconds < 1, ran) == (True, 0)


def test_one_changed_lesson_costs_less_than_a_second_beside_its_execution(course):
    path = course / "lessons" / "7a-conclusion.md"
    path.write_text(f"{path.read_text()}\nOne more sentence.\n")
    subprocess.run(
        [sys.executable, "-m", "helpers.publishing", "pair"], cwd=course, check=True, capture_output=True
    )
    seconds, ran = publish(course)
    print(f"one lesson changed: {seconds:.2f} s beside its execution")
    assert (seconds < 1, ran) == (True, 1)
