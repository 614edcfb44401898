# ruff: noqa: SIM105, ASYNC110, E722
"""Whatever an answer does, it ends in an outcome, in time, and nothing gets out."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
import zlib
from functools import partial

import pytest

from helpers.checks.catalogue import find
from helpers.checks.engine.alarm import Budget, enter
from helpers.checks.engine.exercise import examine
from helpers.checks.engine.limits import Outcome, Trouble, run

LIMIT = 0.25


async def limited(answer, args, seconds) -> Outcome:
    with Budget(seconds) as budget:
        return await run(answer, args, budget=budget)


def outcome(answer, *args, limit=LIMIT) -> Outcome:
    started = time.monotonic()
    result = asyncio.run(limited(answer, args, limit))
    assert time.monotonic() - started < limit + 1
    return result


def spins():
    while True:
        pass


def swallows():
    while True:
        try:
            threading.Event().wait(0.01)
        except BaseException:
            pass


def spins_where_nothing_can_be_raised():
    class Thing:
        pass

    thing = Thing()
    watched = weakref.ref(thing, lambda _: spins())
    del thing
    return watched


def swallows_twice():
    while True:
        try:
            while True:
                try:
                    threading.Event().wait(0.01)
                except:
                    pass
        except:
            pass


def finally_spins():
    try:
        spins()
    finally:
        spins()


def blocks_on_a_lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def blocks_on_a_socket():
    one, other = socket.socketpair()
    with one, other:
        one.recv(1)


def recurses_forever():
    while True:
        with contextlib.suppress(RecursionError):
            recurses_forever()


def returns_late():
    try:
        spins()
    except BaseException:
        return b"too late"


@pytest.mark.parametrize(
    "answer",
    [
        spins,
        swallows,
        swallows_twice,
        spins_where_nothing_can_be_raised,
        finally_spins,
        blocks_on_a_lock,
        blocks_on_a_socket,
        recurses_forever,
        returns_late,
    ],
)
def test_an_answer_that_does_not_end_is_stopped(answer):
    assert outcome(answer).trouble is Trouble.OUT_OF_TIME
    assert outcome(answer).reason == "your code was still running after 0.25 s and was stopped"


async def waits_forever():
    await asyncio.Event().wait()


async def waits_and_swallows():
    while True:
        try:
            await asyncio.Event().wait()
        except BaseException:
            pass


async def spins_in_a_coroutine():
    await asyncio.sleep(0)
    spins()


async def yields_forever():
    while True:
        await asyncio.sleep(0)


@pytest.mark.parametrize("answer", [waits_forever, waits_and_swallows, spins_in_a_coroutine, yields_forever])
def test_a_coroutine_that_does_not_end_is_stopped(answer):
    assert outcome(answer).trouble is Trouble.OUT_OF_TIME


def awaits(child):
    """An answer that awaits a task, and what becomes of that when it is cancelled."""

    async def answer():
        return await asyncio.create_task(child())

    return answer


async def raises_when_cancelled():
    try:
        await asyncio.Event().wait()
    except BaseException as error:
        raise ValueError("cancelled") from error


async def returns_when_cancelled():
    with contextlib.suppress(BaseException):
        await asyncio.Event().wait()
    return "too late"


@pytest.mark.parametrize("child", [raises_when_cancelled, returns_when_cancelled])
def test_what_comes_of_a_task_after_the_time_is_too_late(child):
    assert outcome(awaits(child), limit=0.05).trouble is Trouble.OUT_OF_TIME


def test_an_answer_that_goes_on_waiting_after_its_task_is_left_behind():
    async def answer():
        await awaits(returns_when_cancelled)()
        await asyncio.Event().wait()

    assert outcome(answer, limit=0.05).trouble is Trouble.OUT_OF_TIME


def test_a_task_that_refuses_to_be_cancelled_is_waited_for_no_longer():
    async def main():
        released = asyncio.Event()

        async def refuses():
            while not released.is_set():
                with contextlib.suppress(asyncio.CancelledError):
                    await released.wait()

        result = await limited(awaits(refuses), (), 0.05)
        released.set()
        return result

    assert asyncio.run(main()).trouble is Trouble.OUT_OF_TIME


async def has_a_timeout_of_its_own():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        return "in time"


async def has_a_group_whose_child_fails():
    async def fail():
        raise ValueError("a child's")

    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        await asyncio.Event().wait()


async def cancels_itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(0)


def test_what_an_answer_cancels_is_its_own():
    assert outcome(has_a_timeout_of_its_own) == Outcome("in time")
    group = outcome(has_a_group_whose_child_fails)
    assert group.trouble is Trouble.RAISED
    assert group.reason.startswith("ExceptionGroup: unhandled errors in a TaskGroup")
    assert outcome(cancels_itself).reason == "CancelledError"


def test_a_check_that_is_cancelled_ends_its_answer():
    ended = []

    async def waits():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def main():
        check = asyncio.ensure_future(limited(waits, (), 60))
        while not [task for task in asyncio.all_tasks() if task.get_coro().__name__ == "drive"]:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        check.cancel()
        with pytest.raises(asyncio.CancelledError):
            await check
        assert ended == [True]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_check_that_is_cancelled_at_once_starts_nothing():
    async def main():
        check = asyncio.ensure_future(limited(waits_forever, (), 60))
        await asyncio.sleep(0)
        check.cancel()
        with pytest.raises(asyncio.CancelledError):
            await check
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


SWALLOWS_TO_THE_END = """
import asyncio
from types import ModuleType
from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.limits import run

cell = ModuleType("cell")
exec('''
import asyncio

async def answer():
    while True:
        try:
            await asyncio.Event().wait()
        except BaseException:
            pass
''', cell.__dict__)

async def limited():
    with Budget(0.1) as budget:
        return await run(cell.answer, (), budget=budget)

print(asyncio.run(limited()).trouble)
cell.asyncio = None  # what the end of Python does to a module that somebody still holds
"""


def test_an_answer_that_was_left_behind_lets_the_process_end():
    command = [sys.executable, "-c", SWALLOWS_TO_THE_END]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "Trouble.OUT_OF_TIME\n"


RECURSES_UNDER_AN_AUDIT_HOOK = """
import asyncio, contextlib, sys
from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.limits import run

def recurses():
    while True:
        with contextlib.suppress(RecursionError):
            recurses()

async def limited():
    with Budget(0.1) as budget:
        return await run(recurses, (), budget=budget)

sys.addaudithook(lambda event, arguments: None)
print(asyncio.run(limited()).trouble)
"""


def test_a_hook_that_is_called_for_every_look_at_a_frame_keeps_no_answer_alive():
    command = [sys.executable, "-c", RECURSES_UNDER_AN_AUDIT_HOOK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "Trouble.OUT_OF_TIME\n"


def test_the_loop_goes_on_while_an_answer_waits():
    async def main():
        ready = asyncio.Event()

        async def waits():
            await ready.wait()
            return b"woken"

        asyncio.get_running_loop().call_soon(ready.set)
        return await limited(waits, (), LIMIT)

    assert asyncio.run(main()).value == b"woken"


def test_a_value_comes_back_as_it_is():
    assert outcome(lambda a, b: a + b, 1, 2) == Outcome(value=3)


async def fails_in_a_coroutine():
    await asyncio.sleep(0)
    raise ValueError("read 5 bytes, expected 10")


def test_an_exception_becomes_one_line_with_the_learners_line_number():
    first = fails_in_a_coroutine.__code__.co_firstlineno
    result = outcome(fails_in_a_coroutine)
    assert (result.trouble, result.line) == (Trouble.RAISED, first + 2)
    assert result.reason == "ValueError: read 5 bytes, expected 10"


def test_the_line_is_the_learners_own_not_the_librarys():
    def parses():
        return int.from_bytes(b"".join([1]))  # type: ignore[list-item]

    result = outcome(parses)
    assert result.line == parses.__code__.co_firstlineno + 1
    assert result.reason.startswith("TypeError: ")


def test_an_exception_that_is_called_error_says_whose():
    assert outcome(zlib.decompress, b"?").reason.startswith("zlib.error: Error -5")


def test_stop_iteration_is_an_exception_like_any_other():
    assert outcome(lambda: next(iter(()))).reason == "StopIteration"


@pytest.mark.parametrize("error", [SystemExit, SystemExit("bye"), KeyboardInterrupt])
def test_an_exit_stays_inside(error):
    def leaves():
        raise error

    assert outcome(leaves).trouble is Trouble.EXITED


def test_sys_exit_in_a_coroutine_stays_inside():
    async def leaves():
        await asyncio.sleep(0)
        sys.exit(3)

    assert outcome(leaves).trouble is Trouble.EXITED


def test_an_unwritten_answer_is_told_apart():
    def skeleton():
        raise NotImplementedError

    assert outcome(skeleton).trouble is Trouble.NOT_WRITTEN


def test_an_exception_that_cannot_be_written_down():
    class HostileError(Exception):
        def __str__(self):
            raise RuntimeError("no")

    def raises():
        raise HostileError

    assert outcome(raises).reason == "HostileError"


def test_prints_are_kept_and_cut(capsys):
    def talks():
        print("x" * 5000)
        print("error", file=sys.stderr)

    assert outcome(talks).printed == "x" * 2000
    assert capsys.readouterr() == ("", "")


def test_changing_the_input_is_noticed():
    assert outcome(lambda parts: parts.clear(), [b"a", b"b"]).trouble is Trouble.CHANGED_INPUT


def test_an_answer_works_on_its_own_copy():
    parts = [[b"a"]]
    outcome(lambda given: given[0].clear(), parts)
    assert parts == [[b"a"]]


def test_outside_the_main_thread_nothing_is_run():
    verdicts, called = [], []
    answer = lambda *args: called.append(1)  # noqa: E731
    examined = partial(examine, find("unmask"), answer)
    thread = threading.Thread(target=lambda: verdicts.append(asyncio.run(examined())))
    thread.start()
    thread.join()
    assert "main thread" in verdicts[0].sentence
    assert called == []


def test_cancelling_the_check_reaches_the_caller():
    async def main():
        task = asyncio.ensure_future(limited(waits_forever, (), 5))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())


def test_another_timer_goes_on_afterwards():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 30)
        assert outcome(lambda: b"ok").value == b"ok"
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        assert 29 < left <= 30
        assert signal.getsignal(signal.SIGALRM) is not before
    finally:
        signal.signal(signal.SIGALRM, before)
    assert rung == []


def test_a_ring_outside_the_answer_is_silent():
    with Budget(0.01) as alarm:
        deadline = time.monotonic() + 0.1
        while time.monotonic() < deadline:
            pass
    assert alarm.rings > 0
    assert enter(int, "7") == 7
