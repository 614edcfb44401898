"""What Autobahn's suite says of a server or a client, case by case: read from the JSON that it writes."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

__all__ = ["Row", "Verdicts", "read_report"]

FINE = frozenset({"OK", "INFORMATIONAL"})  # of both columns; NON-STRICT is not
_BREAK, _TAG = re.compile(r"<br\s*/?>"), re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what was done, what was wanted, and how the peer behaved, also when it closed."""

    case: str  # such as "1.1.1"
    title: str
    behaviour: str  # OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED, FAILED
    close: str  # OK, WRONG CODE, UNCLEAN, INFORMATIONAL, FAILED …
    wanted: str
    close_code: int | None
    milliseconds: int

    @property
    def strict(self) -> bool:
        """Whether both columns are as they should be, to the letter."""
        return self.behaviour in FINE and self.close in FINE


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The rows in the order of their numbers; or ``None``, and the reason why the suite did not run."""

    rows: tuple[Row, ...] | None
    reason: str = ""

    def counted(self) -> dict[tuple[str, str], int]:
        """How often each pair of behaviour and close behaviour was seen, the most frequent first."""
        return dict(Counter((row.behaviour, row.close) for row in self.rows or ()).most_common())

    def amiss(self) -> list[Row]:
        """The cases that are not strict."""
        return [row for row in self.rows or () if not row.strict]


def read_report(folder: Path) -> tuple[Row, ...]:
    """The rows of the one agent whose report lies in ``folder``."""
    index = json.loads((folder / "index.json").read_text("utf-8"))
    (cases,) = index.values()
    rows = [_row(folder / case["reportfile"]) for case in cases.values()]
    return tuple(sorted(rows, key=lambda row: [int(part) for part in row.case.split(".")]))


def _row(file: Path) -> Row:
    said: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Row(
        case=said["id"],
        title=_plain(said["description"]),
        behaviour=said["behavior"],
        close=said["behaviorClose"],
        wanted=_plain(said["expectation"]),
        close_code=said["remoteCloseCode"],
        milliseconds=said["duration"],
    )


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())
