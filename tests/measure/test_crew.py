"""A worker stands by, is hired by one at a time, and is gone with whoever started it, or after an interrupt."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from helpers.measure.crew import WORKER, Ended, hired, stand_by
from helpers.measure.setting import Job, Setting, Size
from helpers.net import stop_all
from tests.net.net_samples import in_loop

JOB = Job("counts", "sse", Size(1, 0, 0))
LOST, FATAL = 8, 9  # rounds
# Writes down that it has begun, and answers with its process id; LOST has no answer, and FATAL ends it.
PLAIN = f"""
import json, os, sys
open(sys.argv[1], "a").write("begun\\n")
for line in sys.stdin:
    number, _, job = line.partition(" ")
    round = json.loads(job)["round"]
    round != {FATAL} or sys.exit()
    round == {LOST} or print(number, json.dumps({{"pid": os.getpid()}}), flush=True)
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    return [sys.executable, "-c", PLAIN, str(tmp_path / "begun")]


def begun(command: list[str]) -> int:
    return len(Path(command[-1]).read_text().splitlines())


async def ask(command: list[str], job: Job = JOB) -> int:
    """Have a job done; the process id of who did it."""
    found: list[dict[str, int]] = []
    async with hired(command) as one:
        await one.do([(job, Setting())], lambda number, result: found.append(result), at_once=1)
    return found[0]["pid"]


@in_loop
async def test_who_stands_by_does_one_thing_after_the_other_and_ends_with_all_the_rest(command):
    await stand_by(command)
    await stand_by(command)
    first = await ask(command)
    assert await ask(command) == first
    assert begun(command) == 1
    await stop_all()
    assert not psutil.pid_exists(first)


@in_loop
async def test_where_nobody_stands_by_each_gets_a_new_one_which_ends_with_its_work(command):
    first, second = await ask(command), await ask(command)
    assert first != second
    assert not psutil.pid_exists(first)
    assert not psutil.pid_exists(second)


@in_loop
async def test_nobody_shares_a_worker_and_one_too_many_is_not_kept(command):
    await stand_by(command)
    both = set(await asyncio.gather(ask(command), ask(command)))
    assert len(both) == 2
    assert {pid for pid in both if psutil.pid_exists(pid)} == {await ask(command)}


@in_loop
async def test_an_interrupt_ends_it_and_the_next_is_kept_again(command):
    await stand_by(command)
    first = await ask(command)
    endless = asyncio.ensure_future(ask(command, replace(JOB, round=LOST)))
    await asyncio.sleep(0)
    endless.cancel()
    await asyncio.wait([endless])
    assert endless.cancelled()
    assert not psutil.pid_exists(first)
    second = await ask(command)
    assert await ask(command) == second


@in_loop
async def test_who_is_hired_while_all_is_stopped_ends_with_its_work(command):
    await stand_by(command)
    async with hired(command) as one:
        await stop_all()
    assert one.over


@in_loop
async def test_one_that_ends_says_so_and_one_that_has_ended_is_replaced(command):
    await stand_by(command)
    with pytest.raises(Ended, match="run this again for what is left"):
        await ask(command, replace(JOB, round=FATAL))
    async with hired(command) as one:
        pass
    os.kill(one._process.pid, signal.SIGKILL)
    await one._process.wait()
    assert one.over
    assert await ask(command) != one._process.pid


@in_loop
async def test_results_come_as_they_are_known_and_jobs_begin_as_there_is_room(tmp_path):
    """The first job ends only after the last, which begins when the second has ended."""
    said: list[str] = []

    def jobs():
        for number in range(3):
            said.append(f"begun {number}")
            yield replace(JOB, round=number), Setting()

    script = (
        "import sys, helpers.measure.jobs as jobs\n"
        "from helpers.measure.worker import main\n"
        "meet = lambda job: job['round'] == 1 or open(sys.argv[1], 'rw'[job['round'] == 2])\n"
        "jobs.do = lambda job: (meet(job), jobs.leave({}))\n"
        "main()\n"
    )
    os.mkfifo(tmp_path / "door")  # whoever opens one end waits for the other
    async with hired([sys.executable, "-c", script, str(tmp_path / "door")]) as one:
        await one.do(jobs(), lambda number, result: said.append(f"done {number}"), at_once=2)
    assert said[:4] == ["begun 0", "begun 1", "done 1", "begun 2"]
    assert set(said[4:]) == {"done 0", "done 2"}


KERNEL = """
import asyncio, sys
from helpers.measure.crew import hired, stand_by
from helpers.measure.setting import Job, Setting, Size

async def main():
    await stand_by([sys.executable, *sys.argv[1:]])
    print("stands by", file=sys.stderr, flush=True)
    async with hired([sys.executable, *sys.argv[1:]]) as one:
        jobs = [(Job("times", way, Size(2, 1, 1)), Setting()) for way in ("sse", "websocket")]
        await one.do(jobs, print, at_once=2)

asyncio.run(main())
"""
BUSY = """
import asyncio, sys
import helpers.measure.jobs as jobs
from helpers.measure.worker import main

async def load(way, size, setting, asked, **how):
    await asked.port()
    print("is busy", file=sys.stderr, flush=True)
    await asyncio.Event().wait()

jobs.load = load
main()
"""


@pytest.mark.parametrize(
    ("worker", "words"),
    [(WORKER[1:], ["stands by"]), (("-c", BUSY), ["stands by", "is busy", "is busy"])],
    ids=["importing", "measuring"],
)
def test_nothing_survives_a_kernel_that_is_killed(worker, words):
    """All of them hold the same pipe: it ends with the last."""
    kernel = subprocess.Popen([sys.executable, "-c", KERNEL, *worker], stderr=subprocess.PIPE, text=True)
    assert [kernel.stderr.readline().strip() for _ in words] == words
    kernel.kill()
    assert kernel.communicate(timeout=60)[1] == ""
