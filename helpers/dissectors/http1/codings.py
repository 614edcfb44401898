"""How a body was coded on top of its framing, and undoing that where it is plain (RFC 9110 §8.4, RFC 9112 §7.2).

Coded bytes come in, a buffer and what there is to say come out. Never more than 1 MiB, and it says where that ended.
"""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from helpers.dissectors.contents.registry import Said, buffer
from helpers.dissectors.field import Buffer, Field
from helpers.dissectors.tiles import preview
from helpers.protocols.http1.heads import Request, Response, header_list

__all__ = ["BODY_LIMIT", "Coding", "codings_of", "names", "undone"]

BODY_LIMIT = 1024 * 1024

_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # what zlib calls the two formats
_MOST = 3  # codings on each other: there are bytes that inflate to themselves
_MOST_MEMBERS = 64  # each costs a decompressor


class Coding(NamedTuple):
    """One of them; ``hop``: it was put on for the way only (Transfer-Encoding), not for good (Content-Encoding)."""

    name: str
    hop: bool = False


def codings_of(head: Request | Response) -> tuple[Coding, ...]:
    """What was done to a body, in that order, but for the chunks."""
    content = [Coding(name.lower()) for name in header_list(head.headers, "Content-Encoding")]
    hop = [Coding(name.lower(), hop=True) for name in header_list(head.headers, "Transfer-Encoding")]
    return (*content, *(coding for coding in hop if coding.name != "chunked"))


def names(codings: Sequence[Coding]) -> str:
    """``br, gzip``."""
    return ", ".join(coding.name for coding in codings)


def undone(
    data: bytes, said: Said, codings: Sequence[Coding], *, whole: bool = True
) -> tuple[Buffer | None, str]:
    """Undo the last coding, and those under it when somebody looks; ``whole``: ``data`` are all there should be."""
    *under, last = codings
    if len(codings) > _MOST or last.name not in _WINDOW:
        return None, f"It is encoded ({names(codings)}), which is not undone here."
    out, how, whole = _inflate(data, last.name, whole=whole)
    hop = " for this hop only" if last.hop else ""
    why = f"Compressed with {last.name}{hop}.{how}"
    if out is None:
        return None, why
    if not under:
        return buffer("inflated", out, said), why
    return Buffer("inflated", out, lambda: _coded(out, said, under, whole=whole)), why


def _coded(data: bytes, said: Said, codings: Sequence[Coding], *, whole: bool) -> tuple[Field, ...]:
    if not data:
        return ()
    inner, why = undone(data, said, codings, whole=whole)
    return (Field(0, len(data), "compressed body", preview(data), why, "RFC 9110 §8.4", decoded=inner),)


def _inflate(data: bytes, name: str, *, whole: bool) -> tuple[bytes | None, str, bool]:
    """What comes out, what there is to say, and whether it is all there should be.

    RFC 1952 §2.2: "A gzip file consists of a series of "members" ... [which] simply appear one after another".
    """
    out, member = b"", 0
    while True:
        member += 1
        decompressor = zlib.decompressobj(_WINDOW[name])
        try:
            out += decompressor.decompress(data, BODY_LIMIT - len(out))
        except zlib.error as error:
            if member == 1:
                return None, f" It cannot be inflated: {error}.", False
            return out, f"{_members(member - 1)} {len(data)} bytes follow that are no {name}: {error}.", False
        said, data = _members(member), decompressor.unused_data
        if not decompressor.eof and len(out) >= BODY_LIMIT:
            return out, f"{said} Inflating stopped at {BODY_LIMIT} bytes.", False
        if not decompressor.eof:
            return out, f"{said}{_CUT if whole else ''}", False
        if not data:
            return out, said, whole
        if _WINDOW[name] == 15 or member == _MOST_MEMBERS or len(out) == BODY_LIMIT:
            return out, f"{said} {len(data)} bytes follow that are not read here.", False


_CUT = " It is cut short: its own end is missing, so nobody may take this for all of it."


def _members(count: int) -> str:
    return "" if count == 1 else f" In {count} members, one after another, which are read as one."
