"""An answer that is a class: a breaker with three methods, each call of which runs under the check's limit.

Enters: the trial, in which the answer is the class. Leaves: what the methods return; anything else ends the trial.
"""

from collections.abc import Mapping
from functools import partial

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import type_name

__all__ = ["Guard"]

SHOWN = 8  # calls


class Guard:
    """A learner's breaker, and what it was asked."""

    def __init__(self, written: str, methods: Mapping[str, Trial]) -> None:
        self.written = written
        self._methods = methods
        self._calls: list[str] = []

    @classmethod
    async def made(cls, trial: Trial, threshold: int, cooldown: float) -> "Guard":
        """A new breaker, which must have the three methods."""
        written = trial.written(threshold, cooldown)
        made = await trial.call(threshold, cooldown)
        methods: dict[str, Trial] = {}
        for name in ("allow", "succeeded", "failed"):
            method = await trial.of(partial(getattr, made, name, None)).call(case=written)
            if not callable(method):
                trial.fail(f"{written} gives {type_name(made)}, which has no method {name}(now).")
            methods[name] = trial.of(method)
        return cls(written, methods)

    @property
    def story(self) -> str:
        """The last calls, as a learner would write them."""
        left_out = "…, " if len(self._calls) > SHOWN else ""
        return f"{self.written}: {left_out}{', '.join(self._calls[-SHOWN:])}"

    async def allow(self, now: float) -> bool:
        """Whether a request may leave."""
        value = await self._call("allow", now)
        if not isinstance(value, bool):
            self._methods["allow"].fail(f"allow returned {type_name(value)}, expected True or False.")
        self._calls[-1] += f" → {value}"
        return value

    async def report(self, well: bool, now: float) -> None:
        """How it went: ``succeeded`` or ``failed`` is called."""
        await self._call("succeeded" if well else "failed", now)

    async def _call(self, name: str, now: float) -> object:
        self._calls.append(f"{name}({now:g})")
        return await self._methods[name].call(now, case=self.story)
