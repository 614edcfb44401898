"""2E: the delays of five strategies, judged on their properties, not on one sequence."""

from collections.abc import Iterator

from helpers.checks.judges.draws import Draw, on_draws

__all__ = ["judge"]

DOUBLES = "1 s after the first failure, then twice as long after each: 2 ** (failures - 1), capped."
FULL = "Full jitter lies between 0 and what exponential says."
FAST = "The first two tries are quick: anywhere between 0 and 0.3 s."
THEN = "After two quick tries the row begins: up to 1 s after the third failure, then up to twice as much each time."


def _cases() -> Iterator[Draw]:
    for failures in (1, 2, 10):
        why = f"After {failures} failure{'s' * (failures > 1)} linear waits 3 s and {failures} times 5 s."
        yield Draw(("linear", failures, 1.0), 3 + 5 * failures, 3 + 5 * failures, why)
    for failures in (1, 2, 3, 6, 7, 20, 2000):
        yield Draw(("exponential", failures, 1.0), _most(failures), _most(failures), DOUBLES, 60)
    for failures in (1, 3, 6, 7, 2000):
        yield Draw(("full jitter", failures, 1.0), 0, _most(failures), FULL, 60)
    for previous in (1.0, 2.0, 10.0, 30.0, 60.0):
        why = (
            f"Between the base, 1 s, and three times the delay before, {previous:g} s; never more than 60 s."
        )
        yield Draw(("decorrelated jitter", 4, previous), 1, 3 * previous, why, 60)
    for failures in (1, 2):
        yield Draw(("quick first", failures, 1.0), 0, 0.3, FAST, 60)
    for failures in (3, 4, 8, 9, 2000):
        yield Draw(("quick first", failures, 1.0), 0, _most(failures - 2), THEN, 60)


def _most(failures: int) -> float:
    """What exponential says."""
    return min(60, 2.0 ** min(failures - 1, 99))


judge = on_draws(_cases)
