"""An answer that draws is judged on the properties of many draws, in the same way each time."""

import asyncio
import random

import pytest

from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.judges.draws import Draw, on_draws, settled_chance

EVEN, CAPPED = Draw((4,), 2, 6, "Outside."), Draw((4,), 2, 10, "Outside.", cap=4, stuck="Stuck.")


def judged(answer, *cases):
    exercise = Exercise(
        name="draw", lesson="2E", title="x", task="x", hints=(), rfc="", praise="fine",
        judge=on_draws(lambda: cases),
    )  # fmt: skip
    return asyncio.run(examine(exercise, answer))


@pytest.mark.parametrize(
    ("case", "answer", "sentence"),
    [
        (EVEN, lambda x: random.uniform(2, 6), "fine"),
        (CAPPED, lambda x: min(4, random.uniform(2, 10)), "fine"),
        (Draw((4,), 3, 3, "Outside."), lambda x: 3, "fine"),
        (Draw((4,), 3, 3, "Outside."), lambda x: 3.1, "Outside."),
        (EVEN, lambda x: random.uniform(1, 6), "Outside."),
        (EVEN, lambda x: "4", "Your function returned text (str), expected a number of seconds."),
        (EVEN, lambda x: 10**400, "Outside."),
        (CAPPED, lambda x: random.uniform(2, 10), "No delay is longer than the cap, 4 s."),
        (EVEN, lambda x: 4, "The same delay each time: chance has no part in it."),
        (CAPPED, lambda x: 4, "Stuck."),
        (EVEN, lambda x: random.uniform(3, 6), "The delays do not reach over all that is allowed."),
        (EVEN, lambda x: random.randint(2, 6), "Only whole seconds: draw anything between, as random.uniform "
         "does."),
        (CAPPED, lambda x: min(3.9, random.uniform(2, 10)), "The cap is 4 s: what is drawn beyond it becomes 4 s."),
        (CAPPED, lambda x: random.choice((4, *[random.uniform(2, 4)] * 4)), "Not every delay is equally likely. "
         "The cap comes last: min(4, …) of the drawn one."),
        (EVEN, lambda x: 2 + 4 * random.random() ** 3, "Not every delay that is allowed is equally likely: "
         "random.uniform draws so."),
    ],
)  # fmt: skip
def test_every_property_has_its_sentence(case, answer, sentence):
    assert judged(answer, case).sentence == sentence


def test_chance_is_the_same_each_time_and_given_back():
    random.seed(7)
    expected = random.random()
    random.seed(7)
    drawn = []
    for _ in range(2):
        with settled_chance():
            drawn.append(random.random())
    assert drawn[0] == drawn[1]
    assert random.random() == expected
