# ruff: noqa: ASYNC110, RUF006
"""Tasks of an answer are under its limit, and tasks of others are not touched."""

import asyncio
import sys

import pytest

from helpers.checks.alarm import Budget
from helpers.checks.loops.children import MANY, Children


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


def together(child, seconds=0.1, *, awaited=True):
    """What went wrong when an answer started this child, and what came of the answer."""

    async def answer():
        task = asyncio.create_task(child())
        return await task if awaited else None

    async def main():
        tasks = set()
        with Children(Budget(seconds), tasks) as children:
            task = children.adopt(answer())
            await asyncio.wait({task})
            await asyncio.wait(tasks)
            for one in tasks:
                one.exception()
        return children.trouble, task

    return asyncio.run(main())


@pytest.mark.parametrize("child", [loops, yields])
def test_a_child_without_an_end_is_stopped(child):
    assert together(child)[0] == "In a task your code was still running after 0.1 s and was stopped."


def test_an_error_that_nobody_awaits_is_kept():
    trouble, answer = together(raises, awaited=False)
    assert trouble == "A task of yours raised KeyError: 'lost'"
    assert answer.result() is None


def test_an_error_reaches_who_awaits_it():
    assert isinstance(together(raises)[1].exception(), KeyError)


def test_an_exit_stops_nothing():
    assert together(exits)[0] == "In a task your code asked Python to exit."


def test_a_child_that_ends_gives_its_value():
    trouble, answer = together(returns)
    assert trouble == ""
    assert answer.result() == 7


def test_a_child_that_never_began_complains_of_nothing():
    async def answer():
        asyncio.create_task(returns()).cancel()

    async def main():
        with Children(Budget(1), tasks := set()) as children:
            await children.adopt(answer())
            await asyncio.wait(tasks)

    asyncio.run(main())


def test_too_many_are_refused():
    async def answer():
        while True:
            asyncio.create_task(returns())

    async def main():
        with Children(Budget(1), tasks := set()) as children:
            await asyncio.wait({children.adopt(answer())})
            await asyncio.wait(tasks)
            for one in tasks:
                one.exception()
        return children.trouble

    assert asyncio.run(main()) == f"Your code started more than {MANY} tasks."


def test_others_are_left_alone_and_the_loop_gets_back_what_it_had():
    made = []

    def factory(loop, coroutine, **options):
        made.append(coroutine.__name__)
        return asyncio.Task(coroutine, loop=loop, **options)

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(factory)
        with Children(Budget(1), tasks := set()):
            await asyncio.create_task(returns())
        assert not tasks
        assert loop.get_task_factory() is factory

    asyncio.run(main())
    assert made[0] == "returns"
