import random

from tests.exercises.proofs import Answers

ANSWERS = Answers("delay")


@ANSWERS.right
def with_the_cap_first(strategy, failures, previous):
    exponential = min(60.0, 2.0 ** min(failures - 1, 100))
    if strategy == "linear":
        return 3.0 + 5.0 * failures
    if strategy == "exponential":
        return exponential
    if strategy == "full jitter":
        return random.uniform(0, exponential)
    if strategy == "decorrelated jitter":
        return min(60.0, random.uniform(1, 3 * max(1, previous)))
    raise ValueError(strategy)


@ANSWERS.right
def doubles_step_by_step(strategy, failures, previous):
    def doubled():
        wait = 1
        for _ in range(failures - 1):
            wait *= 2
            if wait >= 60:
                return 60
        return wait

    match strategy:
        case "linear":
            return 3 + sum(5 for _ in range(failures))
        case "exponential":
            return doubled()
        case "full jitter":
            return doubled() * random.random()
        case "decorrelated jitter":
            top = max(previous or 0, 1) * 3
            drawn = 1 + (top - 1) * random.random()
            return drawn if drawn < 60 else 60
        case _:
            raise ValueError(f"no strategy {strategy!r}")


@ANSWERS.right
def with_a_match(strategy, failures, previous):
    match strategy:
        case "linear":
            return 5 * failures + 3
        case "exponential":
            return min(60.0, 2.0 ** min(failures - 1, 60))
        case "full jitter":
            return random.random() * min(60.0, 2.0 ** min(failures - 1, 60))
        case _:
            return min(60.0, 1 + random.random() * (3 * previous - 1))


@ANSWERS.right
def with_its_own_generator(strategy, failures, previous, own=random.Random()):  # noqa: B008
    steps = {
        "linear": lambda: 3 + sum(5 for _ in range(failures)),
        "exponential": lambda: min(60, 1 << (failures - 1)),
        "full jitter": lambda: own.uniform(0, min(60, 1 << (failures - 1))),
        "decorrelated jitter": lambda: min(60, own.uniform(1, previous * 3)),
    }
    return steps[strategy]()


def right(strategy, failures, previous, **changed):
    return changed.get(strategy.split()[0], lambda: with_a_match(strategy, failures, previous))()


@ANSWERS.wrong("After 1 failures linear waits 3 s and 1 times 5 s")
def linear_from_zero(strategy, failures, previous):
    return right(strategy, failures, previous, linear=lambda: 3 + 5 * (failures - 1))


@ANSWERS.wrong("1 s after the first failure, then twice as long")
def one_power_too_many(strategy, failures, previous):
    return right(strategy, failures, previous, exponential=lambda: min(60, 2**failures))


@ANSWERS.wrong("1 s after the first failure, then twice as long")
def squares(strategy, failures, previous):
    return right(strategy, failures, previous, exponential=lambda: min(60, failures**2))


@ANSWERS.wrong("No delay is longer than the cap")
def without_a_cap(strategy, failures, previous):
    return right(strategy, failures, previous, exponential=lambda: 2 ** (failures - 1))


@ANSWERS.wrong("Your code raised OverflowError")
def overflows(strategy, failures, previous):
    return right(strategy, failures, previous, exponential=lambda: min(60.0, 2.0 ** (failures - 1)))


@ANSWERS.wrong("The same delay each time")
def no_chance(strategy, failures, previous):
    return right(strategy, failures, previous, full=lambda: min(60, 2 ** (failures - 1)) / 2)


@ANSWERS.wrong("The delays do not reach over all that is allowed")
def equal_jitter(strategy, failures, previous):
    most = min(60, 2 ** (failures - 1))
    return right(strategy, failures, previous, full=lambda: random.uniform(most / 2, most))


@ANSWERS.wrong("Full jitter lies between 0 and what exponential says")
def bounded_jitter(strategy, failures, previous):
    return right(
        strategy, failures, previous, full=lambda: min(60, 2 ** (failures - 1)) + random.uniform(0, 1)
    )


@ANSWERS.wrong("Not every delay that is allowed is equally likely")
def squared(strategy, failures, previous):
    return right(
        strategy, failures, previous, full=lambda: random.random() ** 2 * min(60, 2 ** (failures - 1))
    )


@ANSWERS.wrong("The cap comes last")
def caps_the_range(strategy, failures, previous):
    return right(strategy, failures, previous, decorrelated=lambda: random.uniform(1, min(60, 3 * previous)))


@ANSWERS.wrong("Between the base, 1 s, and three times the delay before")
def decorrelated_from_zero(strategy, failures, previous):
    return right(strategy, failures, previous, decorrelated=lambda: min(60, random.uniform(0, 3 * previous)))


@ANSWERS.wrong("No delay is longer than the cap")
def decorrelated_without_a_cap(strategy, failures, previous):
    return right(strategy, failures, previous, decorrelated=lambda: random.uniform(1, 3 * previous))


@ANSWERS.wrong("what is drawn beyond it becomes 60 s")
def another_cap(strategy, failures, previous):
    return right(strategy, failures, previous, decorrelated=lambda: min(59, random.uniform(1, 3 * previous)))


@ANSWERS.wrong("returned None, expected a number")
def no_return(strategy, failures, previous):
    right(strategy, failures, previous)
