"""What the lint reports: a place, a rule, what is wrong and what to do."""

from dataclasses import dataclass

__all__ = ["Finding", "Found"]

Found = tuple[int, str, str, str]  # line number, rule, message, remedy


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule at a line of a file."""

    file: str
    line: int
    rule: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}; to mend it: {self.remedy}"
