# ruff: noqa: ASYNC110, RUF006
"""Tasks of an answer are under its limit and else as any other, and tasks of others are not touched."""

import asyncio
import contextlib
import sys

import pytest

from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.children import MANY, Children


async def loops():
    while True:
        pass


async def yields():
    while True:
        await asyncio.sleep(0)


async def raises():
    raise KeyError("lost")


async def exits():
    sys.exit("enough")


async def returns():
    await asyncio.sleep(0)
    return 7


def started(children, answer):
    """The task of an answer."""
    with children.begun():
        return asyncio.Task(answer, loop=asyncio.get_running_loop())


def together(child, seconds=0.1, *, awaited=True):
    """What an answer came to that started this child: the ``Children``, and the answer's task."""
    tasks = []

    async def answer():
        tasks.append(asyncio.create_task(child()))
        return await tasks[0] if awaited else None

    async def main():
        async with Children(Budget(seconds)) as children:
            task = started(children, answer())
            await asyncio.wait({task})
            await asyncio.wait(tasks)
        return children, task

    return asyncio.run(main())


@pytest.mark.parametrize("child", [loops, yields])
def test_a_child_without_an_end_is_stopped(child):
    assert together(child)[0].trouble == "In a task your code was still running after 0.1 s and was stopped."


def test_an_error_that_nobody_awaits_is_kept():
    children, answer = together(raises, awaited=False)
    assert (children.trouble, children.raised) == ("", "A task of yours raised KeyError: 'lost'")
    assert answer.result() is None


def test_an_error_reaches_who_awaits_it():
    assert isinstance(together(raises)[1].exception(), KeyError)


def test_an_exit_stops_nothing():
    assert together(exits)[0].trouble == "In a task your code asked Python to exit."


def test_a_child_that_ends_gives_its_value():
    children, answer = together(returns)
    assert children.trouble == children.raised == ""
    assert answer.result() == 7


def test_one_that_is_not_written_yet_says_so():
    async def child():
        raise NotImplementedError

    assert together(child, awaited=False)[0].raised == "A task of yours raised NotImplementedError"


def test_one_that_cancels_itself_is_cancelled():
    async def child():
        asyncio.current_task().cancel()
        await asyncio.sleep(0)

    children, answer = together(child)
    assert children.trouble == children.raised == ""
    assert answer.cancelled()


def test_what_is_no_coroutine_is_refused_at_once():
    async def answer():
        asyncio.create_task(returns)

    async def main():
        async with Children(Budget(1)) as children:
            await started(children, answer())

    with pytest.raises(TypeError, match="a coroutine was expected"):
        asyncio.run(main())


def test_one_knows_its_task_and_ends_in_its_own_time_when_it_is_cancelled():
    seen = []

    async def child():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            seen.append(asyncio.current_task())

    async def answer():
        task = asyncio.create_task(child())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return task

    async def main():
        async with Children(Budget(1)) as children:
            return await started(children, answer())

    task = asyncio.run(main())
    assert seen == [task]
    assert task.cancelled()


def test_all_are_given_up_whether_they_want_it_or_not():
    async def refuses():
        while True:
            with contextlib.suppress(BaseException):
                await asyncio.Event().wait()

    async def answer():
        tasks = [asyncio.create_task(refuses()) for _ in range(3)]
        await asyncio.sleep(0)
        return tasks

    async def main():
        async with Children(Budget(60)) as children:
            tasks = await started(children, answer())
        assert all(task.done() for task in tasks)
        assert children.trouble == ""
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_child_that_never_began_complains_of_nothing():
    async def answer():
        asyncio.create_task(returns()).cancel()

    async def main():
        async with Children(Budget(1)) as children:
            await started(children, answer())
            await asyncio.sleep(0)

    asyncio.run(main())


def test_too_many_are_refused():
    async def answer():
        while True:
            asyncio.create_task(returns())

    async def main():
        async with Children(Budget(1)) as children:
            await asyncio.wait({task := started(children, answer())})
        assert isinstance(task.exception(), RuntimeError)
        return children.trouble

    assert asyncio.run(main()) == f"Your code started more than {MANY} tasks."


async def raises_nothing_to_us():
    with contextlib.suppress(KeyError):
        await asyncio.create_task(raises())


def test_others_are_left_alone_and_the_loop_gets_back_what_it_had():
    made = []

    def factory(loop, coroutine, **options):
        made.append(coroutine.__name__)
        return asyncio.Task(coroutine, loop=loop, **options)

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(factory)
        async with Children(Budget(1)) as children:
            await asyncio.create_task(raises_nothing_to_us())
        assert children.raised == ""
        assert loop.get_task_factory() is factory

    asyncio.run(main())
    assert made[:2] == ["raises_nothing_to_us", "raises"]
