"""What the publisher says when an input breaks a rule: where, what was found, what was expected, what to do.

One exception for all of them, so that the command line can print a sentence instead of a traceback.
"""

__all__ = ["CourseError", "StrayError"]


class CourseError(Exception):
    """An input that breaks a rule; its text names the input (and a line of it), what was found, and the remedy."""

    def __init__(
        self, where: str, found: str, *, expected: str = "", remedy: str = "", line: int = 0
    ) -> None:
        self.where, self.found, self.expected, self.remedy, self.line = where, found, expected, remedy, line
        parts = [f"{where}:{line}: {found}" if line else f"{where}: {found}"]
        if expected:
            parts.append(f"expected {expected}")
        if remedy:
            parts.append(f"to mend it: {remedy}")
        super().__init__("; ".join(parts))


class StrayError(CourseError):
    """A notebook among the lessons that is none of them; it is skipped, and named."""
