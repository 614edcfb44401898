import random

from tests.exercises.proofs import Answers

ANSWERS = Answers("delay")
LINEAR, DOUBLES = "3 + 5 * failures", "min(60, 2 ** (failures - 1))"
DRAWN = "min(60, random.uniform(1, 3 * previous))"
FULL, QUICK = "random.uniform(0, most)", "random.uniform(0, 0.3)"
EVEN = "Not every delay that is allowed is equally likely"

ANSWERS.right_edits(
    (DOUBLES, "min(60.0, 2.0 ** min(failures - 1, 100))"),
    (LINEAR, "3 + sum(5 for _ in range(failures))"),
    (FULL, "most * random.random()"),
    (DRAWN, "min(60.0, 1 + random.random() * (3 * previous - 1))"),
    (QUICK, "random.random() * 0.3"),
)


@ANSWERS.right
def doubles_step_by_step(strategy, failures, previous):
    def doubled(failures):
        wait = 1
        for _ in range(failures - 1):
            wait *= 2
            if wait >= 60:
                return 60
        return wait

    match strategy:
        case "linear":
            return 3 + 5 * failures
        case "exponential":
            return doubled(failures)
        case "full jitter":
            return doubled(failures) * random.random()
        case "quick first":
            return (doubled(failures - 2) if failures > 2 else 0.3) * random.random()
        case "decorrelated jitter":
            top = max(previous or 0, 1) * 3
            drawn = 1 + (top - 1) * random.random()
            return drawn if drawn < 60 else 60


@ANSWERS.right
def with_its_own_generator(strategy, failures, previous, own=random.Random()):  # noqa: B008
    steps = {
        "linear": lambda: 3 + 5 * failures,
        "exponential": lambda: min(60, 1 << (failures - 1)),
        "full jitter": lambda: own.uniform(0, min(60, 1 << (failures - 1))),
        "decorrelated jitter": lambda: min(60, own.uniform(1, previous * 3)),
        "quick first": lambda: own.uniform(0, min(60, 1 << max(0, failures - 3)) if failures > 2 else 0.3),
    }
    return steps[strategy]()


ANSWERS.edits(
    (LINEAR, "3 + 5 * (failures - 1)", "After 1 failure linear waits 3 s and 1 times 5 s"),
    (DOUBLES, "min(60, 2 ** failures)", "1 s after the first failure, then twice as long"),
    (DOUBLES, "min(60, failures ** 2)", "1 s after the first failure, then twice as long"),
    (DOUBLES, "2 ** (failures - 1)", "No delay is longer than the cap"),
    (DOUBLES, "min(60.0, 2.0 ** (failures - 1))", "Your code raised OverflowError"),
    (FULL, "most / 2", "The same delay each time"),
    (FULL, "random.uniform(most / 2, most)", "The delays do not reach over all that is allowed"),
    (FULL, "most + random.uniform(0, 1)", "Full jitter lies between 0 and what exponential says"),
    (FULL, "random.random() ** 2 * most", EVEN),
    (FULL, "random.randint(0, most)", "Only whole seconds: draw anything between"),
    (DRAWN, "random.uniform(1, min(60, 3 * previous))", "The cap comes last"),
    (DRAWN, "min(60, random.uniform(0, 3 * previous))", "Between the base, 1 s, and three times the delay before"),
    (DRAWN, "random.uniform(1, 3 * previous)", "No delay is longer than the cap"),
    (DRAWN, "min(59, random.uniform(1, 3 * previous))", "what is drawn beyond it becomes 60 s"),
    (DRAWN, "min(60, random.randint(1, 3 * int(previous)))", "Only whole seconds: draw anything between"),
    (QUICK, "0.3", "The same delay each time"),
    (QUICK, "0", "The same delay each time"),
    (QUICK, "random.uniform(0, 1)", "The first two tries are quick: anywhere between 0 and 0.3 s"),
    ("failures <= 2", "failures <= 1", "The first two tries are quick"),
    ("failures <= 2", "failures <= 3", "The delays do not reach over all that is allowed"),
    ("        failures -= 2\n", "", "After two quick tries the row begins: up to 1 s after the third failure"),
    ("return most if", "most if", "returned None, expected a number"),
)  # fmt: skip
