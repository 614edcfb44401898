"""The office serves its clients, calls what it was told of by name, and leaves nothing behind."""

import asyncio
import contextlib
import threading
import time

import psutil
import pytest

from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.children import Children
from helpers.checks.judges.office import Job, Office
from helpers.loops.quiet import quiet

JOB = Job("two ask", {"monday": "3 visitors", "tuesday": LookupError("none")})


def played(respond, job=JOB, seconds=0.3):
    """Whether all were served, and the trouble; whatever happened, nothing and nobody is left."""

    children = Children(Budget(seconds))

    async def answer(office, day):
        with children.begun():
            return await respond(office, day)

    async def main():
        loop, hook = asyncio.get_running_loop(), threading.excepthook
        try:
            async with children, Office(job, answer, children=children) as office:
                office.open()
                deadline = time.monotonic() + 10
                while not (done := await office.look()) and not office.trouble:
                    assert time.monotonic() < deadline
                return done, office.trouble
        finally:
            await quiet()
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert (loop.get_task_factory(), threading.excepthook) == (None, hook)

    before = threading.active_count(), psutil.Process().num_fds()
    try:
        return asyncio.run(main())
    finally:
        assert (threading.active_count(), psutil.Process().num_fds()) == before


async def rightly(office, day):
    try:
        return (await asyncio.to_thread(office.work, day)).encode()
    except LookupError:
        return b"sorry"


def test_all_are_served_at_the_same_time():
    assert played(rightly) == (True, "")


def test_an_async_def_is_awaited():
    async def respond(office, day):
        return (await office.work(day)).encode()

    assert played(respond, Job("one asks", {"monday": "3 visitors"}, awaited=True)) == (True, "")


def test_who_waits_without_await_is_found():
    async def respond(office, day):
        thread = threading.Thread(target=office.work, args=(day,))
        thread.start()
        thread.join()
        return b""

    trouble = played(respond, Job("one asks", {"monday": "3 visitors"}))[1]
    assert "another client spoke to this server and got no answer" in trouble


def test_an_error_that_stays_in_a_thread_is_noted_and_not_printed(capfd):
    async def respond(office, day):
        threading.Thread(target=office.work, args=(day,)).start()
        await asyncio.Event().wait()

    assert "there it stayed" in played(respond)[1]
    assert capfd.readouterr() == ("", "")


def test_a_task_that_loops_is_stopped():
    async def loops():
        while True:
            pass

    async def respond(office, day):
        await asyncio.create_task(loops())
        return b""

    assert played(respond)[1] == "In a task your code was still running after 0.3 s and was stopped."


def test_tasks_that_refuse_to_end_are_left_with_no_time():
    async def refuses():
        while True:
            with contextlib.suppress(BaseException):
                await asyncio.Event().wait()

    async def respond(office, day):
        asyncio.create_task(refuses())  # noqa: RUF006
        return await rightly(office, day)

    assert played(respond, seconds=60) == (True, "")


def test_what_a_part_raises_comes_out():
    async def respond(office, day):
        raise KeyError(day)

    with pytest.raises(KeyError):
        played(respond)


def test_work_that_nobody_waits_for_is_let_go():
    async def respond(office, day):
        threading.Thread(target=office.work, args=(day,)).start()
        raise KeyError(day)

    with pytest.raises(KeyError):
        played(respond, Job("one asks", {"monday": "3 visitors"}))
