"""4A: the client's key becomes the server's ``Sec-WebSocket-Accept`` (RFC 6455 §1.3, §4.2.2)."""

import base64
import binascii
import hashlib
import random
from collections.abc import Callable, Iterator

from helpers.checks.engine.exercise import Exercise
from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.handshake import GUID, accept_key

__all__ = ["ACCEPT_KEY"]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _sha1(text: str) -> bytes:
    return hashlib.sha1(text.encode()).digest()


# What learners compute instead, and what to say then.
_MISTAKES: tuple[tuple[Callable[[str], str], str], ...] = (
    (
        lambda key: _sha1(key + GUID).hex(),
        "This is the digest in hex. The header carries its 20 bytes in base64.",
    ),
    (
        lambda key: _base64(_sha1(key + GUID).hex().encode()),
        "This is base64 of the digest's hex text: take digest(), 20 bytes, and not hexdigest(), 40 characters.",
    ),
    (
        lambda key: _base64(_sha1(key)),
        "This is the key without the GUID behind it: any cache could compute it.",
    ),
    (lambda key: _base64(_sha1(GUID + key)), "This is GUID + key. The key comes first, the GUID behind it."),
    (lambda key: _base64(_sha1(key + GUID.lower())), "The GUID is text: its letters are upper case."),
    (
        lambda key: _base64(hashlib.sha1(base64.b64decode(key) + GUID.encode()).digest()),
        "This hashes the 16 bytes inside the key. The key is hashed as the text it is, without decoding it.",
    ),
    (
        lambda key: _base64(hashlib.sha256((key + GUID).encode()).digest()),
        "This is SHA-256. The RFC asks for SHA-1: 20 bytes, 28 characters in base64.",
    ),
    (lambda key: accept_key(key) + "\n", "A line end stands behind the value: it would end the header line."),
    (lambda key: accept_key(key).rstrip("="), "The padding is missing: 20 bytes in base64 end with one =."),
)


def _explain(case: Case, value: object) -> str:
    key = str(case.args[0])
    for mistake, sentence in _MISTAKES:
        if value == mistake(key):
            return sentence
    return _by_alphabet(value) or "This is not the digest of key + GUID in base64."


def _by_alphabet(value: object) -> str:
    try:
        digest = base64.b64decode(str(value).replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        return "" if len(str(value)) == 28 else f"{len(str(value))} characters: base64 of 20 bytes has 28."
    url_safe = len(digest) == 20 and set("-_") & set(str(value))
    return "This is the URL-safe base64, with - and _. The header uses + and /." if url_safe else ""


def _cases() -> Iterator[Case]:
    # §1.3 and §4.2.2 use this key as their example.
    keys = ["dGhlIHNhbXBsZSBub25jZQ==", "AQIDBAUGBwgJCgsMDQ4PEA=="]
    source = random.Random("accept_key")
    keys += [_base64(source.randbytes(16)) for _ in range(60)]
    for key in keys:
        yield Case((key,), accept_key(key))


ACCEPT_KEY = Exercise(
    name="accept_key",
    lesson="4A",
    title="Answer the key",
    task="Nothing is written yet. Put the GUID behind the key, hash that with SHA-1, return the digest in base64.",
    hints=(
        "hashlib.sha1 wants bytes: (key + GUID).encode() makes them.",
        "digest() gives 20 bytes, hexdigest() gives text. base64.b64encode takes the bytes.",
        "b64encode returns bytes; a header is text: .decode() at the end.",
    ),
    rfc="RFC 6455 §1.3",
    judge=on_cases(_cases, _explain),
    praise="The RFC's own example and 61 other keys: a client would believe that you read its handshake.",
)
