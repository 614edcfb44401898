"""HTTP/1.1 heads: the start line and the header fields, up to the blank line (RFC 9112).

Bytes of one whole head come in, a ``Request`` or a ``Response`` comes out, and back. It never guesses: bare line
feeds, folded lines, a space before the colon and control characters are refused. Bodies are in ``bodies.py``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = [
    "FIELD_LINE",
    "HEAD_LIMIT",
    "REQUEST_LINE",
    "STATUS_LINE",
    "TOKEN",
    "Headers",
    "Request",
    "Response",
    "header",
    "header_list",
    "header_values",
    "leading_empty_lines",
    "parse_headers",
    "parse_request_head",
    "parse_response_head",
    "serialize",
]

# A head longer than this is refused, so that nobody can make us keep a line that never ends.
HEAD_LIMIT = 64 * 1024

# RFC 9110 §5.6.2: token = 1*tchar
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TOKEN = TOKEN.pattern.encode()
# RFC 9112 §3: request-line = method SP request-target SP HTTP-version
REQUEST_LINE = re.compile(rb"(%s) ([\x21-\x7e]+) (HTTP/[0-9]\.[0-9])" % _TOKEN)
# RFC 9112 §4: status-line = HTTP-version SP status-code SP [ reason-phrase ]
STATUS_LINE = re.compile(rb"(HTTP/[0-9]\.[0-9]) ([1-9][0-9][0-9])(?: ([\t\x20-\x7e\x80-\xff]*))?")
# RFC 9112 §5: field-line = field-name ":" OWS field-value OWS
FIELD_LINE = re.compile(rb"(%s):([\t\x20-\x7e\x80-\xff]*)" % _TOKEN)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for; ``version`` is ``"HTTP/1.1"``, header names are kept as sent."""

    method: str
    target: str
    version: str = "HTTP/1.1"
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Response:
    """How a server answers."""

    version: str
    status: int
    reason: str
    headers: Headers = ()


def header_values(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """Every value sent under this name, one a line; "field names are case-insensitive" (RFC 9110 §5.1)."""
    return tuple(value for key, value in headers if key.lower() == name.lower())


def header(headers: Sequence[tuple[str, str]], name: str) -> str | None:
    """The first value sent under this name."""
    return next(iter(header_values(headers, name)), None)


def header_list(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The elements of a comma-separated field, its lines joined (RFC 9110 §5.6.1: empty elements are ignored)."""
    elements = (element.strip(" \t") for line in header_values(headers, name) for element in line.split(","))
    return tuple(element for element in elements if element)


def leading_empty_lines(data: bytes | bytearray) -> int:
    """How many bytes of empty lines stand before the request line."""
    end = 0
    while data.startswith(b"\r\n", end):
        end += 2
    return end


def parse_request_head(data: bytes) -> Request:
    """Read one whole request head, blank line included."""
    # RFC 9112 §2.2: "a server ... SHOULD ignore at least one empty line (CRLF) received prior to the request-line"
    start, fields = _split(data[leading_empty_lines(data) :])
    match = REQUEST_LINE.fullmatch(start)
    if match is None:
        raise RemoteProtocolError(f"not a request line: {_shown(start)}", status=400)
    method, target, version = (part.decode("ascii") for part in match.groups())
    return Request(method, target, _version(version), parse_headers(fields))


def parse_response_head(data: bytes) -> Response:
    """Read one whole response head, blank line included."""
    start, fields = _split(data)
    match = STATUS_LINE.fullmatch(start)
    if match is None:
        raise RemoteProtocolError(f"not a status line: {_shown(start)}", status=502)
    version, status, reason = (part.decode("latin-1") for part in match.groups(b""))
    return Response(_version(version), int(status), reason, parse_headers(fields))


def parse_headers(lines: Sequence[bytes]) -> Headers:
    """Read header (or trailer) lines without their line ends."""
    return tuple(_field(line) for line in lines)


def _field(line: bytes) -> tuple[str, str]:
    match = FIELD_LINE.fullmatch(line)
    if match is None:
        raise RemoteProtocolError(_what_is_wrong_with(line), status=400)
    name, value = match.groups()
    return name.decode("ascii"), value.strip(b" \t").decode("latin-1")


def _what_is_wrong_with(line: bytes) -> str:
    name, colon, _ = line.partition(b":")
    if line[:1] in (b" ", b"\t"):
        # RFC 9112 §5.2: "A server that receives an obs-fold ... MUST either reject the message ... or replace"
        return f"a folded header line: {_shown(line)}"
    if colon and name.rstrip(b" \t") != name:
        # RFC 9112 §5.1: "No whitespace is allowed between the field name and colon."
        return f"whitespace before the colon: {_shown(line)}"
    return f"not a header line: {_shown(line)}"


def _split(data: bytes) -> tuple[bytes, list[bytes]]:
    if len(data) > HEAD_LIMIT:
        raise RemoteProtocolError(
            f"a head of {len(data)} bytes, at most {HEAD_LIMIT} are allowed", status=431
        )
    if not data.endswith(b"\r\n\r\n"):
        raise RemoteProtocolError("a head ends with a blank line", status=400)
    start, *fields = data[:-4].split(b"\r\n")
    return start, fields


def _version(version: str) -> str:
    if version[:7] != "HTTP/1.":
        raise RemoteProtocolError(f"version {version}, only HTTP/1.0 and HTTP/1.1 are read here", status=505)
    return version


def _shown(line: bytes) -> str:
    return repr(line[:60].decode("latin-1")) + ("…" if len(line) > 60 else "")


def serialize(head: Request | Response) -> bytes:
    """Write a head, blank line included; what would not read back as it was is refused."""
    if isinstance(head, Request):
        start = f"{head.method} {head.target} {head.version}"
    else:
        start = f"{head.version} {head.status} {head.reason}"
    lines = [start, *(f"{name}: {value}" for name, value in head.headers)]
    try:
        data = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        again = parse_request_head(data) if isinstance(head, Request) else parse_response_head(data)
    except (RemoteProtocolError, UnicodeEncodeError) as error:
        raise LocalProtocolError(f"cannot be sent: {error}") from error
    if again != head:
        raise LocalProtocolError("cannot be sent: a line break or a stray space inside a value")
    return data
