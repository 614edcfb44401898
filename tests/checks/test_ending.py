"""Tasks end, whoever began them, and what they raised is looked at."""

import asyncio
import contextlib
import gc
import time

from helpers.checks.engine.children import end


def test_who_waits_who_failed_and_who_calls():
    complaints = []

    async def fails():
        raise ValueError("nobody looks")

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        tasks = [asyncio.ensure_future(one) for one in (asyncio.Event().wait(), fails())]
        await asyncio.sleep(0)
        await end([*tasks, asyncio.current_task()])
        assert [task.cancelled() for task in tasks] == [True, False]

    asyncio.run(main())
    gc.collect()
    assert complaints == []


def test_who_refuses_is_waited_for_a_second():
    async def main():
        released = asyncio.Event()

        async def refuses():
            while not released.is_set():
                with contextlib.suppress(asyncio.CancelledError):
                    await released.wait()

        task = asyncio.ensure_future(refuses())
        await asyncio.sleep(0)
        started = time.monotonic()
        await end([task])
        assert 0.9 < time.monotonic() - started < 10
        released.set()
        await task

    asyncio.run(main())
