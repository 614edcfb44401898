"""What the publisher says when an input breaks a rule: where, what was found, what was expected, what to do.

One exception for all of them, so that the command line can print a sentence instead of a traceback.
"""

__all__ = ["CourseError"]


class CourseError(Exception):
    """An input that breaks a rule; its text names the input, what was found, and the remedy."""

    def __init__(self, where: str, found: str, *, expected: str = "", remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        parts = [f"{where}: {found}"]
        if expected:
            parts.append(f"expected {expected}")
        if remedy:
            parts.append(f"to mend it: {remedy}")
        super().__init__("; ".join(parts))
