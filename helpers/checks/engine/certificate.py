"""A certificate of sorts: a page that says what somebody has solved, and that they can save.

Enters: a name and the progress. Leaves: one HTML page without anything from elsewhere, and a link that saves it. It
proves nothing to anybody, and says so: the progress file is its owner's to write.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpers.checks.engine.card import LINK, box, paragraph, safe
from helpers.checks.engine.progress_card import Line, Progress, progress
from helpers.checks.engine.progress_file import ProgressFile

__all__ = ["Certificate", "certificate"]

NOTE = "Given by nobody but its owner, who solved what stands here: each exercise was checked by running it."
STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1c1917;background:#fff}"
    "h1{font-size:1.9rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem .2rem 0;"
    "border-bottom:1px solid #d6d3d1}small{color:#57534e}@media print{body{margin:0}}"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """``solved`` are the exercises with the day (UTC) on which each first passed."""

    name: str
    solved: tuple[tuple[Line, str], ...]
    total: int

    @property
    def page(self) -> str:
        """The page."""
        rows = "".join(map(_row, self.solved))
        head = "".join(f'<th scope="col">{name}</th>' for name in ("Lesson", "Exercise", "Solved"))
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Realtime on the Wire</title>'
            f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>'
            f"<h1>Realtime on the Wire</h1><p><b>{safe(self.name)}</b> has solved {self._count} of this course.</p>"
            f"{table if rows else ''}<p><small>{NOTE}</small></p></main></body></html>\n"
        )

    @property
    def _count(self) -> str:
        return f"{len(self.solved)} of {self.total} exercises"

    def save(self, path: str | Path = "certificate.html") -> Path:
        """Write the page; where it is comes back."""
        target = Path(path)
        target.write_text(self.page, "utf-8")
        return target.resolve()

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.page.encode()).decode()
        link = f'<a style="{LINK}" download="certificate.html" href="data:text/html;base64,{data}">Save the page</a>'
        said = paragraph(f"{safe(self.name)} has solved {self._count}. {link if self.solved else ''}")
        return box(
            "Realtime on the Wire", "a certificate of sorts", said, passed=len(self.solved) == self.total
        )

    def __repr__(self) -> str:
        return f"{self.name} has solved {self._count}. certificate(…).save() writes a page."


def certificate(name: str) -> Certificate:
    """What ``name`` has solved by now."""
    found: Progress = progress()
    lines = [line for _, lines in found.sections for line in lines]
    entries, _ = ProgressFile().read()
    solved = [(line, entries[line.exercise.name].passed) for line in lines if line.entry.passed]
    days = [(line, datetime.fromtimestamp(at or 0, UTC).strftime("%Y-%m-%d")) for line, at in solved]
    return Certificate(name.strip() or "Somebody", tuple(days), len(lines))


def _row(solved: tuple[Line, str]) -> str:
    line, day = solved
    exercise = line.exercise
    return (
        f'<tr><th scope="row">{safe(exercise.lesson)}</th><td>{safe(exercise.title)}</td><td>{day}</td></tr>'
    )
