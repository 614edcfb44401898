"""What a request's header fields must be (RFC 9113 §8.2 and §8.3), and what becomes of them.

Enters: the list as HPACK gave it. Leaves: the parts of a request, or ``Malformed`` with a reason. ``h2`` checks the
same, but ends the whole connection; here one stream is refused, and the others go on, as the RFC wants it (§8.1.1).
"""

import re
from collections.abc import Iterable

from helpers.net.http2.messages import joined

__all__ = ["Malformed", "Pairs", "check_plain", "parts_of"]

Pairs = Iterable[tuple[bytes, bytes]]

NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9a-z]+")  # RFC 9110's token, without capitals
VALUE = re.compile(rb"(?![ \t])[^\x00\r\n]*(?<![ \t])")
NEEDED = {b":method", b":scheme", b":path"}
ALLOWED = NEEDED | {b":authority"}
OF_A_CONNECTION = {b"connection", b"keep-alive", b"proxy-connection", b"transfer-encoding", b"upgrade"}


class Malformed(ValueError):
    """These header fields are no request."""


def parts_of(pairs: Pairs) -> tuple[dict[str, str], dict[str, str]]:
    """Pseudo-headers (``:method`` …) and headers of a request."""
    pseudo: dict[bytes, bytes] = {}
    plain: list[tuple[bytes, bytes]] = []
    for name, value in pairs:
        if not name.startswith(b":"):
            plain.append((name, value))
        elif plain:
            raise Malformed(f"{_shown(name)} stands after a field that is not of its kind")
        elif name not in ALLOWED or name in pseudo:
            raise Malformed(
                f"{_shown(name)} is {'there twice' if name in pseudo else 'no part of a request'}"
            )
        else:
            pseudo[name] = _checked(name, value)
    if pseudo.get(b":method") == b"CONNECT":
        raise Malformed("CONNECT asks for a tunnel, and there are none here")
    if missing := sorted(NEEDED - set(pseudo)):
        raise Malformed(f"{_shown(missing[0])} is missing")
    if not pseudo[b":path"]:
        raise Malformed(":path is empty")
    return joined(_texts(pseudo.items())), joined(_texts(_plain(plain)))


def check_plain(pairs: Pairs) -> None:
    """Fields after a body, or of a reply: none of them begins with a colon."""
    for name, _ in _plain(pairs):
        if name.startswith(b":"):
            raise Malformed(f"{_shown(name)} may not stand here")


def _plain(pairs: Pairs) -> list[tuple[bytes, bytes]]:
    for name, value in pairs:
        if any(65 <= letter <= 90 for letter in name):
            raise Malformed(f"{_shown(name)} has a capital letter: names are sent in small letters")
        if not name.startswith(b":") and not NAME.fullmatch(name):
            raise Malformed(f"{_shown(name)} is no name of a field")
        if name in OF_A_CONNECTION or (name == b"te" and value.lower() != b"trailers"):
            raise Malformed(f"{_shown(name)} is about a connection of HTTP/1.1")
        _checked(name, value)
    return list(pairs)


def _checked(name: bytes, value: bytes) -> bytes:
    if not VALUE.fullmatch(value):
        raise Malformed(f"the value of {_shown(name)} has a control character, or a blank at its end")
    return value


def _texts(pairs: Pairs) -> Iterable[tuple[str, str]]:
    return [(name.decode("ascii", "replace"), value.decode("latin-1")) for name, value in pairs]


def _shown(name: bytes) -> str:
    return repr(name.decode("ascii", "backslashreplace")[:40])
