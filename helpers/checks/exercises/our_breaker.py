"""The course's own breaker behind the three methods of the exercise, to compare with.

Enters: the same calls that an answer gets. Leaves: what is right. Ours takes a whole request at once; here that is
stopped in the middle, where the request is away, and goes on with the report.
"""

import types
from collections.abc import Coroutine, Generator
from contextlib import suppress
from typing import Any

from helpers.loops.breaker import Breaker, BreakerOpen, Circuit

__all__ = ["OurBreaker"]


@types.coroutine
def _reply() -> Generator[None, None, None]:
    yield


class _Hand:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError("a breaker never sleeps")


class OurBreaker:
    """One request is away at a time."""

    def __init__(self, threshold: int, cooldown: float) -> None:
        self._clock = _Hand()
        self._breaker = Breaker(clock=self._clock, threshold=threshold, cooldown=cooldown)
        self._request: Coroutine[Any, Any, None] | None = None

    @property
    def state(self) -> Circuit:
        """What the circuit does now."""
        return self._breaker.state

    def allow(self, now: float) -> bool:
        """Whether a request may leave."""
        self._clock.now = now
        request = self._breaker.call(_reply)
        try:
            request.send(None)
        except BreakerOpen:
            return False
        self._request = request
        return True

    def succeeded(self, now: float) -> None:
        """It went well."""
        self._clock.now = now
        with suppress(StopIteration):
            self._sent.send(None)

    def failed(self, now: float) -> None:
        """It did not."""
        self._clock.now = now
        with suppress(ConnectionError):
            self._sent.throw(ConnectionError())

    @property
    def _sent(self) -> Coroutine[Any, Any, None]:
        assert self._request is not None, "nobody asked"
        return self._request
