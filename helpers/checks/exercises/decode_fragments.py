"""4C: text whose characters are cut by the fragments' edges (RFC 6455 §5.6, §8.1; RFC 3629)."""

import codecs
import random
from typing import Any

from helpers.checks.judges.cases import Case, cut, first, on_cases

__all__ = ["judge"]

_LATE = "The text is right, but a character came out too late: it is complete with its last byte."
_TEXT = "Ηello-µ@ßöäüàá-€-𝄞-🙂!"
_UNFINISHED = "The message ends in the middle of a character."
_UTF8, _CUT = "RFC 3629 §4", "RFC 6455 §8.1"


def _right(fragments: list[bytes]) -> list[str]:
    """Python's own incremental decoder, whose error is a ValueError."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    texts = [decoder.decode(fragment) for fragment in fragments]
    decoder.decode(b"", final=True)
    return texts


def _case(*fragments: bytes, why: str = "", rfc: str = "") -> Case:
    return Case(([*fragments],), why, rfc)


_WHOLE = _TEXT.encode()
_CASES = (
    _case(b"Hello"),
    _case(b"Hel", b"lo"),
    _case(b"caf\xc3", b"\xa9!", why="é is two bytes, c3 and a9, and they came in different fragments."),
    _case(b"\xf0", b"\x9f", b"\x99", b"\x82",
          why="One character, four bytes, four fragments: three give no text yet."),
    _case(b"", b"caf\xc3", b"", b"\xa9", why="An empty fragment gives no text and ends no character."),
    _case(),
    _case(b"\xff", why="0xff never appears in UTF-8.", rfc=_UTF8),
    _case(b"caf\xc3", why=_UNFINISHED, rfc=_UTF8),
    _case(b"caf\xc3", b"", why=_UNFINISHED, rfc=_CUT),
    _case(b"caf\xc3", b"a", why="0xc3 begins a character of two bytes, and 'a' does not continue it.", rfc=_CUT),
    _case(b"\xed\xa0", b"\x80", why="These bytes are a surrogate, half of a UTF-16 pair: no character.", rfc=_CUT),
    _case(b"\xc0", b"\xaf",
          why="0xc0 0xaf is '/' in two bytes, where one does: overlong forms are refused.", rfc=_CUT),
    *(_case(_WHOLE[:at], _WHOLE[at:]) for at in range(len(_WHOLE) + 1)),
    _case(*(bytes([byte]) for byte in _WHOLE)),
)  # fmt: skip


def _by_chance(source: random.Random) -> Case:
    text = "".join(source.choice(_TEXT) for _ in range(source.randrange(12)))
    return _case(*cut(text.encode(), source, source.randrange(5) + 1))


def _explain(case: Case, given: Any) -> str:
    text, many = "".join(map(str, given)), len(case.expected)
    return first(
        (len(given) != many, f"Each fragment gives one text, some of them empty: {many}; you gave {len(given)}."),
        ("\ufffd" in text, "A character was replaced by �: its bytes were decoded before all of them had come."),
        (text == "".join(case.expected), _LATE),
        (not case.why, "The text is not what the fragments hold together."),
    )  # fmt: skip


judge = on_cases(_right, _CASES, _explain, by_chance=_by_chance)
