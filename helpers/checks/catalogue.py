"""Every exercise of the course, in the order in which a learner meets them.

What an exercise says stands in ``catalogue.toml``, how it judges in the module of ``exercises`` that has its name.
"""

import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files

from helpers.checks.engine.exercise import Exercise

__all__ = ["EXERCISES", "find"]


def _read() -> Iterator[Exercise]:
    for name, words in tomllib.loads((files(__package__) / "catalogue.toml").read_text("utf-8")).items():
        judge = import_module(f"helpers.checks.exercises.{name.lower()}").judge
        yield Exercise(name, judge=judge, **words | {"hints": tuple(words["hints"])})


EXERCISES = tuple(_read())


def find(name: str) -> Exercise | None:
    """The exercise of this name."""
    return next((exercise for exercise in EXERCISES if exercise.name == name), None)
