"""The judge of JavaScript: the browser that shows the notebook runs the answer, in a worker with a time limit.

Enters: an exercise and the text of an answer. Leaves, at once: a task that the browser takes up when it shows the
cell. What the browser found settles the cell's card and the progress, once. Where no browser comes the cell says so.
The exercise's own script, beside its file, follows ``page.js`` and defines ``judge(source)``.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

from IPython.display import display

from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import describe
from helpers.checks.engine.verdict import Finding, Verdict
from helpers.views.browsertask import WAITS, BrowserTask
from helpers.views.kernel import kernel_hub

__all__ = ["Asked", "InBrowser"]

Keep = Callable[[Verdict], Verdict]


@dataclass(frozen=True, slots=True)
class InBrowser:
    """A judge by name of its script."""

    script: str

    async def __call__(self, trial: Trial) -> NoReturn:
        """Without a browser there is nothing to judge with."""
        trial.fail(WAITS)

    def ask(self, exercise: Exercise, answer: object, *, keep: Keep) -> "Asked | Verdict":
        """What the check line shows; ``keep`` records a verdict."""
        if not isinstance(answer, str):
            what = f'{exercise.name} is a text, r"""…""": it got {describe(answer)}.'
            return Verdict(exercise.name, False, Finding(f"Give the check JavaScript. {what}"))
        scripts = [Path(__file__).with_name("page.js"), Path(__file__).parents[1] / "exercises" / self.script]
        judge = "\n".join(_bare(script.read_text("utf-8")) for script in scripts)
        said = {"task": exercise.task, "praise": exercise.praise, "hints": exercise.hints}
        return Asked(exercise, BrowserTask(exercise.name, answer, judge, said, limit=exercise.limit), keep)


def _bare(script: str) -> str:
    """Without comments and indents: a page carries it."""
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*\*(?s:.*?)\*/|\s// .*", "", script))


@dataclass(frozen=True, slots=True)
class Asked:
    """A check that the browser has to settle."""

    exercise: Exercise
    task: BrowserTask
    keep: Keep

    def __repr__(self) -> str:
        return self.task.text()

    def _ipython_display_(self) -> None:
        line, view = kernel_hub(), uuid4().hex
        waiting = [display(self.task.under(view), display_id=True)]  # type: ignore[no-untyped-call]

        def settle(found: str) -> None:
            if waiting:
                waiting.pop().update(self.keep(self._verdict(json.loads(found))))

        if line is not None:
            line.offer(view, settle)

    def _verdict(self, found: dict[str, Any]) -> Verdict:
        one, passed = self.exercise, found["passed"] is True
        sentence = one.praise if passed else str(found["sentence"]) or one.task
        finding = Finding(sentence, str(found["case"]), None, one.rfc * passed, None, str(found["printed"]))
        return Verdict(one.name, passed, finding, str(found["tally"]), () if passed else one.hints)
