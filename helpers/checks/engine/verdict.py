"""What a check says: a sentence, the first failing case byte by byte, the RFC's section, the next hint.

Enters: what was found. Leaves: an object that Jupyter shows as a card and a terminal as text. Calm words ("Not yet",
"Passed"), never a stack trace; the learner's own line number where an exception was raised. Everything that came out
of the learner's code is cut to size and escaped.
"""

from dataclasses import dataclass, field

from helpers.checks.engine import card
from helpers.checks.engine.compare import Row, compare
from helpers.checks.engine.values import shorten

__all__ = ["Finding", "Verdict", "rfc_link"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not right yet. ``pair`` is what was given and what was expected."""

    sentence: str
    case: str = ""
    pair: tuple[object, object] | None = None
    rfc: str = ""
    line: int | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check line leaves in the notebook. ``attempt`` counts from 1 and chooses the hint that text shows."""

    name: str
    passed: bool
    finding: Finding
    tally: str = ""
    hints: tuple[str, ...] = ()
    attempt: int = 1
    note: str = ""
    rows: tuple[tuple[str, Row], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.finding.pair:
            rows = zip(("you gave", "expected"), compare(*self.finding.pair), strict=True)
            object.__setattr__(self, "rows", tuple(rows))

    @property
    def word(self) -> str:
        """The two words a verdict can begin with."""
        return "Passed" if self.passed else "Not yet"

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return shorten(self.finding.sentence, 400)

    def _repr_html_(self) -> str:
        found, rfc = self.finding, card.safe(self.finding.rfc)
        place = f" Line {found.line} of your cell." if found.line else ""
        link = (
            f'<a href="{rfc_link(found.rfc)}" style="{card.LINK}">{rfc}</a>' if rfc_link(found.rfc) else rfc
        )
        parts = (
            card.paragraph(
                f'<code style="{card.CODE};background:none">{card.safe(found.case)}</code>' * bool(found.case)
            ),
            card.comparison(self.rows),
            card.paragraph(f"{card.safe(self.sentence)}{place} {link}".rstrip()),
            card.printed(found.printed),
            "" if self.passed else card.hints(self.hints),
            card.paragraph(card.soft(self.note)),
        )
        about = " · ".join(filter(None, (self.name, self.tally)))
        return card.box(self.word, about, *parts, passed=self.passed)

    def __repr__(self) -> str:
        found, hint = self.finding, min(max(self.attempt, 1), len(self.hints))
        details = [
            found.case,
            *(line for label, row in self.rows for line in _under(label, row)),
            self.sentence,
        ]
        place = f"line {found.line} of your cell" if found.line else ""
        details.append(" · ".join(filter(None, (found.rfc, place))))
        if found.printed:
            details.append(f"your code printed: {shorten(repr(found.printed), 120)}")
        if hint and not self.passed:
            details.append(f"hint {hint} of {len(self.hints)}: {self.hints[hint - 1]}")
        head = " · ".join(filter(None, (self.word, self.name, self.tally)))
        return "\n".join([head, *(f"  {line}" for line in (*details, self.note) if line)])


def _under(label: str, row: Row) -> list[str]:
    """A row as text, and under it a line that points at what differs."""
    lead = f"{label:<10} {row.before + ' ' if row.before else ''}"
    text = row.gap.join(cell.text for cell in row.cells)
    marks = (" " * len(row.gap)).join(("^" if cell.differs else " ") * len(cell.text) for cell in row.cells)
    shown = f"{lead}{text} {row.after}".rstrip() + (f"  {row.beside}" if row.beside else "")
    if "\n" in shown:
        return [line.rstrip() for line in shown.splitlines()]
    return [shown, " " * len(lead) + marks.rstrip() if marks.strip() else ""]


def rfc_link(section: str) -> str:
    """The address of a section written as ``RFC 6455 §5.3``; empty where there is none."""
    document, _, part = section.partition(" §")
    number = document.removeprefix("RFC ")
    if not (document.startswith("RFC ") and number.isdigit()):
        return ""
    anchor = f"#section-{part.split(',')[0].strip()}" if part else ""
    return f"https://www.rfc-editor.org/rfc/rfc{number}{anchor}"
