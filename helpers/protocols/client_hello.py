"""The ClientHello, with which a client begins TLS (RFC 8446 §4.1.2), and the protocols it offers there.

Bytes from the beginning of a connection come in; what goes out is the list of ALPN (RFC 7301 §3.1), or ``None`` where
more bytes are needed. TLS itself, with its keys and ciphers, is a library's business.
"""

from collections.abc import Iterator

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["offered_protocols"]

HANDSHAKE, CLIENT_HELLO = 22, 1  # a record's content type (§5.1), a handshake message's type (§4)
ALPN = 16  # an extension (§4.2)
RECORD_LIMIT = 2**14  # §5.1: "The length MUST NOT exceed 2^14 bytes"
HELLO_LIMIT = (
    2**16
)  # our own: a hello has some hundred bytes, with keys against quantum computers some thousand


def offered_protocols(data: bytes) -> list[bytes] | None:
    """What the hello at the front of ``data`` offers, the best first; ``None``: it is not whole yet.

    A ``RemoteProtocolError`` says why this is no ClientHello.
    """
    message = b""
    for fragment in _records(data):
        message += fragment
        if len(message) >= 4:
            size = int.from_bytes(message[1:4])
            if message[0] != CLIENT_HELLO or size > HELLO_LIMIT:
                raise RemoteProtocolError(
                    f"handshake message {message[0]} of {size} bytes, expected a ClientHello"
                )
            if len(message) >= 4 + size:
                return list(_alpn(_Reader(message[4 : 4 + size])))
    return None


def _records(data: bytes) -> Iterator[bytes]:
    """The contents of the whole records that ``data`` begins with; a message may be cut into several (§5.1)."""
    while data:
        size = int.from_bytes(data[3:5])
        if data[0] != HANDSHAKE or size > RECORD_LIMIT:
            raise RemoteProtocolError(f"record type {data[0]} of {size} bytes, expected a handshake")
        if len(data) < 5 + size or len(data) < 5:
            return
        yield data[5 : 5 + size]
        data = data[5 + size :]


def _alpn(hello: "_Reader") -> Iterator[bytes]:
    hello.take(2 + 32)  # legacy_version, random
    for width in (1, 2, 1):  # legacy_session_id, cipher_suites, legacy_compression_methods
        hello.vector(width)
    extensions = hello.vector(2) if hello.left else hello  # before TLS 1.3 they may be absent
    while extensions.left:
        kind, value = extensions.number(2), extensions.vector(2)
        names = value.vector(2) if kind == ALPN else value
        while kind == ALPN and names.left:
            yield names.take(names.number(1))


class _Reader:
    """Bytes read from the front: numbers, and vectors that begin with their own length (§3.4)."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def left(self) -> int:
        """How many bytes were not read."""
        return len(self._data)

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise RemoteProtocolError(f"a ClientHello ends early: read {self.left} bytes, expected {size}")
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def number(self, width: int) -> int:
        return int.from_bytes(self.take(width))

    def vector(self, width: int) -> "_Reader":
        return _Reader(self.take(self.number(width)))
