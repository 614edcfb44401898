"""4A: the client's key becomes the server's ``Sec-WebSocket-Accept`` (RFC 6455 §1.3, §4.2.2)."""

import base64
import hashlib
import random
from typing import Any

from helpers.checks.judges.cases import Case, mistakes, on_cases, slips
from helpers.protocols.websocket.handshake import GUID, accept_key

__all__ = ["judge"]

# §1.3 and §4.2.2 use the first key as their example.
_CASES = (Case(("dGhlIHNhbXBsZSBub25jZQ==",)), Case(("AQIDBAUGBwgJCgsMDQ4PEA==",)))


def _by_chance(source: random.Random) -> Case:
    return Case((base64.b64encode(source.randbytes(16)).decode(),))


def _proof(text: str, before: bytes = b"") -> str:
    return base64.b64encode(hashlib.sha1(before + text.encode()).digest()).decode()


_SLIPS = slips(
    (lambda right: base64.b64decode(right).hex(),
     "This is the digest in hex. The header carries its 20 bytes in base64."),
    (lambda right: base64.b64encode(base64.b64decode(right).hex().encode()).decode(),
     "This is base64 of the digest's hex text: take digest(), 20 bytes, and not hexdigest(), 40 characters."),
    (lambda right: right + "\n", "A line end stands behind the value: it would end the header line."),
    (lambda right: right[:-1], "The padding is missing: 20 bytes in base64 end with one =."),
    (lambda right: right.replace("+", "-").replace("/", "_"),
     "This is the URL-safe base64, with - and _. The header uses + and /."),
)  # fmt: skip
_MISTAKES = mistakes(
    (_proof, "This is the key without the GUID behind it: any cache could compute it."),
    (lambda key: _proof(GUID + key), "This is GUID + key. The key comes first, the GUID behind it."),
    (lambda key: _proof(key + GUID.lower()), "The GUID is text: its letters are upper case."),
    (lambda key: _proof(GUID, before=base64.b64decode(key)),
     "This hashes the 16 bytes inside the key. The key is hashed as the text it is, without decoding it."),
    (lambda key: base64.b64encode(hashlib.sha256((key + GUID).encode()).digest()).decode(),
     "This is SHA-256. The RFC asks for SHA-1: 20 bytes, 28 characters in base64."),
)  # fmt: skip


def _otherwise(case: Case, given: Any) -> str:
    wrong_length = f"{len(given)} characters: base64 of 20 bytes has 28."
    return "This is not the digest of key + GUID in base64." if len(given) == 28 else wrong_length


judge = on_cases(accept_key, _CASES, _SLIPS, _MISTAKES, _otherwise, by_chance=_by_chance, runs=60)
