"""A picture's description, read: its kind, its title, and its lines.

Enters: the text of `lessons/images/NAME.picture`. The first line is `KIND: TITLE`; each other one is `WORDS: REST`,
or words alone; `#` begins a comment. Leaves: a `Described`. What a line means is its kind's business.
"""

from dataclasses import dataclass

from helpers.publishing.errors import CourseError

__all__ = ["Described", "Line", "described", "parted"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, the words before its colon, and what comes behind."""

    number: int
    words: str
    rest: str


@dataclass(frozen=True, slots=True)
class Described:
    """`name` is the file's, for errors."""

    name: str
    kind: str
    title: str
    lines: tuple[Line, ...]

    def wrong(self, line: Line, message: str) -> CourseError:
        """What is wrong with a line, and where it stands."""
        return CourseError(self.name, message, line=line.number, remedy="see CONTRIBUTING.md, Draw a picture")


def described(name: str, text: str) -> Described:
    """The description in some text."""
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            words, _, rest = line.partition(":")
            lines.append(Line(number, words.strip(), rest.strip()))
    if not lines or not lines[0].rest:
        raise CourseError(name, "has no first line KIND: TITLE", line=1)
    return Described(name, lines[0].words, lines[0].rest, tuple(lines[1:]))


def parted(text: str, mark: str = "|") -> list[str]:
    """The parts of a line, without the blanks around them."""
    return [part.strip() for part in text.split(mark)]
