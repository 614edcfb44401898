"""What a check found: the data of a verdict, which ``verdict`` shows as text and ``card`` as HTML.

Enters: what the exercise's judge says about an answer. Leaves: frozen values, and the rows that compare given and
expected, computed once.
"""

from dataclasses import dataclass, field

from helpers.checks.engine.compare import Row, compare
from helpers.checks.engine.values import shorten

__all__ = ["Finding", "Judged", "rfc_link"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not right yet. ``given`` and ``expected`` are a pair, or both left out."""

    sentence: str
    case: str = ""
    pair: tuple[object, object] | None = None
    rfc: str = ""
    line: int | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one check line. ``attempt`` counts from 1 and chooses the hint that text shows."""

    name: str
    passed: bool
    finding: Finding
    tally: str = ""
    hints: tuple[str, ...] = ()
    attempt: int = 1
    note: str = ""
    rows: tuple[Row, Row] | None = field(init=False)

    def __post_init__(self) -> None:
        pair = self.finding.pair
        object.__setattr__(self, "rows", compare(*pair) if pair else None)

    @property
    def word(self) -> str:
        """The two words a verdict can begin with."""
        return "Passed" if self.passed else "Not yet"

    @property
    def link(self) -> str:
        """Where the RFC's section can be read."""
        return rfc_link(self.finding.rfc)

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return shorten(self.finding.sentence, 400)


def rfc_link(section: str) -> str:
    """The address of a section written as ``RFC 6455 §5.3``; empty where there is none."""
    document, _, part = section.partition(" §")
    number = document.removeprefix("RFC ")
    if not (document.startswith("RFC ") and number.isdigit()):
        return ""
    anchor = f"#section-{part.split(',')[0].strip()}" if part else ""
    return f"https://www.rfc-editor.org/rfc/rfc{number}{anchor}"
