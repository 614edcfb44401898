"""What a close frame says: a code and a reason (RFC 6455 §5.5.1, §7.4). Never raises."""

from helpers.dissectors.field import Field
from helpers.dissectors.tiles import preview
from helpers.protocols.websocket.close import CLOSE_CODES, is_sendable

__all__ = ["close_fields", "close_wrong"]


def close_wrong(plain: bytes) -> str:
    """The sentence for the rule that this payload breaks; nothing for none."""
    if len(plain) == 1:
        return " Illegal: a close code has two bytes; the receiver must close with 1002."
    code = int.from_bytes(plain[:2], "big")
    if plain and not is_sendable(code):
        return f" Illegal: close code {code} must not be sent; the receiver must close with 1002."
    return " Illegal: the reason is not UTF-8; the receiver must close with 1007." if _not_text(plain) else ""


def close_fields(plain: bytes, start: int) -> tuple[Field, ...]:
    """Lay out the payload, whose first byte has this offset."""
    end, wrong = start + len(plain), close_wrong(plain)
    if not plain:
        return ()
    if len(plain) == 1:
        return (
            Field(start, end, "malformed", preview(plain), f"Half a close code.{wrong}", "RFC 6455 §5.5.1"),
        )
    code = int.from_bytes(plain[:2], "big")
    meaning, rfc = _meaning(code)
    note = f"Why the sender closes: {meaning}.{'' if is_sendable(code) else wrong}"
    first = Field(start, start + 2, "close code", str(code), note, rfc)
    if len(plain) == 2:
        return (first,)
    note = f"For people and logs, in UTF-8; at most 123 bytes.{_not_text(plain)}"
    return (first, Field(start + 2, end, "reason", preview(plain[2:]), note, "RFC 6455 §5.5.1"))


def _not_text(plain: bytes) -> str:
    try:
        plain[2:].decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is not: {error.reason}"
        return f" This should be UTF-8 text, but {wrong}; the receiver must close with 1007."
    return ""


# §7.4.2, and the IANA registry of WebSocket close codes for the few of 3000 to 3999 that are in wide use.
_RANGES = (
    (1000, "a number below 1000, which is not used"),
    (3000, "a code that is kept for later versions of the protocol"),
    (4000, "a code of a library or a framework, registered with IANA"),
    (5000, "an application's own code, agreed on in private"),
)
_REGISTERED = {
    3000: "unauthorized: say who you are first",
    3003: "forbidden: understood, and refused",
    3008: "timeout: what the server waited for did not come",
}


def _meaning(code: int) -> tuple[str, str]:
    if code in CLOSE_CODES:
        return CLOSE_CODES[code], "RFC 6455 §7.4.1"
    kind = next((kind for end, kind in _RANGES if code < end), "no code at all, since they end at 4999")
    return f"{kind} ({_REGISTERED[code]})" if code in _REGISTERED else kind, "RFC 6455 §7.4.2"
