"""Close frames: a status code and a reason (RFC 6455 §5.5.1, §7.4)."""

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.utf8 import as_utf8

__all__ = ["CLOSE_CODES", "NO_STATUS", "close_payload", "is_sendable", "parse_close"]

# §7.4.1 and the IANA registry: what each code of the protocol means.
CLOSE_CODES = {
    1000: "normal closure: the purpose was fulfilled",
    1001: "going away: the server stops, or the page was left",
    1002: "protocol error",
    1003: "unsupported data: this kind of message cannot be accepted",
    1005: "no status received: never sent, it stands for an empty close frame",
    1006: "abnormal closure: never sent, it stands for a connection lost without a close frame",
    1007: "invalid data: not UTF-8 in a text message, for example",
    1008: "policy violation",
    1009: "message too big",
    1010: "mandatory extension: the client needs one that the server did not grant",
    1011: "internal error: the server met what it did not expect",
    1012: "service restart",
    1013: "try again later",
    1014: "bad gateway",
    1015: "TLS handshake failed: never sent",
}

NO_STATUS = 1005
_NEVER_SENT = frozenset({1005, 1006, 1015})


def is_sendable(code: int) -> bool:
    """Whether a close frame may carry this code."""
    # §7.4.2: 1000-2999 are defined by the protocol, 3000-3999 are registered, 4000-4999 are private.
    return (code in CLOSE_CODES and code not in _NEVER_SENT) or 3000 <= code <= 4999


def parse_close(payload: bytes) -> tuple[int, str]:
    """Read the payload of a close frame; an empty one means "no status"."""
    if not payload:
        return NO_STATUS, ""
    # §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
    if len(payload) == 1:
        raise RemoteProtocolError("a close frame with half a code", close_code=1002)
    code = int.from_bytes(payload[:2], "big")
    if not is_sendable(code):
        raise RemoteProtocolError(f"close code {code} must not be sent", close_code=1002)
    try:
        # §5.5.1: "... a UTF-8-encoded data with value /reason/"
        return code, payload[2:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise RemoteProtocolError("the close reason is not UTF-8", close_code=1007) from error


def close_payload(code: int, reason: str = "") -> bytes:
    """Write the payload of a close frame; ``NO_STATUS`` makes an empty one."""
    text = as_utf8(reason)
    if code == NO_STATUS and not text:
        return b""
    if code == NO_STATUS:
        raise LocalProtocolError("a reason without a close code: the code comes first")
    if not is_sendable(code):
        raise LocalProtocolError(f"close code {code} must not be sent")
    # §5.5: "All control frames MUST have a payload length of 125 bytes or less"
    if len(text) > 123:
        raise LocalProtocolError(f"a close reason of {len(text)} bytes, 123 have room after the code")
    return code.to_bytes(2, "big") + text
