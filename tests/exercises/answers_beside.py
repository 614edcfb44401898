import asyncio
import contextvars
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.exercises.proofs import Answers

ANSWERS = Answers("beside")
PLAIN = "return await asyncio.to_thread(work, argument)"
ASYNC = "    if inspect.iscoroutinefunction(work):\n        return await work(argument)\n"
OWN = "called in the event loop's own thread"
COROUTINE = "of type coroutine, and not what comes of it: await it"
FIRST = "import inspect\n"
POOL = f"{FIRST}from concurrent.futures import ThreadPoolExecutor\n"
STUCK = "your function waits without await"
GIVEN = "Give what work returned for this argument"


def block(*lines):
    """Lines for the body of the solution."""
    return "\n    ".join(lines)


ANSWERS.right_edits(
    ("await work(argument)", "await asyncio.create_task(work(argument))"),
    (PLAIN, "return await asyncio.get_running_loop().run_in_executor(None, lambda: work(argument))"),
    ("async def", "def", "await work", "work", "await asyncio", "asyncio"),
)
ANSWERS.edits(
    (ASYNC, "", PLAIN, "return work(argument)", OWN),
    (ASYNC, "", PLAIN, "return await work(argument)", OWN),
    (PLAIN, "await asyncio.sleep(0)\n    return work(argument)", OWN),
    (PLAIN, "async def run():\n        return work(argument)\n    return await asyncio.create_task(run())", OWN),
    (PLAIN, "return await asyncio.to_thread(work(argument))", OWN),
    ("if inspect.iscoroutinefunction(work)", "if inspect.isawaitable(work(argument))", OWN),
    ("await asyncio", "asyncio", COROUTINE),
    (ASYNC, "", COROUTINE),
    (PLAIN, "return asyncio.get_running_loop().run_in_executor(None, work, argument)", "of type Future, and not"),
    (PLAIN, "asyncio.to_thread(work, argument).close()", "returned None, and work was never called"),
    ("return await asyncio", "await asyncio", "returned None. Is a `return` missing?"),
    ("await work", "await asyncio.to_thread(asyncio.run, work", "(argument)\n", "(argument))\n",
     "belongs to the loop"),
    ("to_thread(work, argument)", "to_thread(work)", "missing 1 required positional argument"),
    ("to_thread(work, argument)", "to_thread(work, (argument,))", "it wants the argument that your function got"),
    ("await asyncio.to_thread(work, argument)", "(await asyncio.to_thread(work, argument)).encode()", GIVEN),
    (PLAIN, block("try:", f"    {PLAIN}", "except Exception as error:", "    return f'error: {error}'"),
     "work raised an error, and your function kept it to itself"),
    (PLAIN, block("try:", f"    {PLAIN}", "except Exception as error:", "    raise ValueError('no') from error"),
     "another one came out: let it pass as it is"),
    (PLAIN, block("async with asyncio.TaskGroup() as group:",
                  "    task = group.create_task(asyncio.to_thread(work, argument))", "return task.result()"),
     "another one came out: let it pass as it is"),
    (FIRST, POOL, PLAIN, block("with ThreadPoolExecutor() as one:", "    return one.submit(work, argument).result()"),
     STUCK),
    (FIRST, POOL, PLAIN, block("with ThreadPoolExecutor() as pool:",
                               "    future = asyncio.get_running_loop().run_in_executor(pool, work, argument)",
                               "return await future"), STUCK),
    (FIRST, f"{FIRST}import threading\nLOCK = threading.Lock()\n",
     PLAIN, block("def run():", "    with LOCK:", "        return work(argument)",
                  "return await asyncio.to_thread(run)"),
     "began only when it was over for the first"),
    (FIRST, f"{FIRST}RESULTS = []\n",
     PLAIN, block("RESULTS.clear()", "await asyncio.to_thread(lambda: RESULTS.append(work(argument)))",
                  "await asyncio.sleep(0.05)", "return RESULTS[-1] if RESULTS else ''"), GIVEN),
)  # fmt: skip


def half(add):
    """An answer from its half for ordinary functions."""

    def made(plain):
        async def beside(work, argument):
            return await (work(argument) if inspect.iscoroutinefunction(work) else plain(work, argument))

        beside.__name__ = plain.__name__
        return add(beside)

    return made


@half(ANSWERS.right)
async def with_a_pool_of_its_own(work, argument):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return await asyncio.wrap_future(pool.submit(work, argument))


@half(ANSWERS.right)
async def a_pool_for_each_call_in_its_context(work, argument):
    pool, context = ThreadPoolExecutor(1), contextvars.copy_context()
    try:
        return await asyncio.shield(
            asyncio.get_running_loop().run_in_executor(pool, context.run, work, argument)
        )
    finally:
        pool.shutdown(wait=False)


@half(ANSWERS.right)
async def with_a_thread_and_a_future(work, argument):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def run():
        try:
            loop.call_soon_threadsafe(future.set_result, work(argument))
        except Exception as error:
            loop.call_soon_threadsafe(future.set_exception, error)

    threading.Thread(target=run).start()
    return await future


def in_a_thread(work, argument, done):
    """A thread at work, which leaves a function that gives or raises what came of it."""
    outcome = []

    def raising(error):
        raise error

    def run():
        try:
            value = work(argument)
            outcome.append(lambda: value)
        except BaseException as error:
            outcome.append(lambda caught=error: raising(caught))
        done()

    threading.Thread(target=run, daemon=True).start()
    return outcome


@half(ANSWERS.right)
async def looks_after_its_thread(work, argument):
    outcome = in_a_thread(work, argument, lambda: None)
    while not outcome:  # noqa: ASYNC110 (a learner's way)
        await asyncio.sleep(0.01)
    return outcome[0]()


@half(ANSWERS.right)
async def an_event_and_what_is_to_be_done_then(work, argument):
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    outcome = in_a_thread(work, argument, lambda: loop.call_soon_threadsafe(done.set))
    await done.wait()
    return outcome[0]()


@ANSWERS.right
async def awaits_what_the_thread_gave(work, argument):
    result = await asyncio.to_thread(work, argument)
    return await result if inspect.isawaitable(result) else result


@ANSWERS.wrong("your function waits without await")
async def joins(work, argument):
    found = []
    thread = threading.Thread(target=lambda: found.append(work(argument)))
    thread.start()
    thread.join()
    return found[0]


@ANSWERS.wrong("RuntimeError: asyncio.run() cannot be called from a running event loop")
async def runs_a_loop_in_the_loop(work, argument):
    waiting = asyncio.to_thread(work, argument)
    try:
        return asyncio.run(waiting)
    finally:
        waiting.close()


@half(ANSWERS.wrong("work raised an error in your thread, and there it stayed"))
async def loses_the_error(work, argument):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(
        target=lambda: loop.call_soon_threadsafe(future.set_result, work(argument)), daemon=True
    ).start()
    return await future


@half(ANSWERS.wrong("work is over, and your function still waits"))
async def waits_for_something(work, argument):
    found = []
    threading.Thread(target=lambda: found.append(work(argument)), daemon=True).start()
    while not any(found):  # noqa: ASYNC110 (a learner's way)
        await asyncio.sleep(0.001)
    return found[0]
