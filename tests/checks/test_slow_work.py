"""Work notes who called it how, holds nobody up once it was let go, and leaves nothing behind."""

import asyncio
import threading
import time

import psutil
import pytest

from helpers.checks.exercises.slow_work import (
    ALONE,
    ELSEWHERE,
    HERE,
    LOOK,
    LOOKS,
    LOST,
    QUESTION,
    STUCK,
    SlowWork,
)
from helpers.checks.judges.wire import Wire, read_line, replying

GIVES = {"monday": "3 visitors", "tuesday": LookupError("none")}
ONE = {"monday": "3 visitors"}


def worked(play, gives=ONE, *, awaited=False):
    """What ``play(slow, work)`` gives and the trouble; nobody and nothing is left."""

    async def respond(line):
        return line

    async def main():
        async with Wire(replying(respond, read=read_line)) as wire:
            with SlowWork(gives, wire) as slow:
                try:
                    return await play(slow, slow.work(awaited)), slow.trouble
                finally:
                    await slow.let_go()

    before = threading.active_count(), psutil.Process().num_fds(), threading.excepthook
    try:
        return asyncio.run(main())
    finally:
        assert (threading.active_count(), psutil.Process().num_fds(), threading.excepthook) == before


async def rightly(slow, work):
    outcomes = await asyncio.gather(*(asyncio.to_thread(work, day) for day in GIVES), return_exceptions=True)
    assert slow.over
    return outcomes


def test_two_threads_at_the_same_time_are_right():
    assert worked(rightly, GIVES) == (list(GIVES.values()), "")


def test_an_async_def_is_awaited():
    async def play(slow, work):
        return await work("monday")

    assert worked(play, awaited=True) == ("3 visitors", "")


def test_an_async_def_belongs_to_its_loop():
    async def play(slow, work):
        await asyncio.to_thread(asyncio.run, work("monday"))

    assert worked(play, awaited=True)[1] == ELSEWHERE


def test_it_is_called_in_the_loops_own_thread():
    async def play(slow, work):
        return work("monday")

    assert worked(play) == ("3 visitors", HERE)


def test_who_waits_without_await_is_found_after_a_number_of_looks():
    async def play(slow, work):
        started = time.monotonic()
        thread = threading.Thread(target=work, args=("monday",))
        thread.start()
        thread.join()
        return time.monotonic() - started

    seconds, trouble = worked(play)
    assert trouble == STUCK
    assert seconds > LOOK * LOOKS * 0.9


def test_it_waits_for_the_second_and_says_if_nobody_comes():
    async def play(slow, work):
        await asyncio.to_thread(work, "monday")
        return slow.over

    assert worked(play, GIVES) == (False, ALONE)


def test_another_argument_is_told_and_not_waited_for():
    async def play(slow, work):
        return work(("monday",))

    given, trouble = worked(play)
    assert given == ""
    assert trouble.startswith("work was called with ('monday',)")


def test_an_error_that_stays_in_a_thread_is_noted_and_not_printed(capfd):
    async def play(slow, work):
        thread = threading.Thread(target=work, args=("monday",))
        thread.start()
        await asyncio.to_thread(thread.join)

    assert worked(play, {"monday": LookupError("none")})[1] == LOST
    assert capfd.readouterr() == ("", "")


def test_letting_go_ends_who_waits_and_raises_nothing():
    async def play(slow, work):
        call = asyncio.ensure_future(asyncio.to_thread(work, "monday"))
        while not slow.begun:  # noqa: ASYNC110 (sees a thread begin)
            await asyncio.sleep(0)
        await slow.let_go()
        assert await call == "3 visitors"
        return [work(day) for day in GIVES]

    assert worked(play, GIVES) == (["3 visitors", "none"], "")


def test_a_loop_that_is_closed_asks_nobody():
    async def main():
        async with Wire(replying(None)) as wire:
            return SlowWork(ONE, wire)

    slow = asyncio.run(main())
    thread = threading.Thread(target=slow.work(False), args=("monday",))
    thread.start()
    thread.join()
    assert slow.trouble == STUCK


@pytest.mark.parametrize("late", [False, True])
def test_only_the_first_trouble_is_kept(late):
    async def play(slow, work):
        if late:
            work(QUESTION)
        work("monday")

    assert (worked(play)[1] == HERE) is not late
