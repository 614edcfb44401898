import asyncio
import contextvars
import functools
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.exercises.proofs import Answers

ANSWERS = Answers("beside")


def plain_or_awaited(plain):
    """An answer from its half for ordinary functions."""

    async def beside(work, argument):
        if inspect.iscoroutinefunction(work):
            return await work(argument)
        return await plain(work, argument)

    beside.__name__ = plain.__name__
    return beside


def right(plain):
    return ANSWERS.right(plain_or_awaited(plain))


def wrong(why):
    return lambda plain: ANSWERS.wrong(why)(plain_or_awaited(plain))


@right
async def in_the_usual_threads(work, argument):
    return await asyncio.to_thread(work, argument)


@right
async def with_a_partial(work, argument):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(work, argument))


@right
async def with_a_pool_of_its_own(work, argument):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return await asyncio.wrap_future(pool.submit(work, argument))


@right
async def with_a_thread_and_a_future(work, argument):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def run():
        try:
            result = work(argument)
        except Exception as error:
            loop.call_soon_threadsafe(future.set_exception, error)
        else:
            loop.call_soon_threadsafe(future.set_result, result)

    threading.Thread(target=run).start()
    return await future


@right
async def looks_after_its_thread(work, argument):
    found = []

    def run():
        try:
            found.extend((work(argument), None))
        except Exception as error:
            found.extend((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():  # noqa: ASYNC110 (a learner's way)
        await asyncio.sleep(0.01)
    result, error = found
    if error:
        raise error
    return result


@right
async def a_pool_for_each_call_in_its_context(work, argument):
    pool = ThreadPoolExecutor(1)
    try:
        call = functools.partial(contextvars.copy_context().run, work, argument)
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(pool, call))
    finally:
        pool.shutdown(wait=False)


@ANSWERS.right
async def an_event_and_what_is_to_be_done_then(work, argument):
    if inspect.iscoroutinefunction(work):
        return await asyncio.create_task(work(argument))
    loop, done, outcome = asyncio.get_running_loop(), asyncio.Event(), []

    def run():
        try:
            value = work(argument)
            outcome.append(lambda: value)
        except BaseException as error:
            raising = error

            def again():
                raise raising

            outcome.append(again)
        loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, daemon=True).start()
    await done.wait()
    return outcome[0]()


@ANSWERS.right
async def awaits_what_the_thread_gave(work, argument):
    result = await asyncio.to_thread(work, argument)
    return await result if inspect.isawaitable(result) else result


@ANSWERS.right
def returns_what_is_to_be_awaited(work, argument):
    return work(argument) if asyncio.iscoroutinefunction(work) else asyncio.to_thread(work, argument)


@ANSWERS.wrong("called in the event loop's own thread")
async def calls_it(work, argument):
    return work(argument)


@ANSWERS.wrong("called in the event loop's own thread")
async def awaits_everything(work, argument):
    return await work(argument)


@ANSWERS.wrong("called in the event loop's own thread")
async def sleeps_and_then_calls(work, argument):
    await asyncio.sleep(0)
    return work(argument)


@ANSWERS.wrong("called in the event loop's own thread")
async def calls_it_in_a_task(work, argument):
    async def run():
        return work(argument)

    return await asyncio.create_task(run())


@ANSWERS.wrong("called in the event loop's own thread")
async def calls_it_for_the_thread(work, argument):
    return await asyncio.to_thread(work(argument))


@ANSWERS.wrong("called in the event loop's own thread")
async def looks_at_the_result(work, argument):
    result = work(argument)
    return await result if inspect.isawaitable(result) else result


@ANSWERS.wrong("your function waits without await")
async def joins(work, argument):
    found = []
    thread = threading.Thread(target=lambda: found.append(work(argument)))
    thread.start()
    thread.join()
    return found[0]


@ANSWERS.wrong("your function waits without await")
async def waits_for_the_result(work, argument):
    with ThreadPoolExecutor() as pool:
        return pool.submit(work, argument).result()


@ANSWERS.wrong("your function waits without await")
async def leaves_the_pool_too_soon(work, argument):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        future = loop.run_in_executor(pool, work, argument)
    return await future


@ANSWERS.wrong("returned an object of type coroutine, and not what comes of it: await it")
async def forgets_to_await(work, argument):
    return asyncio.to_thread(work, argument)


@ANSWERS.wrong("of type Future, and not what comes of it: await it")
async def gives_the_future(work, argument):
    return asyncio.get_running_loop().run_in_executor(None, work, argument)


@ANSWERS.wrong("returned None, and work was never called")
async def forgets_to_return_and_to_await(work, argument):
    asyncio.to_thread(work, argument).close()


@wrong("returned None. Is a `return` missing?")
async def forgets_to_return(work, argument):
    await asyncio.to_thread(work, argument)


@ANSWERS.wrong("of type coroutine, and not what comes of it: await it")
async def always_a_thread(work, argument):
    return await asyncio.to_thread(work, argument)


@ANSWERS.wrong("belongs to the loop that runs you")
async def another_loop_for_the_async(work, argument):
    if inspect.iscoroutinefunction(work):
        return await asyncio.to_thread(asyncio.run, work(argument))
    return await asyncio.to_thread(work, argument)


@ANSWERS.wrong("RuntimeError: asyncio.run() cannot be called from a running event loop")
async def runs_a_loop_in_the_loop(work, argument):
    waiting = asyncio.to_thread(work, argument)
    try:
        return asyncio.run(waiting)
    finally:
        waiting.close()


@wrong("work raised an error, and your function kept it to itself")
async def swallows(work, argument):
    try:
        return await asyncio.to_thread(work, argument)
    except Exception as error:
        return f"error: {error}"


@wrong("another one came out: let it pass as it is")
async def raises_its_own(work, argument):
    try:
        return await asyncio.to_thread(work, argument)
    except Exception as error:
        raise RuntimeError("no report") from error


@wrong("pass as it is")
async def in_a_group(work, argument):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(asyncio.to_thread(work, argument))
    return task.result()


@wrong("work raised an error in your thread, and there it stayed")
async def loses_the_error(work, argument):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(
        target=lambda: loop.call_soon_threadsafe(future.set_result, work(argument)), daemon=True
    ).start()
    return await future


@wrong("work is over, and your function still waits")
async def waits_for_something(work, argument):
    found = []
    threading.Thread(target=lambda: found.append(work(argument)), daemon=True).start()
    while not any(found):  # noqa: ASYNC110 (a learner's way)
        await asyncio.sleep(0.001)
    return found[0]


LOCK = threading.Lock()


@wrong("began only when it was over for the first")
async def one_after_the_other(work, argument):
    def run():
        with LOCK:
            return work(argument)

    return await asyncio.to_thread(run)


RESULTS = []


@wrong("Give what work returned for this argument")
async def shares_its_results(work, argument):
    RESULTS.clear()
    await asyncio.to_thread(lambda: RESULTS.append(work(argument)))
    await asyncio.sleep(0.05)
    return RESULTS[-1] if RESULTS else ""


@wrong("missing 1 required positional argument")
async def forgets_the_argument(work, argument):
    return await asyncio.to_thread(work)


@wrong("it wants the argument that your function got")
async def another_argument(work, argument):
    return await asyncio.to_thread(work, (argument,))


@wrong("Give what work returned for this argument")
async def makes_bytes(work, argument):
    return (await asyncio.to_thread(work, argument)).encode()
