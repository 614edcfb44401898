"""Bytes in a packet's payload: taken out before it becomes JSON, put back when they have come (Socket.IO protocol 5).

A payload with bytes in it comes in, JSON with placeholders and a list of attachments go out, and back. A placeholder
is ``{"_placeholder": true, "num": 0}``: the number says which attachment belongs there.
"""

from collections.abc import Sequence

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = ["DEEPEST", "Payload", "put_back", "take_out"]

Payload = bool | int | float | str | bytes | list["Payload"] | dict[str, "Payload"] | None

DEEPEST = 100  # lists and objects inside each other
_FLAG, _NUMBER = "_placeholder", "num"


def take_out(payload: Payload, attachments: list[bytes], *, depth: int = 0) -> Payload:
    """The payload with placeholders where bytes were, which are appended to ``attachments``."""
    if depth > DEEPEST:
        raise LocalProtocolError(f"a payload of more than {DEEPEST} levels")
    match payload:
        case bytes():
            attachments.append(payload)
            return {_FLAG: True, _NUMBER: len(attachments) - 1}
        case list():
            return [take_out(one, attachments, depth=depth + 1) for one in payload]
        case dict():
            return {name: take_out(value, attachments, depth=depth + 1) for name, value in payload.items()}
    return payload


def put_back(payload: Payload, attachments: Sequence[bytes]) -> Payload:
    """The payload with each placeholder replaced by its attachment; every attachment has its place."""
    used: set[int] = set()
    whole = _put_back(payload, attachments, used, 0)
    if len(used) < len(attachments):
        raise RemoteProtocolError(f"{len(attachments)} attachments, but placeholders for {len(used)}")
    return whole


def _put_back(payload: Payload, attachments: Sequence[bytes], used: set[int], depth: int) -> Payload:
    if depth > DEEPEST:
        raise RemoteProtocolError(f"a payload of more than {DEEPEST} levels")
    match payload:
        case list():
            return [_put_back(one, attachments, used, depth + 1) for one in payload]
        case dict() if payload.get(_FLAG) is True:
            number = payload.get(_NUMBER)
            if type(number) is not int or not 0 <= number < len(attachments):
                raise RemoteProtocolError(
                    f"a placeholder for attachment {number!r} of {len(attachments)}, counted from 0"
                )
            used.add(number)
            return attachments[number]
        case dict():
            return {name: _put_back(value, attachments, used, depth + 1) for name, value in payload.items()}
    return payload
