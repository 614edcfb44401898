"""What the proofs share: where an exercise stands in its lesson, and how an answer is judged without a notebook.

Skeleton and solution are read from ``lessons/``.
"""

import asyncio
import os
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from helpers.checks.catalogue import EXERCISES, find
from helpers.checks.engine.exercise import examine
from helpers.checks.engine.verdict import Verdict
from helpers.checks.judges.in_browser import InBrowser
from helpers.publishing.source.parts import Part, exercises

ROOT = Path(__file__).parents[2]
IN_BROWSER = [one.name for one in EXERCISES if isinstance(one.judge.read(), InBrowser)]
NAMES = [exercise.name for exercise in EXERCISES if exercise.name not in IN_BROWSER]
Answer = Callable[..., object] | str


@cache
def in_lesson(lesson: str) -> dict[str, Part]:
    files = sorted((ROOT / "lessons").glob(f"{lesson.lower()}-*.md"))
    return {part.name: part for file in files for part in exercises(file.read_text("utf-8"))}


def part(name: str) -> Part:
    """The exercise as its lesson has it."""
    exercise = find(name)
    assert exercise is not None
    return in_lesson(exercise.lesson)[name]


def run_cell(source: str, name: str) -> Answer:
    """What a cell defines under this name."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    exec(compile(source, f"<{name}>", "exec"), namespace)
    answer = namespace[name]
    assert callable(answer) or isinstance(answer, str)
    return answer


def crowd() -> float:
    """How many processes share a core: so much longer may an answer take before its check gives up."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def verdict_of(name: str, answer: object, *, limit: float | None = None) -> tuple[Verdict, float]:
    """The verdict, and the seconds of this process that it took, which a busy machine does not lengthen."""
    exercise = find(name)
    assert exercise is not None
    started = time.process_time()
    verdict = asyncio.run(examine(exercise, answer, limit=limit or exercise.limit * crowd()))
    return verdict, time.process_time() - started


class Answers:
    """Collects answers to one exercise, each under a name, made when it is asked for.

    ``@answers.wrong("why")`` and ``@answers.right`` take a function, ``edits`` and ``right_edits`` change the
    solution in the lesson.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.wrongs: list[tuple[str, Callable[[], Answer], str]] = []
        self.rights: list[tuple[str, Callable[[], Answer]]] = []

    def wrong(self, why: str) -> Callable[[Answer], Answer]:
        """A mistake that learners make, and a part of the sentence that it must get."""

        def add(answer: Answer) -> Answer:
            self.wrongs.append((answer.__name__, lambda: answer, why))
            return answer

        return add

    def right(self, answer: Answer) -> Answer:
        """A right answer, written another way."""
        self.rights.append((answer.__name__, lambda: answer))
        return answer

    def edits(self, *table: tuple[str, ...]) -> None:
        """Mistakes in the lesson's solution: old text, new text (more such pairs may follow), the sentence's part."""
        for *pairs, why in table:
            self.wrongs.append((_named(pairs), partial(self.edited, *pairs), why))

    def right_edits(self, *table: tuple[str, ...]) -> None:
        """The lesson's solution written another way: old text, new text (more such pairs may follow)."""
        self.rights += [(_named(pairs), partial(self.edited, *pairs)) for pairs in table]

    def edited(self, *pairs: str) -> Answer:
        """What the changed solution defines."""
        return run_cell(self.changed(*pairs), self.name)

    def changed(self, *pairs: str) -> str:
        """The lesson's solution with each old text, which stands in it once, replaced by the new one."""
        source = part(self.name).solution
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert source.count(old) == 1, (
                f"{source.count(old)} times in the solution of {self.name}: {old!r}"
            )
            source = source.replace(old, new)
        return source


def _named(pairs: tuple[str, ...] | list[str]) -> str:
    return " ".join(pairs[1].split())[:60] or f"without {pairs[0].strip()[:50]}"
