"""Whatever an answer does, its verdict is calm and in time."""

import asyncio
import contextlib
import re
import sys
import threading

import pytest

from helpers.checks.catalogue import find
from helpers.checks.engine.exercise import examine
from helpers.loops.quiet import quiet
from tests.exercises.proofs import NAMES, part, run_cell, verdict_of

LIMIT = 0.05
ENDLESS, ENDING = [], []


def endless(sentence):
    return lambda answer: ENDLESS.append(pytest.param(answer, sentence, id=answer.__name__)) or answer


def ending(sentence):
    return lambda answer: ENDING.append(pytest.param(answer, sentence, id=answer.__name__)) or answer


STOPPED = f"Your code was still running after {LIMIT} s and was stopped."


@endless(STOPPED)
def loops(*args):
    while True:
        pass


@endless(STOPPED)
def loops_and_swallows(*args):
    while True:
        with contextlib.suppress(BaseException):
            loops()


@endless(STOPPED)
def blocks(*args):
    threading.Event().wait()


@endless(STOPPED)
async def waits(*args):
    await asyncio.Event().wait()


@endless(STOPPED)
def prints_for_ever(*args):
    while True:
        print("still here")


@ending("Your code raised RecursionError: maximum recursion depth exceeded")
def recurses(*args):
    return recurses(*args)


@ending("Your code raised KeyError: 'unexpected'")
def raises(*args):
    raise KeyError("unexpected")


@ending("Your code raised HostileError")
def raises_what_cannot_be_shown(*args):
    class HostileError(Exception):
        def __str__(self):
            raise SystemExit

    raise HostileError


@ending("Your code raised GeneratorExit")
def raises_generator_exit(*args):
    raise GeneratorExit


@ending("Your code raised CancelledError")
async def cancels_itself(*args):
    await asyncio.sleep(0)
    raise asyncio.CancelledError


@ending("Your code asked Python to exit.")
def exits(*args):
    sys.exit("enough")


@ending("The check was interrupted.")
def interrupts(*args):
    raise KeyboardInterrupt


@ending("of type Liar")
def returns_a_liar(*args):
    class Liar:
        def __eq__(self, other):
            return True

        def __repr__(self):
            raise RuntimeError

        __hash__ = None

    return Liar()


@ending("")
def returns_markup(*args):
    return "<script>alert('hello')</script>" * 1000


@ending("")
def returns_a_huge_number(*args):
    return 1 << 100_000


@ending("")
def returns_a_list_of_itself(*args):
    result = []
    result.append(result)
    return result


@ending("of type generator")
def returns_a_generator(*args):
    yield b""


@ending("")
def returns_none(*args):
    return None


# These answers are meant to wait, and nobody looks at what a loop returns: any calm verdict will do for them.
LOOPS = {
    "poll",
    "poll_on",
    "poll_until",
    "poll_watched",
    "hold",
    "shut_down",
    "tell_all",
    "attend",
    "listen_on",
}
IDLE = {"waits", "returns_a_liar", "returns_a_generator"}


def judged(name, answer, sentence, limit):
    verdict, seconds = verdict_of(name, answer, limit=limit)
    html = verdict._repr_html_()
    assert not verdict.passed
    if not (name in LOOPS and answer.__name__ in IDLE):
        # what a server's code raised reaches its client as a 500, so only the error itself stands in every verdict
        said = sentence.removeprefix("Your code raised ").removeprefix("of type ")
        assert said in verdict.sentence + repr(verdict)
    assert "<script" not in html
    assert not re.search(r"Traceback|could not go on| · (\d+) of \1 ", html + repr(verdict))
    assert len(html) < 12_000
    return seconds


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("answer", "sentence"), ENDLESS)
def test_an_endless_answer_is_stopped(name, answer, sentence):
    assert judged(name, answer, sentence, LIMIT) < LIMIT + 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("answer", "sentence"), ENDING)
def test_an_odd_answer_gets_a_calm_verdict(name, answer, sentence):
    assert judged(name, answer, sentence, 2) < 1


async def refuses(*args):
    while True:
        with contextlib.suppress(BaseException):
            await asyncio.Event().wait()


async def raises_when_cancelled(*args):
    try:
        await asyncio.Event().wait()
    finally:
        raises()


async def loops_after_a_while(*args):
    await asyncio.sleep(0)
    loops()


@pytest.mark.parametrize("name", sorted(LOOPS | {"beside", "follow", "newest", "recover"}))
@pytest.mark.parametrize("child", [waits, refuses, raises_when_cancelled, loops_after_a_while])
def test_the_tasks_of_an_answer_are_over_when_its_check_is(name, child):
    async def answer(*args):
        tasks = [asyncio.create_task(child()) for _ in range(3)]
        await asyncio.wait(tasks)

    async def main():
        verdict = await examine(find(name), answer, limit=LIMIT)
        await quiet()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert asyncio.get_running_loop().get_task_factory() is None
        return verdict

    verdict = asyncio.run(main())
    assert not verdict.passed
    idle = name in LOOPS and child is not loops_after_a_while
    assert idle or f"still running after {LIMIT} s" in verdict.sentence


@pytest.mark.parametrize(
    ("listener", "sentence"),
    [(loops, STOPPED), (exits, "your code asked Python to exit."), (raises, "Your listener raised KeyError")],
)
def test_a_listener_is_under_the_limit_too(listener, sentence):
    async def hold(chat, cursor, seconds, clock):
        unsubscribe = chat.subscribe(listener)
        if not (news := chat.after(cursor)):
            await asyncio.Event().wait()
        unsubscribe()
        return news

    verdict, seconds = verdict_of("hold", hold, limit=LIMIT)
    assert sentence.casefold() in verdict.sentence.casefold()
    assert seconds < LIMIT + 1


@pytest.mark.parametrize("name", ["reassemble", "decode_fragments"])
def test_a_right_answer_that_changes_its_input_is_told_so(name):
    right = run_cell(part(name).solution, name)

    def eats(given):
        result = right(list(given))
        given.append(given)
        return result

    assert judged(name, eats, "Your code changed what it was given.", 2) < 1


@pytest.mark.parametrize("name", NAMES)
def test_prints_do_no_harm(name, capsys):
    right = run_cell(part(name).solution, name)

    def talks(*args):
        print("<b>", args, file=sys.stderr)
        print("\x1b[31m" + "x" * 10_000)
        return right(*args)

    verdict, seconds = verdict_of(name, talks)
    assert verdict.passed
    assert seconds < 2
    assert capsys.readouterr() == ("", "")
