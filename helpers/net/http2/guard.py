"""Looks at the 9-byte headers of the frames that come, before any of them is kept or answered.

Enters: bytes, in any pieces. Leaves: how many of them are within the limits, and what is wrong with the next frame.
``h2`` would first keep a frame that announces 16 MiB, and would answer each of a million PINGs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from h2.errors import ErrorCodes

from helpers.loops.clock import Clock
from helpers.net.http2.limits import Bucket, Limits
from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.header import HEADER_SIZE

__all__ = ["Guard", "TooMuch", "frame_types"]

CALM, SIZE = ErrorCodes.ENHANCE_YOUR_CALM, ErrorCodes.FRAME_SIZE_ERROR


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Why the connection ends: the code for GOAWAY, and a sentence."""

    code: ErrorCodes
    reason: str


class Guard:
    """Watches one side of a connection, whose first ``skip`` bytes are no frame."""

    def __init__(self, limits: Limits, clock: Clock, *, skip: int = 0) -> None:
        self._limits, self._left = limits, skip
        self._head = bytearray()
        self._first = True
        self._continuations = 0
        self.resets = Bucket(limits.resets, clock)
        self._pings, self._settings = Bucket(limits.pings, clock), Bucket(limits.settings, clock)
        self._empty = Bucket(limits.empty, clock)

    def receive_data(self, data: bytes) -> tuple[int, TooMuch | None]:
        """How many bytes of ``data`` come before what is too much, and what that is; or all of them and nothing."""
        at = 0
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
                continue
            start = at
            at += HEADER_SIZE - len(self._head)
            self._head += data[start:at]
            if len(self._head) == HEADER_SIZE:
                self._left = int.from_bytes(self._head[:3])
                if wrong := self._wrong(self._left, self._head[3], self._head[4]):
                    return start, wrong
                self._head.clear()
        return len(data), None

    def _wrong(self, length: int, kind: int, flags: int) -> TooMuch | None:
        if length > self._limits.frame:
            return TooMuch(SIZE, f"a frame of {length} bytes: at most {self._limits.frame} are allowed")
        if self._first and (kind != FrameType.SETTINGS or flags & Flag.ACK):
            return TooMuch(ErrorCodes.PROTOCOL_ERROR, "the first frame is no SETTINGS")
        self._first = False
        self._continuations = self._continuations + 1 if kind == FrameType.CONTINUATION else 0
        if self._continuations > self._limits.continuations:
            return TooMuch(
                CALM, f"more than {self._limits.continuations} CONTINUATION frames in one header block"
            )
        bucket, rate, name = self._counted(length, kind, flags)
        if bucket is not None and not bucket.take():
            return TooMuch(CALM, f"more than {rate:g} {name} in a second")
        return None

    def _counted(self, length: int, kind: int, flags: int) -> tuple[Bucket | None, float, str]:
        """Of which bucket a frame takes one, if any; how many that gives in a second, and of what."""
        if kind == FrameType.RST_STREAM:
            return self.resets, self._limits.resets, "RST_STREAM frames"
        if kind == FrameType.PING and not flags & Flag.ACK:
            return self._pings, self._limits.pings, "PING frames"
        if kind == FrameType.SETTINGS and not flags & Flag.ACK:
            return self._settings, self._limits.settings, "SETTINGS frames"
        nothing = (
            (kind == FrameType.DATA and not length and not flags & Flag.END_STREAM)
            or kind == FrameType.PRIORITY
            or kind > FrameType.CONTINUATION
        )
        return (self._empty if nothing else None), self._limits.empty, "frames that say nothing"


def frame_types(data: bytes) -> Iterator[int]:
    """The types of whole frames, one after the other."""
    at = 0
    while at < len(data):
        yield data[at + 3]
        at += HEADER_SIZE + int.from_bytes(data[at : at + 3])
