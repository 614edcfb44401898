"""Reading a mapping key by key, with errors that name the key, what was found and what was expected.

Used for `_config.yml` and front matter. Enters: parsed YAML. Leaves: values of the right type, or a `CourseError`.
"""

import difflib
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from helpers.publishing.errors import CourseError

__all__ = ["Reader", "is_url"]

_MISSING = object()
_NAMES = {str: "text", int: "a whole number", list: "a list", dict: "a mapping", bool: "true or false"}


def _shown(value: object) -> str:
    return "nothing" if value is None else f"{_NAMES.get(type(value), type(value).__name__)}: {value!r}"


def is_url(text: str) -> bool:
    """Whether a text is the address of a site."""
    return bool(re.match(r"https?://[^\s/]+", text))


class Reader:
    """A mapping at a place in a file; each key is read once and by name, what is left over is unknown."""

    def __init__(self, values: object, *, file: str, at: str = "", remedy: str = "") -> None:
        self.file, self.at, self.remedy = file, at, remedy
        if not isinstance(values, Mapping):
            self.fail(at or "the file", values, expected="a mapping of keys to values")
        self.values: dict[Any, Any] = dict(values)
        self.known: list[str] = []

    def fail(self, key: str, found: object, *, expected: str) -> NoReturn:
        """Raise the error for a key."""
        where = f"{self.file}: {key}"
        raise CourseError(where, f"found {_shown(found)}", expected=expected, remedy=self.remedy)

    def key(self, name: str) -> str:
        """The full name of a key in the file."""
        return f"{self.at}.{name}" if self.at else name

    def take(self, name: str, kind: type, *, default: object = _MISSING) -> Any:
        """The value of a key, checked; without it the default, and without that an error."""
        self.known.append(name)
        value = self.values.get(name)
        if value in (None, "") and default is not _MISSING:
            return default
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            self.fail(self.key(name), value, expected=_NAMES[kind])
        return value

    def text(self, name: str, *, default: str | None = None) -> str:
        """A text; required unless it has a default."""
        return str(self.take(name, str, **({} if default is None else {"default": default})))

    def below(self, name: str) -> "Reader":
        """The mapping under a key, empty if it is not there."""
        return Reader(self.take(name, dict, default={}), file=self.file, at=self.key(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty if it is not there."""
        values = self.take(name, list, default=[])
        for position, value in enumerate(values):
            if not isinstance(value, str):
                self.fail(f"{self.key(name)}[{position}]", value, expected="text")
        return tuple(values)

    def close(self) -> None:
        """Complain about keys that nobody read."""
        for name in self.values:
            if name not in self.known:
                near = difflib.get_close_matches(str(name), self.known, n=1)
                remedy = f"did you mean {near[0]}?" if near else "remove it"
                expected = "one of " + ", ".join(self.known)
                raise CourseError(
                    f"{self.file}: {self.key(str(name))}", "unknown key", expected=expected, remedy=remedy
                )
