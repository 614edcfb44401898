"""What an answer makes is called beside a reference, under the limit of its check, and what was asked can be told."""

import asyncio

import pytest

from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.judges.alongside import Story, alongside


class Door:
    """Lets every second one in; ``shut`` says nothing that counts."""

    def __init__(self, places):
        self.asked = 0

    def enter(self, now):
        self.asked += 1
        return self.asked % 2 == 1

    def shut(self, now):
        self.asked = 0


def judged(answer, *listed, calls=None, limit=0.1):
    def stories():
        made = calls or (call for call in listed)
        yield Story((3,), Door(3), made, lambda given: f"Not {given}.", "a busy day")

    judge = alongside(stories, "enter", "shut")
    exercise = Exercise(
        name="Door", lesson="2E", title="x", task="x", hints=(), rfc="", judge=judge, praise="fine"
    )
    return asyncio.run(examine(exercise, answer, limit=limit))


CALLS = [("enter", now) for now in range(9)]


def test_who_says_the_same_passes_whatever_it_is():
    class Awaited(Door):
        async def enter(self, now):
            return super().enter(now)

    assert judged(Door, *CALLS).passed
    assert judged(lambda places: Awaited(places), *CALLS).passed


def test_the_first_difference_is_told_with_the_last_calls():
    class Wide(Door):
        def enter(self, now):
            return True

    verdict = judged(Wide, *CALLS)
    assert verdict.sentence == "Not True."
    assert verdict.finding.case == "a busy day. Door(3): enter(0) → True, enter(1) → True"
    late = judged(Wide, *[("shut", now) for now in range(9)], ("enter", 9.5), ("enter", 9.75))
    told = ", ".join(f"shut({now})" for now in range(3, 9))
    assert late.finding.case == f"a busy day. Door(3): …, {told}, enter(9.5) → True, enter(9.75) → True"


def test_calls_may_depend_on_what_the_reference_said():
    heard = []

    def calls():
        for now in range(4):
            said = yield "enter", now
            heard.append(said)

    assert judged(Door, calls=calls()).passed
    assert heard == [True, False, True, False]


@pytest.mark.parametrize(("given", "told"), [(None, "None"), (1, "a number (int)"), ("yes", "text (str)")])
def test_another_kind_is_told_as_such(given, told):
    class Odd(Door):
        def enter(self, now):
            return given

    assert judged(Odd, *CALLS).sentence == f"enter returned {told}, expected True or False."


def test_a_call_that_never_returns_is_stopped():
    class Stuck(Door):
        def shut(self, now):
            while True:
                pass

    verdict = judged(Stuck, ("shut", 0))
    assert verdict.sentence == "Your code was still running after 0.1 s and was stopped."
    assert "Door(3): shut(0)" in repr(verdict)


def test_a_method_that_is_made_in_an_endless_loop_is_stopped():
    class Hostile:
        def __init__(self, places):
            pass

        def __getattr__(self, name):
            while True:
                pass

    assert judged(Hostile).sentence == "Your code was still running after 0.1 s and was stopped."


def test_a_missing_method_is_named():
    assert judged(lambda places: 7).sentence == "Door(3) gives a number (int), which has no method enter."
