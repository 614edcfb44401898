"""What a check says: a sentence, the first failing case byte by byte, the RFC's section, the next hint.

Enters: what was found. Leaves: an object that Jupyter shows as a card and a terminal as text. Calm words ("Not yet",
"Passed"), never a stack trace; the learner's own line number where an exception was raised. Everything that came out
of the learner's code is cut to size and escaped.
"""

from helpers.checks.engine import card
from helpers.checks.engine.compare import Row
from helpers.checks.engine.finding import Finding, Judged
from helpers.checks.engine.values import shorten

__all__ = ["Finding", "Verdict"]


class Verdict(Judged):
    """What the check line leaves in the notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return card.render(self)

    def __repr__(self) -> str:
        lines = [" · ".join(filter(None, (self.word, self.name, self.tally)))]
        lines += [f"  {line}" for line in self._details() if line]
        return "\n".join(lines)

    def _details(self) -> list[str]:
        found = self.finding
        place = f"line {found.line} of your cell" if found.line else ""
        lines = [found.case, *self._comparison(), self.sentence]
        lines.append(" · ".join(filter(None, (found.rfc, place))))
        if found.printed:
            lines.append(f"your code printed: {shorten(repr(found.printed), 120)}")
        return [*lines, self._next_hint(), self.note]

    def _next_hint(self) -> str:
        if self.passed or not self.hints:
            return ""
        number = min(max(self.attempt, 1), len(self.hints))
        return f"hint {number} of {len(self.hints)}: {self.hints[number - 1]}"

    def _comparison(self) -> list[str]:
        if self.rows is None:
            return []
        given, expected = self.rows
        return [
            *_under("you gave", given),
            *_under("expected", expected),
        ]


def _under(label: str, row: Row) -> list[str]:
    """A row as text, and under it a line that points at what differs."""
    lead = f"{label:<10} {row.before + ' ' if row.before else ''}"
    text = row.gap.join(cell.text for cell in row.cells)
    marks = (" " * len(row.gap)).join(("^" if cell.differs else " ") * len(cell.text) for cell in row.cells)
    beside = f"  {row.beside}" if row.beside else ""
    shown = f"{lead}{text} {row.after}".rstrip() + beside
    if "\n" in shown:
        return [line.rstrip() for line in shown.splitlines()]
    return [shown, " " * len(lead) + marks.rstrip() if marks.strip() else ""]
