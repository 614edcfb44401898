"""4C: text whose characters are cut by the fragments' edges (RFC 6455 §5.6, §8.1; RFC 3629)."""

import codecs
import random
from collections.abc import Iterator
from typing import Any

from helpers.checks.judges.cases import REFUSED, Case, cut, first, on_cases

__all__ = ["judge"]

_LATE = "The text is right, but a character came out too late: it is complete with its last byte."
_TEXT = "Ηello-µ@ßöäüàá-€-𝄞-🙂!"
_IN_TWO = "é is two bytes, c3 and a9, and they came in different fragments."
_IN_FOUR = "One character, four bytes, four fragments: three give no text yet."
_UNFINISHED = "The message ends in the middle of a character."
_SURROGATE = "These bytes are a surrogate, half of a UTF-16 pair: no character."
_OVERLONG = "0xc0 0xaf is '/' in two bytes, where one does: overlong forms are refused."


def _case(*fragments: bytes, why: str = "") -> Case:
    """The reference is Python's own incremental decoder."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        texts = [decoder.decode(fragment) for fragment in fragments]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        rfc = "RFC 3629 §4" if len(fragments) == 1 else "RFC 6455 §8.1"
        return Case(([*fragments],), REFUSED, why, rfc)
    return Case(([*fragments],), texts, why)


def _cases() -> Iterator[Case]:
    yield from (_case(b"Hello"), _case(b"Hel", b"lo"), _case(b"caf\xc3", b"\xa9!", why=_IN_TWO))
    yield _case(b"\xf0", b"\x9f", b"\x99", b"\x82", why=_IN_FOUR)
    yield _case(b"", b"caf\xc3", b"", b"\xa9", why="An empty fragment gives no text and ends no character.")
    yield _case()
    yield _case(b"\xff", why="0xff never appears in UTF-8.")
    yield from (_case(b"caf\xc3", why=_UNFINISHED), _case(b"caf\xc3", b"", why=_UNFINISHED))
    yield _case(b"caf\xc3", b"a", why="0xc3 begins a character of two bytes, and 'a' does not continue it.")
    yield from (_case(b"\xed\xa0", b"\x80", why=_SURROGATE), _case(b"\xc0", b"\xaf", why=_OVERLONG))
    whole = _TEXT.encode()
    yield from (_case(whole[:at], whole[at:]) for at in range(len(whole) + 1))
    yield _case(*(bytes([byte]) for byte in whole))
    source = random.Random("decode_fragments")
    for _ in range(40):
        text = "".join(source.choice(_TEXT) for _ in range(source.randrange(12)))
        yield _case(*cut(text.encode(), source, source.randrange(5) + 1))


def _explain(case: Case, given: Any) -> str:
    text, many = "".join(map(str, given)), len(case.expected)
    return first(
        (len(given) != many, f"Each fragment gives one text, some of them empty: {many}; you gave {len(given)}."),
        ("\ufffd" in text, "A character was replaced by �: its bytes were decoded before all of them had come."),
        (text == "".join(case.expected), _LATE),
        (not case.why, "The text is not what the fragments hold together."),
    )  # fmt: skip


judge = on_cases(_cases, _explain)
