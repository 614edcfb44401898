"""Masking: every payload byte XOR one byte of the key (RFC 6455 §5.3).

The default is pure Python: payload and key become two big integers, the fastest way without C. Whoever has a faster
function of the same shape gives it to ``Connection(unmask=…)``.
"""

from collections.abc import Callable

__all__ = ["Unmask", "rotated", "unmask"]

Unmask = Callable[[bytes, bytes], bytes]


def unmask(payload: bytes, key: bytes) -> bytes:
    """Mask or unmask: the same operation undoes itself."""
    # §5.3: "j = i MOD 4; transformed-octet-i = original-octet-i XOR masking-key-octet-j"
    size = len(payload)
    repeated = (key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return masked.to_bytes(size, "big")


def rotated(key: bytes, offset: int) -> bytes:
    """The key as it applies from byte ``offset`` of a payload on, for payloads that come in pieces."""
    turn = offset % 4
    return key[turn:] + key[:turn]
