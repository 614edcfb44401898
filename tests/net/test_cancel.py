import asyncio

from helpers.net.cancel import cancel
from tests.net.net_samples import in_loop, stubborn, turns


@in_loop
async def test_cancelled_tasks_are_gone() -> None:
    tasks = [asyncio.ensure_future(asyncio.Event().wait()) for _ in range(3)]
    assert await cancel(tasks) == 0
    assert all(task.cancelled() for task in tasks)


@in_loop
async def test_nothing_to_cancel_takes_no_turn() -> None:
    assert await cancel([]) == 0


@in_loop
async def test_who_swallows_it_is_counted_and_not_waited_for() -> None:
    release = asyncio.Event()
    task = asyncio.ensure_future(stubborn(release))
    await turns()
    assert await cancel([task], limit=0.01) == 1
    release.set()
    await task


@in_loop
async def test_a_task_does_not_cancel_itself() -> None:
    current = asyncio.current_task()
    assert current is not None
    assert await cancel([current]) == 0
