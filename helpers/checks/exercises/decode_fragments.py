"""4B: text whose characters are cut by the fragments' edges (RFC 6455 §5.6, §8.1; RFC 3629)."""

import codecs
import random
from collections.abc import Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.engine.values import plain
from helpers.checks.judges.cases import REFUSED, Case, on_cases

__all__ = ["DECODE_FRAGMENTS"]

_TEXT = "Ηello-µ@ßöäüàá-€-𝄞-🙂!"


def decoded(fragments: list[bytes]) -> list[str]:
    """The reference: Python's own incremental decoder."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    texts = [decoder.decode(fragment) for fragment in fragments]
    decoder.decode(b"", final=True)
    return texts


def _case(fragments: list[bytes], why: str = "") -> Case:
    return Case((fragments,), decoded(fragments), why)


def _refused(fragments: list[bytes], why: str) -> Case:
    return Case((fragments,), REFUSED, why, "RFC 3629 §4" if len(fragments) == 1 else "RFC 6455 §8.1")


def _cases() -> Iterator[Case]:
    whole = _TEXT.encode()
    yield _case([b"Hello"])
    yield _case([b"Hel", b"lo"])
    yield _case([b"caf\xc3", b"\xa9!"], "é is two bytes, c3 and a9, and they came in different fragments.")
    yield _case(
        [b"\xf0", b"\x9f", b"\x99", b"\x82"],
        "One character, four bytes, four fragments: three give no text yet.",
    )
    yield _case([b"", b"caf\xc3", b"", b"\xa9"], "An empty fragment gives no text and ends no character.")
    yield _case([])
    yield _refused([b"\xff"], "0xff never appears in UTF-8.")
    yield _refused([b"caf\xc3"], "The message ends in the middle of a character.")
    yield _refused([b"caf\xc3", b""], "The message ends in the middle of a character.")
    yield _refused([b"caf\xc3", b"a"], "0xc3 begins a character of two bytes, and 'a' does not continue it.")
    yield _refused(
        [b"\xed\xa0", b"\x80"], "These bytes are a surrogate, half of a UTF-16 pair: no character."
    )
    yield _refused(
        [b"\xc0", b"\xaf"], "0xc0 0xaf is '/' in two bytes, where one does: overlong forms are refused."
    )
    yield from (_case([whole[:cut], whole[cut:]]) for cut in range(len(whole) + 1))
    yield _case([bytes([byte]) for byte in whole])
    source = random.Random("decode_fragments")
    yield from (_case(_cut(source)) for _ in range(40))


def _cut(source: random.Random) -> list[bytes]:
    text = "".join(source.choice(_TEXT) for _ in range(source.randrange(12))).encode()
    cuts = sorted(source.randrange(len(text) + 1) for _ in range(source.randrange(5)))
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _explain(case: Case, value: object) -> str:
    given, expected = plain(value), case.expected
    assert isinstance(given, list)
    assert isinstance(expected, list)
    if len(given) != len(expected):
        return f"{len(expected)} fragments give {len(expected)} texts, some of them empty; you gave {len(given)}."
    if "\ufffd" in "".join(map(str, given)):
        return "A character was replaced by �: its bytes were decoded before all of them had come."
    if "".join(map(str, given)) == "".join(expected):
        return "The text is right, but a character came out too late: it is complete with its last byte."
    return case.why or "The text is not what the fragments hold together."


DECODE_FRAGMENTS = Exercise(
    name="decode_fragments",
    lesson="4B",
    title="Characters cut in two",
    task="Nothing is written yet. Return a list, one text for each fragment; begin with whole characters.",
    hints=(
        "A fragment may end with the first bytes of a character. They wait, and go before the next fragment.",
        'codecs.getincrementaldecoder("utf-8")() keeps them for you: give each fragment to its decode().',
        "With the last fragment nothing may be left waiting: decode(fragment, final=True) raises if something is. "
        "UnicodeDecodeError is a ValueError.",
    ),
    rfc="RFC 6455 §8.1",
    judge=on_cases(_cases, _explain),
    praise="Cut at every byte the text comes out whole, and what is no UTF-8 is refused.",
)
