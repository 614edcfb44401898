"""What an answer gave, beside what was expected: compare the two and write them down without trusting either.

Enters: any object a learner's code may return. Leaves: whether two plain values are the same, short text, bytes to
lay side by side. Never writes more than it was given room for.
"""

from fractions import Fraction
from typing import Any

__all__ = ["as_bytes", "counted", "describe", "plain", "rounded", "same", "shorten", "type_name"]

HUGE = 1e15  # where a float no longer knows every whole number
_BYTES = (bytes, bytearray, memoryview)
_SLICED: tuple[Any, ...] = (bytes, bytearray, str, tuple, list)
_NAMES = {
    type(None): "None",
    bool: "True or False",
    int: "a number (int)",
    str: "text (str)",
    bytes: "bytes",
    bytearray: "bytes (bytearray)",
    tuple: "a tuple",
    list: "a list",
    dict: "a dict",
    float: "a number with a point (float)",
}


def shorten(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def counted(number: int, noun: str) -> str:
    """``1 byte``, ``2 bytes``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def type_name(value: object) -> str:
    """What kind of thing it is, in a learner's words."""
    name = _NAMES.get(type(value))
    return name or f"an object of type {shorten(type(value).__name__, 40)}"


def plain(value: object) -> object:
    """The same content in a built-in type: a subclass of bytes, text, tuple or list loses its own methods."""
    for base in _SLICED:
        if isinstance(value, base):
            return base.__getitem__(value, slice(None))
    return bytes(value) if isinstance(value, memoryview) else value


def as_bytes(value: object) -> bytes | None:
    """The bytes of a bytes-like value; ``None`` for anything else."""
    return bytes(content) if isinstance(content := plain(value), _BYTES) else None


def same(given: object, expected: object) -> bool:
    """Whether an answer is the expected value: same kind, same content (any bytes-like counts as bytes)."""
    match expected:
        case bytes() | bytearray() | memoryview():
            return as_bytes(given) == bytes(expected)
        case tuple() | list():
            items: Any = plain(given) if isinstance(given, type(expected)) else ()
            return (
                isinstance(given, type(expected))
                and len(items) == len(expected)
                and all(map(same, items, expected))
            )
        case bool() | None:
            return given is expected
        case int():
            return isinstance(given, int) and not isinstance(given, bool) and int(given) == expected
        case str():
            return isinstance(given, str) and plain(given) == expected
    return type(given) is type(expected) and given == expected


def rounded(value: object, places: int) -> object:
    """A number as numbers are compared, and a tuple or list of such as a tuple; anything else as it is."""
    content = plain(value)
    if isinstance(content, tuple | list):
        return tuple(_rounded(one, places) for one in content)
    return _rounded(value, places)


def _rounded(value: object, places: int) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction) or not -HUGE < value < HUGE:
        return value
    return round(float(value), places) + 0.0


def describe(value: object, *, limit: int = 120) -> str:
    """A value as Python would write it, if it is of a plain kind and short; otherwise its kind."""
    return shorten(_write(plain(value), limit), limit)


def _write(value: object, limit: int) -> str:
    match value:
        case None | bool() | float():
            return repr(value)
        case int():
            bits = value.bit_length()
            return f"a number of {bits} bits" if bits > 1000 else str(int(value))
        case bytes() if (
            5 * sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in value) <= 4 * len(value) > 0
        ):
            return (
                f"bytes.fromhex('{value[:limit].hex(' ')}')"  # in hex, as the lessons write what is not text
            )
        case bytes() | str() | bytearray():
            return repr(value[: limit + 1])
        case tuple() | list():
            return _write_items(value, limit - 2)
    return "..." if value is ... else type_name(value)


def _write_items(items: tuple[object, ...] | list[object], room: int) -> str:
    parts: list[str] = []
    for item in items:
        parts.append(_write(plain(item), room) if room > 0 else "…")
        room -= len(parts[-1]) + 2
        if room <= 0:
            break
    text = ", ".join(parts)
    return f"[{text}]" if isinstance(items, list) else f"({text}{',' * (len(items) == 1)})"
