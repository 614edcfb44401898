"""``progress()``: a card per section with what is solved and the next thing to do; ``reset_progress()`` begins anew.

Enters: the catalogue and the progress file. Leaves: something Jupyter shows as HTML and a terminal as text.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from helpers.checks.catalogue import EXERCISES
from helpers.checks.engine.card import box, paragraph, safe, soft
from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.progress_file import Entry, ProgressFile

__all__ = ["Progress", "progress", "reset_progress"]

_SIGNS = {"passed": "✓", "begun": "…", "open": "·"}


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise in a section's card."""

    exercise: Exercise
    entry: Entry

    @property
    def state(self) -> str:
        """In a word."""
        return "passed" if self.entry.passed else "begun" if self.entry.checks else "open"

    def __str__(self) -> str:
        return f"{self.exercise.lesson} {self.exercise.title} ({self.exercise.name})"


@dataclass(frozen=True, slots=True)
class Progress:
    """All sections that have exercises."""

    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    path: Path
    message: str = ""

    def _repr_html_(self) -> str:
        cards = "".join(_card(title, lines) for title, lines in self.sections)
        where = paragraph(soft(f"Kept in {self.path}", "small"))
        return f'<section class="progress">{paragraph(safe(self.message))}{cards}{where}</section>'

    def __repr__(self) -> str:
        text = [self.message] if self.message else []
        for title, lines in self.sections:
            text.append(f"{title} · {_count(lines)}")
            text += [f"  {_SIGNS[line.state]} {line}" for line in lines]
            text.append(f"  {_next(lines)}")
        return "\n".join([*text, f"Kept in {self.path}"])


def progress(message: str = "") -> Progress:
    """What is solved, and what comes next."""
    file = ProgressFile()
    entries, trouble = file.read()
    titles = json.loads((files(__package__) / "sections.json").read_text("utf-8"))
    lines = [Line(exercise, entries.get(exercise.name, Entry())) for exercise in EXERCISES]
    groups = groupby(lines, key=lambda line: int(line.exercise.lesson.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    sections = tuple((f"{number} {titles[number - 1]}", tuple(group)) for number, group in groups)
    return Progress(sections, file.path, message or trouble)


def reset_progress() -> Progress:
    """Forget what was solved; the old file is kept under another name."""
    return progress(ProgressFile().reset())


def _count(lines: Sequence[Line]) -> str:
    return f"{sum(line.state == 'passed' for line in lines)} of {len(lines)} passed"


def _next(lines: Sequence[Line]) -> str:
    return next((f"next: {line}" for line in lines if line.state != "passed"), "all done")


def _card(title: str, lines: Sequence[Line]) -> str:
    items = "".join(
        f'<li><span aria-hidden="true">{_SIGNS[line.state]}</span> {safe(str(line))} {soft(line.state)}</li>'
        for line in lines
    )
    items = f'<ul style="list-style:none;margin:.4rem 0;padding:0">{items}</ul>'
    todo = _next(lines)
    return box(title, _count(lines), items, paragraph(safe(todo)), passed=todo == "all done")
