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

    def why(self, given):
        return f"Not {given}, after {self.asked}."


def judged(answer, calls, *, by_chance=lambda source: Story("shut 0"), limit=0.1, **words):
    judge = alongside(Door, [Story(calls, about="a busy day", **words)], by_chance, args=(3,))
    exercise = Exercise(
        name="Door", lesson="2E", title="x", task="x", hints=(), rfc="", judge=judge, praise="fine"
    )
    return asyncio.run(examine(exercise, answer, limit=limit))


CALLS = ", ".join(f"enter {now}" for now in range(9))


def test_who_says_the_same_passes_whatever_it_is():
    class Awaited(Door):
        async def enter(self, now):
            return super().enter(now)

    assert judged(Door, CALLS).passed
    assert judged(lambda places: Awaited(places), CALLS).passed


def test_the_first_difference_is_told_with_the_last_calls():
    class Wide(Door):
        def enter(self, now):
            return True

    verdict = judged(Wide, CALLS)
    assert verdict.sentence == "Not True, after 2."
    assert verdict.finding.case == "a busy day. Door(3): enter(0) → True, enter(1) → True"
    late = judged(Wide, "".join(f"shut {now}, " for now in range(9)) + "enter 9.5, enter 9.75")
    told = ", ".join(f"shut({now})" for now in range(3, 9))
    assert late.finding.case == f"a busy day. Door(3): …, {told}, enter(9.5) → True, enter(9.75) → True"


def test_calls_may_depend_on_what_the_reference_said():
    heard = []

    def calls():
        for now in range(4):
            said = yield "enter", now
            heard.append(said)

    assert judged(Door, calls()).passed
    assert heard == [True, False, True, False]


def test_calls_may_look_at_the_reference():
    seen = []

    def calls(ours):
        for now in range(3):
            yield "enter", now
            seen.append(ours.asked)

    assert judged(Door, calls).passed
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(("always", "told"), [(True, "Full."), (False, "There is room.")])
def test_a_story_has_a_sentence_for_each_way_to_be_wrong(always, told):
    class Stubborn(Door):
        def enter(self, now):
            return always

    assert judged(Stubborn, CALLS, why="Full.", less="There is room.").sentence == told


def test_lives_by_chance_are_the_same_in_every_check():
    drawn = []

    def by_chance(source):
        drawn.append(source.random())
        return Story("enter 0", args=(len(drawn),))

    assert judged(Door, "shut 0", by_chance=by_chance).passed
    assert judged(Door, "shut 0", by_chance=by_chance).passed
    first, second = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
    assert first == second
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(("given", "told"), [(None, "None"), (1, "a number (int)"), ("yes", "text (str)")])
def test_another_kind_is_told_as_such(given, told):
    class Odd(Door):
        def enter(self, now):
            return given

    assert judged(Odd, CALLS).sentence == f"enter returned {told}, expected True or False."


def test_a_call_that_never_returns_is_stopped():
    class Stuck(Door):
        def shut(self, now):
            while True:
                pass

    verdict = judged(Stuck, "shut 0")
    assert verdict.sentence == "Your code was still running after 0.1 s and was stopped."
    assert "Door(3): shut(0)" in repr(verdict)


def test_a_method_that_is_made_in_an_endless_loop_is_stopped():
    class Hostile:
        def __init__(self, places):
            pass

        def __getattr__(self, name):
            while True:
                pass

    assert judged(Hostile, "shut 0").sentence == "Your code was still running after 0.1 s and was stopped."


def test_a_missing_method_is_named():
    assert (
        judged(lambda places: 7, "shut 0").sentence
        == "Door(3) gives a number (int), which has no method enter."
    )
