"""An exercise: what is asked, how an answer is judged, and what helps.

Enters: the learner's function. Leaves: a ``Verdict``, always: ``examine`` never raises and never outlives the limit.
A judge calls the answer through a ``Trial``, which turns everything an answer and its tasks can do into a finding;
behaviour is judged, never source, so that any correct answer passes.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn, TypeVar

from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.bells import available
from helpers.checks.engine.children import Children
from helpers.checks.engine.limits import Outcome, Trouble, run
from helpers.checks.engine.values import describe, shorten, type_name
from helpers.checks.engine.verdict import Finding, Verdict

__all__ = ["Exercise", "Judge", "Trial", "examine"]

One = TypeVar("One")


class _Found(Exception):
    """Carries the first finding out of a judge."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


class Trial:
    """One answer before its judge: calls it under the limit, counts the cases, stops at the first finding."""

    def __init__(self, exercise: "Exercise", answer: Callable[..., Any], children: Children) -> None:
        self.done = self.total = 0
        self.unit = "cases"
        self.children = children
        self._exercise = exercise
        self._answer = answer
        self._last = Outcome()
        self._case = ""

    @property
    def name(self) -> str:
        """That of the exercise."""
        return self._exercise.name

    @property
    def rfc(self) -> str:
        """The section that the exercise is about."""
        return self._exercise.rfc

    @property
    def tally(self) -> str:
        """How far the answer came."""
        return f"{self.done} of {self.total} {self.unit}" if self.total else ""

    def each(self, every: Iterable[One], unit: str) -> Iterator[One]:
        """One after the other; one is done when the next is asked for, so that none is that ends the trial."""
        all_of_them = list(every)
        self.total, self.unit = len(all_of_them), unit
        for one in all_of_them:
            yield one
            self.done += 1

    async def attempt(self, *args: object, case: str = "") -> Outcome:
        """What the answer makes of these arguments; an exception that it raised is an outcome like any other."""
        self._case = case or self.written(*args)
        with self.children.begun():
            self._last = outcome = await run(self._answer, args, budget=self.children.budget)
        if outcome.trouble is Trouble.NOT_WRITTEN or outcome.value is ...:
            raise _Found(Finding(self._exercise.task))
        if self.children.trouble:
            self.fail(self.children.trouble)
        if outcome.trouble not in (None, Trouble.RAISED):
            self.fail(_sentence(outcome))
        return outcome

    async def call(self, *args: object, case: str = "") -> object:
        """What the answer returns for these arguments; raising anything ends the trial."""
        outcome = await self.attempt(*args, case=case)
        if outcome.trouble is not None:
            self.fail(_sentence(outcome))
        return outcome.value

    def of(self, answer: Callable[..., Any]) -> "Trial":
        """The same trial of something else: its findings end this one too."""
        return Trial(self._exercise, answer, self.children)

    async def method(self, made: object, name: str, *, case: str) -> "Trial":
        """The same trial of a method of what the answer made, which must have it: ``read``, or ``read(size)``."""
        found = await self.of(partial(getattr, made, name.partition("(")[0], None)).call(case=case)
        if not callable(found):
            self.fail(f"{case} gives {type_name(made)}, which has no method {name}.", case=case)
        return self.of(found)

    def written(self, *args: object) -> str:
        """A call as the learner would write it."""
        return f"{self._exercise.name}({', '.join(describe(arg, limit=90) for arg in args)})"

    def fail(
        self, sentence: str, *, pair: tuple[object, object] | None = None, rfc: str = "", case: str = ""
    ) -> NoReturn:
        """End the trial with what is not right yet."""
        last = self._last
        raise _Found(Finding(sentence, case or self._case, pair, rfc, last.line, last.printed))


def _sentence(outcome: Outcome) -> str:
    if outcome.trouble is Trouble.RAISED:
        return f"Your code raised {outcome.reason}."
    return f"{outcome.reason[:1].upper()}{outcome.reason[1:]}."


Judge = Callable[[Trial], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Exercise:
    """``task`` is what a skeleton is told first; ``limit`` are the seconds that all calls of one check share."""

    name: str
    lesson: str
    title: str
    task: str
    hints: tuple[str, ...]
    judge: Judge
    praise: str
    rfc: str = ""
    limit: float = 2.0


async def examine(exercise: Exercise, answer: object, *, limit: float | None = None) -> Verdict:
    """Judge an answer; whatever it is, a verdict comes back."""
    children = Children(Budget(exercise.limit if limit is None else limit))
    trial = Trial(exercise, answer, children)  # type: ignore[arg-type]
    try:
        if refusal := _not_to_be_judged(exercise.name, answer):
            raise _Found(Finding(refusal))
        async with children:
            await exercise.judge(trial)
    except _Found as found:
        return Verdict(exercise.name, False, found.finding, trial.tally, exercise.hints)
    except Exception as error:
        sentence = f"The check itself could not go on ({type(error).__name__}: {shorten(str(error), 120)})."
        return Verdict(exercise.name, False, Finding(sentence), trial.tally)
    return Verdict(exercise.name, True, Finding(exercise.praise, rfc=exercise.rfc), trial.tally)


def _not_to_be_judged(name: str, answer: object) -> str:
    if not callable(answer):
        return f'Give the check the function itself: check("{name}", {name}). It got {describe(answer)}.'
    if str(getattr(answer, "__module__", "")).startswith("helpers."):
        return f"This is the course's own {name}. Run the cell with yours again, then this one."
    if not available():
        return (
            "A check must run in the notebook's main thread, on Linux, macOS or WSL: "
            "only there can it stop an answer that never ends."
        )
    return ""
