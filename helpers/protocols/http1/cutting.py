"""How to get past a head, a body or a chunk of HTTP/1.1 (RFC 9112). Keeps heads and chunk lines only."""

import re
from collections.abc import Callable

from helpers.protocols.cursor import Cursor, Cut, Pause, Raw
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.bodies import CHUNK_LINE_LIMIT, parse_chunk_size
from helpers.protocols.http1.heads import HEAD_LIMIT, REQUEST_LINE, STATUS_LINE, parse_headers

__all__ = ["Looks", "head", "looks_like_request", "looks_like_response", "pass_chunk"]

Looks = Callable[[bytes], bool | None]


# RFC 9110 §9.1: any token is a method. One with small letters has to be a method that is registered, or else
# every "hello" would be taken for the beginning of a request, and be kept until more comes.
_REGISTERED = (b"get", b"head", b"post", b"put", b"delete", b"connect", b"options", b"trace", b"patch")
_CAPITALS = rb"[A-Z!#$%&'*+.^_`|~-][A-Z0-9!#$%&'*+.^_`|~-]{0,23}"
_REQUEST = re.compile(rb"(?:%s|(?i:%s)) [\x21-\x7e]" % (_CAPITALS, b"|".join(_REGISTERED)))
_EARLY = re.compile(rb"\r\n|\r?\Z|(?:%s|(?i:%s)) ?\Z" % (_CAPITALS, b"|".join(_REGISTERED)))


def looks_like_request(begin: bytes) -> bool | None:
    """Whether this begins like a request: a method, a space, a target; ``None``: too short to say."""
    if _REQUEST.match(begin):
        return True
    early = _EARLY.match(begin) or any(method.startswith(begin.lower()) for method in _REGISTERED)
    return None if early else False


def looks_like_response(begin: bytes) -> bool | None:
    """Whether this begins like a response; ``None``: too short to say."""
    if begin.startswith(b"HTTP/"):
        return True
    return None if b"HTTP/".startswith(begin) else False


def head(cursor: Cursor, looks_right: Looks) -> Cut[bytes]:
    """Pass a head, blank line included; give up early on what is none."""
    empty = 0  # empty lines before a request line
    while (verdict := looks_right(cursor.peek(32, past=empty))) is None:
        if cursor.peek(2, past=empty) != b"\r\n":
            yield Pause.BYTES
        elif (empty := empty + 2) > HEAD_LIMIT:
            raise RemoteProtocolError(f"nothing but empty lines in {HEAD_LIMIT} bytes")
    if not verdict:
        raise Raw("no HTTP") if cursor.start == 0 else RemoteProtocolError("no HTTP head")
    begin = cursor.take(empty)
    begin += yield from cursor.line(HEAD_LIMIT)
    if not (REQUEST_LINE if looks_right is looks_like_request else STATUS_LINE).fullmatch(begin[empty:-2]):
        raise RemoteProtocolError("not the first line of an HTTP head")
    return begin + (yield from _lines(cursor, max(0, HEAD_LIMIT - len(begin))))


def pass_chunk(cursor: Cursor) -> Cut[int]:
    """Pass a chunk, or the last chunk with the trailers; return its size."""
    size = parse_chunk_size((yield from cursor.line(CHUNK_LINE_LIMIT))[:-2])
    if size == 0:
        trailers = yield from _lines(cursor, HEAD_LIMIT)
        try:
            parse_headers([line for line in trailers[:-2].split(b"\r\n") if line])
        except RemoteProtocolError:
            # its end is known, so that who explains it can mark the one line that is wrong
            yield cursor.unit()
            raise
        return 0
    yield from cursor.skip(size)
    if (yield from cursor.exactly(2)) != b"\r\n":
        raise RemoteProtocolError(f"no line end after the {size} bytes of a chunk")
    return size


def _lines(cursor: Cursor, limit: int) -> Cut[bytes]:
    lines, line = bytearray(), b""
    while line != b"\r\n":
        line = yield from cursor.line(limit - len(lines), bare=True)
        if line == b"\n":  # where line feeds end lines, no other blank line will come
            raise RemoteProtocolError("a line feed without a carriage return")
        lines += line
    return bytes(lines)
