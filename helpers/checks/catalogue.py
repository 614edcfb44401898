"""Every exercise of the course, in the order in which a learner meets them.

What an exercise says stands in ``catalogue.toml``, how it judges in the module of ``exercises`` that has its name.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.resources import files

from helpers.checks.engine.exercise import Exercise, Judge, Trial

__all__ = ["EXERCISES", "find"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A judge whose module is imported when somebody asks: one lesson checks a few, and all take a second."""

    name: str

    def read(self) -> Judge:
        """The judge itself."""
        judge: Judge = import_module(f"helpers.checks.exercises.{self.name.lower()}").judge
        return judge

    async def __call__(self, trial: Trial) -> None:
        """Judge."""
        await self.read()(trial)


def _read() -> Iterator[Exercise]:
    for name, words in tomllib.loads((files(__package__) / "catalogue.toml").read_text("utf-8")).items():
        yield Exercise(name, judge=Unread(name), **words | {"hints": tuple(words["hints"])})


EXERCISES = tuple(_read())


def find(name: str) -> Exercise | None:
    """The exercise of this name, with its judge."""
    found = next((exercise for exercise in EXERCISES if exercise.name == name), None)
    return replace(found, judge=Unread(name).read()) if found else None
