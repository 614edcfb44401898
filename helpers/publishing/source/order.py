"""Order codes: digits, then capitals ("2C"). The digits are the section, the capitals the place in it.

Enters: a code as text. Leaves: a key that sorts "2B" < "2Z" < "2AA" < "10A". Never guesses at a malformed code.
"""

import re

from helpers.publishing.errors import CourseError

__all__ = ["order_key", "section_number"]

_CODE = re.compile(r"(\d+)([A-Z]+)", re.ASCII)


def order_key(code: object, *, where: str = "order") -> tuple[int, int, str]:
    """The sort key of a code: section, then length of the letters ("AA" after "Z"), then the letters."""
    match = _CODE.fullmatch(code) if isinstance(code, str) else None
    if match is None:
        raise CourseError(
            where,
            f"order is {code!r}",
            expected="digits, then capital letters, such as 2C",
            remedy="write the section's number and the lesson's letter; after Z comes AA",
        )
    digits, letters = match.groups()
    return int(digits), len(letters), letters


def section_number(code: str) -> int:
    """The section's number in a code."""
    return order_key(code)[0]
