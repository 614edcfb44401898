"""Ask again after a failure, with patience, and know when to give up.

What is retried must be safe to do twice: a GET, or a POST whose client-chosen key lets the server store it once.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock
from helpers.loops.lane import NOWHERE, Lane

__all__ = ["GivenUp", "RetryBudget", "TryAgain", "retry"]

Result = TypeVar("Result")


class TryAgain(Exception):
    """It failed in a way that may pass; ``after`` is the server's ``Retry-After`` in seconds, if it gave one."""

    def __init__(self, reason: str, *, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class GivenUp(Exception):
    """Still failing after as many attempts as are allowed; the last failure is its cause."""


class RetryBudget:
    """Lets a client retry at most a share of what it asks: with ``ratio`` 0.1, one retry for ten requests.

    One budget is shared by all that a client does. When everything fails it keeps retries from multiplying the load;
    ``reserve`` lets a client that has hardly begun retry all the same.
    """

    def __init__(self, *, ratio: float = 0.1, reserve: float = 10.0) -> None:
        self.tokens = self.reserve = reserve
        self.ratio = ratio

    def deposit(self) -> None:
        """A first attempt earns ``ratio`` of a retry, up to the reserve."""
        self.tokens = min(self.reserve, self.tokens + self.ratio)

    def withdraw(self) -> bool:
        """Take one retry, if there is one."""
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


async def retry(
    action: Callable[[], Awaitable[Result]],
    *,
    backoff: Backoff,
    clock: Clock,
    attempts: int = 8,
    budget: RetryBudget | None = None,
    lane: Lane = NOWHERE,
) -> Result:
    """Do ``action`` until it raises no ``TryAgain``; after ``attempts`` times, or without budget, ``GivenUp``."""
    if budget is not None:
        budget.deposit()
    for attempt in range(1, attempts + 1):
        try:
            with lane.span(f"request {attempt}"):
                result = await action()
        except TryAgain as failure:
            if attempt == attempts:
                raise GivenUp(f"gave up after {attempts} attempts: {failure}") from failure
            if budget is not None and not budget.withdraw():
                raise GivenUp(f"gave up after attempt {attempt}, no retry left: {failure}") from failure
            wait = backoff.next(after=failure.after)
        else:
            backoff.reset()
            return result
        with lane.span(f"retry {attempt} in {wait:.3g} s"):
            await clock.sleep(wait)
    raise ValueError(f"expected at least 1 attempt, got {attempts}")
