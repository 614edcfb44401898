"""Masking: every payload byte XOR one byte of the key (RFC 6455 §5.3).

The default is pure Python, and has two ways. A short payload becomes one big integer, as the key does, and one XOR
does all. A long one is taken apart by the key's four bytes, and each quarter goes through a table of 256 bytes: twice
as fast at 64 KiB. Whoever has a function in C of the same shape gives it to ``Connection(unmask=…)``.
"""

from collections.abc import Callable
from functools import lru_cache

__all__ = ["Unmask", "rotated", "unmask"]

Unmask = Callable[[bytes, bytes], bytes]

_LONG = 4096  # bytes from which on the tables are as fast


def unmask(payload: bytes, key: bytes) -> bytes:
    """Mask or unmask: the same operation undoes itself."""
    # §5.3: "j = i MOD 4; transformed-octet-i = original-octet-i XOR masking-key-octet-j"
    size = len(payload)
    if size >= _LONG:
        return _by_tables(payload, key)
    repeated = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size)


def _by_tables(payload: bytes, key: bytes) -> bytes:
    masked = bytearray(payload)
    for at, byte in enumerate(key):
        masked[at::4] = masked[at::4].translate(_table(byte))
    return bytes(masked)


@lru_cache(maxsize=256)
def _table(byte: int) -> bytes:
    return bytes(other ^ byte for other in range(256))


def rotated(key: bytes, offset: int) -> bytes:
    """The key as it applies from byte ``offset`` of a payload on, for payloads that come in pieces."""
    turn = offset % 4
    return key[turn:] + key[:turn] if turn else key
