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
from helpers.checks.engine.card import CARD, SOFT, safe
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


@dataclass(frozen=True, slots=True)
class Progress:
    """All sections that have exercises."""

    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    path: Path
    message: str = ""

    def _repr_html_(self) -> str:
        cards = "".join(_card(title, lines) for title, lines in self.sections)
        message = f'<p style="margin:.3rem 0">{safe(self.message)}</p>' if self.message else ""
        where = f'<p style="margin:.3rem 0;{SOFT}"><small>Kept in {safe(str(self.path))}</small></p>'
        return f'<section class="progress">{message}{cards}{where}</section>'

    def __repr__(self) -> str:
        text = [self.message] if self.message else []
        for title, lines in self.sections:
            text.append(f"{title} · {_count(lines)}")
            text += [f"  {_SIGNS[line.state]} {_named(line)}" for line in lines]
            text.append(f"  {_next(lines)}")
        return "\n".join([*text, f"Kept in {self.path}"])


def progress() -> Progress:
    """What is solved, and what comes next."""
    file = ProgressFile()
    entries, message = file.read()
    lines = [Line(exercise, entries.get(exercise.name, Entry())) for exercise in EXERCISES]
    titles = json.loads((files(__package__) / "sections.json").read_text("utf-8"))
    groups = groupby(lines, key=lambda line: int(line.exercise.lesson.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    sections = tuple((f"{number} {titles[number - 1]}", tuple(group)) for number, group in groups)
    return Progress(sections, file.path, message)


def reset_progress() -> Progress:
    """Forget what was solved; the old file is kept under another name."""
    message = ProgressFile().reset()
    fresh = progress()
    return Progress(fresh.sections, fresh.path, message)


def _count(lines: Sequence[Line]) -> str:
    return f"{sum(line.state == 'passed' for line in lines)} of {len(lines)} passed"


def _named(line: Line) -> str:
    return f"{line.exercise.lesson} {line.exercise.title} ({line.exercise.name})"


def _next(lines: Sequence[Line]) -> str:
    first = next((line for line in lines if line.state != "passed"), None)
    return f"next: {_named(first)}" if first else "all done"


def _card(title: str, lines: Sequence[Line]) -> str:
    items = "".join(
        f'<li><span aria-hidden="true">{_SIGNS[line.state]}</span> {safe(_named(line))} '
        f'<span style="{SOFT}">{line.state}</span></li>'
        for line in lines
    )
    edge = "var(--verdict-passed,#2f855a)" if _next(lines) == "all done" else "var(--verdict-not-yet,#b7791f)"
    return (
        f'<div role="group" class="verdict" style="{CARD}{edge}"><header><b>{safe(title)}</b> '
        f'<span style="{SOFT}">{_count(lines)}</span></header>'
        f'<ul style="list-style:none;margin:.4rem 0;padding:0">{items}</ul>'
        f'<p style="margin:.3rem 0 0">{safe(_next(lines))}</p></div>'
    )
