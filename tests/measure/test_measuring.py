"""Times come from other processes; a failure, an interrupt, a full system cost one job, and the rest is kept."""

import asyncio
import resource
import sys
from dataclasses import replace
from itertools import combinations

import pytest

from helpers.measure import jobs, limits
from helpers.measure.book import Book
from helpers.measure.crew import hired
from helpers.measure.figures import Figure, figures
from helpers.measure.jobs import failure_of
from helpers.measure.limits import NoRoom, make_room
from helpers.measure.measuring import measure
from helpers.measure.setting import LESSON, SHORT, TINY, Job, Plan, Setting, Size, plan
from helpers.measure.timing import histogram
from helpers.measure.ways import WAYS

FAST = Setting(every=0.1)
FEW = Plan((Size(2, 3, 0.05),), rounds=2, ways=("sse", "websocket"))


def test_a_run_in_processes_of_its_own_fills_the_book():
    book = asyncio.run(measure(FEW, Book()))
    rows = figures(book)
    assert [(row.way, row.clients, row.failed) for row in rows] == [("sse", 2, ""), ("websocket", 2, "")]
    assert all({"p50", "p99", "cpu", "message up"} <= set(row.figures) for row in rows)
    assert all(0 < row.figures["p50"].value < 1000 for row in rows)


def test_every_way_delivers_to_all():
    book = asyncio.run(measure(Plan((Size(3, 4, 0.1),), rounds=1), Book(setting=FAST)))
    results = {job.way: result for job, result in book.results("times")}
    assert not [row.failed for row in figures(book) if row.failed]
    assert set(results) == set(WAYS)
    assert all(result["deliveries"] == 12 and result["cpu"] > 0 for result in results.values())
    assert all(result["memory"] is None for result in results.values())


def test_memory_is_known_where_there_are_clients_enough():
    plan = Plan((Size(50, 1, 0.1),), rounds=1, ways=("sse", "socketio-polling"))
    book = asyncio.run(measure(plan, Book(setting=FAST)))
    results = [result for _, result in book.results("times")]
    assert [result["deliveries"] for result in results] == [50, 50]
    assert all(1000 < result["memory"] < 1_000_000 for result in results)


def test_latency_is_within_five_per_cent_of_the_clients_own_clock():
    """The histogram keeps three digits: what it says is what the client's clock said, delivery by delivery."""
    script = (
        "from helpers.measure.timing import Times\n"
        "from helpers.measure.worker import main\n"
        "plain = Times.as_json\n"
        "Times.as_json = lambda times: plain(times) | {'raw': times.raw}\n"
        "main()\n"
    )
    times = asyncio.run(_timed("websocket", Size(2, 30, 0.2), sys.executable, "-c", script))
    known, ours = histogram().decode(times["late"]), sorted(1000 * seconds for seconds in times["raw"])
    assert len(ours) == times["deliveries"] == 60
    assert known.get_value_at_percentile(50) / 1000 == pytest.approx(ours[29], rel=0.05, abs=0.01)
    assert known.get_value_at_percentile(100) / 1000 == pytest.approx(ours[-1], rel=0.05)


def test_a_way_that_fails_in_the_middle_costs_one_job():
    """A server that dies: its job says so, and the next job is done."""
    script = (
        "import os, helpers.measure.jobs as jobs\n"
        "from helpers.measure.worker import main\n"
        "served = jobs.serve_until_left\n"
        "async def dies(way, setting, control):\n"
        "    if way.name == 'sse': os._exit(3)\n"
        "    await served(way, setting, control)\n"
        "jobs.serve_until_left = dies\n"
        "main()\n"
    )
    book = asyncio.run(measure(replace(FEW, rounds=1), Book(), worker=(sys.executable, "-c", script)))
    sse, websocket = figures(book)
    assert "has ended" in sse.failed
    assert "message up" in sse.figures  # what was counted before is kept
    assert "p50" in websocket.figures
    assert [job.way for job in book.left(replace(FEW, rounds=1), list(WAYS))] == ["sse"]


def test_a_group_of_failures_says_what_the_first_is_about(monkeypatch):
    async def fails(*_, **__):
        raise ExceptionGroup("posts", [ExceptionGroup("one of them", [ValueError("no answer")])])

    monkeypatch.setattr(jobs, "count", fails)
    job = {"kind": "counts", "way": "sse", "size": {"clients": 1, "messages": 1, "seconds": 0}, "round": 0}
    assert failure_of({**job, "setting": {}}) == {"failed": "ValueError: no answer"}


def test_what_is_timed_is_alone_and_the_rest_two_at_a_time_before():
    said: list[tuple[int, str]] = []
    plan = replace(FEW, rounds=1, ways=("polling", "sse", "websocket"))
    asyncio.run(measure(plan, Book(setting=FAST), say=lambda done, total, what: said.append((done, what))))
    assert [done for done, _ in said] == list(range(7))
    before, alone = {what for _, what in said[:4]}, [what for _, what in said[4:6]]
    assert before == {"polling, 2 clients, times"} | {f"{way}, 2 clients, counts" for way in plan.ways}
    assert alone == ["sse, 2 clients, times", "websocket, 2 clients, times"]


def test_a_job_whose_process_is_killed_says_so():
    script = (
        "import os, helpers.measure.jobs as jobs\n"
        "from helpers.measure.worker import main\n"
        "jobs.do = lambda job: os._exit(9)\n"
        "main()\n"
    )
    book = asyncio.run(measure(replace(FEW, rounds=0), Book(), worker=(sys.executable, "-c", script)))
    assert all("ended with status" in row.failed for row in figures(book))


def test_an_interrupt_loses_nothing_and_the_next_run_does_the_rest(tmp_path):
    async def main() -> None:
        book, stopped = Book(tmp_path / "measured.ndjson", setting=FAST), asyncio.Event()
        running = asyncio.ensure_future(
            measure(FEW, book, say=lambda done, total, what: done == 3 and stopped.set())
        )
        await stopped.wait()
        running.cancel()
        await asyncio.wait([running])
        assert len(list(book.results("counts"))) + len(list(book.results("times"))) == 3

    asyncio.run(main())
    again = Book(tmp_path / "measured.ndjson", setting=FAST)
    assert len(again.left(FEW, list(WAYS))) == 3
    asyncio.run(measure(FEW, again))
    assert again.left(FEW, list(WAYS)) == []


def test_no_room_names_the_limit_and_the_remedy(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda which: (256, 1024))
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: None)
    with pytest.raises(NoRoom, match=r"1,000 clients need 4,200 open files.*1,024.*ulimit -n 4200"):
        make_room(1000, "counts")
    make_room(100, "counts")
    make_room(1000, "times") if limits.FILES["times"] * 1000 + limits.SPARE <= 1024 else None
    job = {"kind": "times", "way": "sse", "size": {"clients": 9000, "messages": 1, "seconds": 0}, "round": 0}
    assert "open files" in failure_of({**job, "setting": {}})["failed"]


def test_machines_that_run_lessons_measure_less():
    assert plan({}) == plan({"REALTIME_MEASURE": ""}) == LESSON
    assert plan({"CI": "true", "REALTIME_MEASURE": "tiny"}) == TINY
    assert plan({"CI": "true"}) == plan({"REALTIME_MEASURE": "short"}) == SHORT


def test_rounds_go_in_alternating_directions():
    assert not [job for job in TINY.jobs(list(WAYS)) if job.kind == "times" and not job.size.messages]
    order = [job.way for job in FEW.jobs(list(WAYS)) if job.kind == "times"]
    assert order == ["sse", "websocket", "websocket", "sse"]
    assert Job("times", "sse", Size(1, 1, 1), 2).key == "times sse 1 2"


@pytest.mark.slow
def test_two_runs_agree_on_every_count_and_on_the_order_of_every_timed_pair():
    """Which is less may not turn round, unless one of the runs calls the two equal: their spreads overlap."""
    runs = [asyncio.run(measure(LESSON, Book())) for _ in range(2)]
    assert dict(runs[0].results("counts")) == dict(runs[1].results("counts"))
    first, second = ({(row.way, row.clients): row.figures for row in figures(run)} for run in runs)
    turned = [
        (one, other, name)
        for one, other in combinations(first, 2)
        for name in ("p50", "p95", "p99", "max", "cpu", "memory")
        if one[1] == other[1] and name in first[one] and name in first[other]
        if _turned(first[one][name], first[other][name], second[one][name], second[other][name])
    ]
    assert turned == []


def _turned(one: Figure, other: Figure, one_again: Figure, other_again: Figure) -> bool:
    told_apart = not one.same(other) and not one_again.same(other_again)
    return told_apart and (one.value < other.value) != (one_again.value < other_again.value)


async def _timed(way: str, size: Size, *command: str) -> dict:
    results: list[dict] = []
    async with hired(command) as one:
        await one.do(
            [(Job("times", way, size), FAST)], lambda number, result: results.append(result), at_once=1
        )
    return results[0]
