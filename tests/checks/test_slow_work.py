# ruff: noqa: ASYNC110
"""Work notes who called it how, and holds nobody up once it was let go."""

import asyncio
import socket
import threading
import time

import pytest

from helpers.checks.judges.slow_work import ALONE, ELSEWHERE, HERE, LOOK, LOOKS, STUCK, SlowWork

GIVES = {"monday": "3 visitors", "tuesday": LookupError("none")}
ONE = {"monday": "3 visitors"}


@pytest.fixture
def silent():
    """The address of a server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


def in_a_thread(call, *args):
    thread = threading.Thread(target=call, args=args)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


def test_it_is_called_in_the_loops_own_thread(silent):
    work = SlowWork(ONE, silent)
    assert work.plain("monday") == "3 visitors"
    assert (work.trouble, work.over) == (HERE, True)


def test_it_looks_for_an_answer_a_number_of_times(silent):
    work, started = SlowWork(ONE, silent), time.monotonic()
    in_a_thread(work.plain, "monday")
    assert work.trouble == STUCK
    assert time.monotonic() - started > LOOK * LOOKS * 0.9


def test_it_waits_for_the_second_and_says_if_nobody_comes(silent):
    work = SlowWork(GIVES, silent)
    in_a_thread(work.plain, "monday")
    assert work.trouble == ALONE
    assert not work.over


def test_another_argument_is_told_and_not_waited_for(silent):
    work = SlowWork(GIVES, silent)
    assert work.plain(("monday",)) == ""
    assert work.trouble.startswith("work was called with ('monday',)")


def test_what_was_let_go_gives_at_once_and_raises_nothing(silent):
    work = SlowWork(GIVES, silent)
    work.let_go()
    started = time.monotonic()
    assert [work.plain(day) for day in GIVES] == ["3 visitors", "none"]
    assert asyncio.run(work.awaited("monday")) == "3 visitors"
    assert time.monotonic() - started < LOOK * LOOKS
    assert work.trouble == ""


def test_letting_go_ends_who_waits(silent):
    async def main():
        work = SlowWork(ONE, silent)
        call = asyncio.ensure_future(asyncio.to_thread(work.plain, "monday"))
        while not work.begun:
            await asyncio.sleep(0)
        assert not work.over
        work.let_go()
        await work.ended()
        assert work.over
        assert await call == "3 visitors"
        assert work.trouble == ""

    asyncio.run(main())


def test_an_async_def_belongs_to_its_loop(silent):
    work = SlowWork(ONE, silent)
    in_a_thread(asyncio.run, work.awaited("monday"))
    assert work.trouble == ELSEWHERE


def test_only_the_first_trouble_is_kept(silent):
    work = SlowWork(GIVES, silent)
    for trouble in ("one", "two"):
        work.note(trouble)
    assert work.trouble == "one"
