"""Where an HTTP/1.1 body ends (RFC 9112 §6 and §7).

A parsed head comes in, the rule that frames its body comes out; and the size line of a chunk. Never reads a body.
"""

import re
from dataclasses import dataclass

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.heads import Request, Response, header_list, header_values

__all__ = ["CHUNKED", "CHUNK_LINE_LIMIT", "NO_BODY", "UNTIL_CLOSE", "Framing", "parse_chunk_size"]
__all__ += ["request_framing", "response_framing"]

CHUNK_LINE_LIMIT = 4 * 1024

# RFC 9112 §7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF; chunk-size = 1*HEXDIG, zeros in front or not
_CHUNK_LINE = re.compile(rb"(0*[0-9A-Fa-f]{1,16})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?")


@dataclass(frozen=True, slots=True)
class Framing:
    """One of four: ``length`` bytes (0: no body), chunks, or everything until the connection closes."""

    length: int = 0
    chunked: bool = False
    until_close: bool = False


NO_BODY = Framing()
CHUNKED = Framing(chunked=True)
UNTIL_CLOSE = Framing(until_close=True)


def request_framing(request: Request) -> Framing:
    """The rules of RFC 9112 §6.3 for a request."""
    if header_values(request.headers, "Transfer-Encoding"):
        # §6.3 rule 4: "the message body length cannot be determined reliably; the server MUST respond with 400"
        if _codings(request) != ("chunked",):
            raise RemoteProtocolError("a request body that is not plainly chunked has no end", status=400)
        return CHUNKED
    length = _content_length(request)
    # §6.3 rule 7: "If this is a request message and none of the above are true, then the message body length is zero"
    return NO_BODY if length is None else Framing(length)


def response_framing(response: Response, method: str) -> Framing:
    """The rules of RFC 9112 §6.3 for the response to a request with this method."""
    # §6.3 rule 1: "Any response to a HEAD request and any response with a 1xx, 204, or 304 status code ..."
    if method == "HEAD" or response.status < 200 or response.status in (204, 304):
        return NO_BODY
    if header_values(response.headers, "Transfer-Encoding"):
        codings = _codings(response)
        if "chunked" in codings[:-1]:
            raise RemoteProtocolError(
                "chunked is applied more than once, or is not the last coding", status=502
            )
        return CHUNKED if codings[-1:] == ("chunked",) else UNTIL_CLOSE
    length = _content_length(response)
    # §6.3 rule 8: "... determined by the number of octets received prior to the server closing the connection"
    return UNTIL_CLOSE if length is None else Framing(length)


def parse_chunk_size(line: bytes) -> int:
    """Read the size from a chunk's first line (without its line end)."""
    match = _CHUNK_LINE.fullmatch(line)
    if match is None:
        raise RemoteProtocolError(f"not the size of a chunk: {line[:40]!r}", status=400)
    return int(match[1], 16)


def _codings(head: Request | Response) -> tuple[str, ...]:
    # §6.1: "an HTTP/1.0 message containing a Transfer-Encoding header field MUST [be treated] as if the framing is
    # faulty"
    if head.version == "HTTP/1.0":
        raise RemoteProtocolError("Transfer-Encoding in HTTP/1.0", status=400)
    return tuple(coding.lower() for coding in header_list(head.headers, "Transfer-Encoding"))


def _content_length(head: Request | Response) -> int | None:
    values = set(header_list(head.headers, "Content-Length"))
    if not header_values(head.headers, "Content-Length"):
        return None
    value = values.pop() if len(values) == 1 else ""
    # §8.6 of RFC 9110: Content-Length = 1*DIGIT; §6.3 rule 5: differing values are "an unrecoverable error"
    if not re.fullmatch(r"[0-9]{1,18}", value):
        raise RemoteProtocolError("Content-Length is not one number", status=400)
    return int(value)
