"""UTF-8 that fails at the first impossible byte (RFC 6455 §8.1, RFC 3629).

Text comes in pieces that may end inside a character; text comes out as far as its characters are whole. Python's own
decoder does the bulk; what is written out here is the rule for the bytes at the end of a piece.
"""

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = ["Utf8Validator", "as_utf8", "may_continue"]

# RFC 3629 §4, "Syntax of UTF-8 Byte Sequences": the first byte, how long the character is, the second byte's range.
_CHARACTERS = (
    (range(0xC2, 0xE0), 2, range(0x80, 0xC0)),
    (range(0xE0, 0xE1), 3, range(0xA0, 0xC0)),  # nothing that would have fitted into 2 bytes
    (range(0xE1, 0xED), 3, range(0x80, 0xC0)),
    (range(0xED, 0xEE), 3, range(0x80, 0xA0)),  # no surrogates, U+D800 to U+DFFF
    (range(0xEE, 0xF0), 3, range(0x80, 0xC0)),
    (range(0xF0, 0xF1), 4, range(0x90, 0xC0)),  # nothing that would have fitted into 3 bytes
    (range(0xF1, 0xF4), 4, range(0x80, 0xC0)),
    (range(0xF4, 0xF5), 4, range(0x80, 0x90)),  # nothing above U+10FFFF
)


def may_continue(rest: bytes) -> bool:
    """Whether one to three bytes are the beginning of a character whose end may still come."""
    for first, size, second in _CHARACTERS:
        if rest[0] in first and len(rest) < size:
            # the second byte has its own range, the third and fourth are %x80-BF
            return (len(rest) < 2 or rest[1] in second) and all(
                byte in range(0x80, 0xC0) for byte in rest[2:]
            )
    return False


def as_utf8(text: str) -> bytes:
    """Write text; Python has strings that are none, since half of a UTF-16 pair is no character."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"U+{ord(text[error.start]):04X} at character {error.start}"
        raise LocalProtocolError(f"no text: {found} is half of a pair, and UTF-8 has no halves") from None


class Utf8Validator:
    """Decodes one text message, piece by piece."""

    def __init__(self) -> None:
        self._rest = b""  # the beginning of a character

    def receive_data(self, data: bytes) -> str:
        """Return the text up to the last whole character; raise at the first byte that no text can have there."""
        data = self._rest + data
        try:
            text, self._rest = data.decode("utf-8"), b""
        except UnicodeDecodeError as error:
            text, self._rest = data[: error.start].decode("utf-8"), data[error.start :]
            # §8.1: "When an endpoint is to interpret a byte stream as UTF-8 but finds that the byte stream is not, in
            # fact, a valid UTF-8 stream, that endpoint MUST _Fail the WebSocket Connection_."
            if len(self._rest) > 3 or not may_continue(self._rest):
                raise RemoteProtocolError(
                    f"{self._rest[:4].hex(' ')} is not UTF-8", close_code=1007
                ) from None
        return text

    def end(self) -> None:
        """Raise if the text ended inside a character."""
        if self._rest:
            raise RemoteProtocolError(
                f"the text ends inside a character: {self._rest.hex(' ')}", close_code=1007
            )
