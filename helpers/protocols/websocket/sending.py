"""Frames that go out: messages and control frames become bytes, masked where a client says them (RFC 6455 §5).

Enters: opcodes and payloads. Leaves: bytes, in the same order. It does not know whether anything may still be said.
"""

from collections.abc import Callable

from helpers.protocols.errors import LocalProtocolError
from helpers.protocols.websocket.frames import Header, Opcode, check_mask_key, serialize_header
from helpers.protocols.websocket.mask import Unmask
from helpers.protocols.websocket.messages import Codec
from helpers.protocols.websocket.utf8 import as_utf8

__all__ = ["Sending", "whole_frame"]

MaskSource = Callable[[], bytes]

# Most messages are one small frame, whose header is two bytes where nothing is masked: every one of them, made once.
_SHORT = {
    opcode: [serialize_header(Header(True, 0, opcode, size, None, 0)) for size in range(126)]
    for opcode in (Opcode.TEXT, Opcode.BINARY)
}


def whole_frame(message: str | bytes) -> bytes:
    """A message in one frame as a server says it to whoever does not compress: the same for all of them."""
    opcode, data = (Opcode.TEXT, as_utf8(message)) if isinstance(message, str) else (Opcode.BINARY, message)
    return serialize_header(Header(True, 0, opcode, len(data), None, 0)) + data


class Sending:
    """One end's frames; with a ``mask_source`` they are masked, each by a key of its own."""

    __slots__ = ("_begun", "_codec", "_mask_source", "_output", "_short", "_unmask")

    def __init__(self, mask_source: MaskSource | None, codec: Codec | None, unmask: Unmask) -> None:
        self._mask_source, self._codec, self._unmask = mask_source, codec, unmask
        self._begun: Opcode | None = None  # the message that was begun and not ended
        self._output: list[bytes] | None = None  # while there is any
        self._short = mask_source is None and codec is None

    @property
    def quiet(self) -> bool:
        """Whether nothing is queued, and no message begun."""
        return self._output is None and self._begun is None

    def message(self, opcode: Opcode, data: bytes, end: bool) -> None:
        """Queue a message, or a fragment of one."""
        if self._short and end and self._begun is None and len(data) < 126:
            return self._queue(_SHORT[opcode][len(data)], data)
        if self._begun not in (None, opcode):
            raise LocalProtocolError(f"a {opcode.name} message inside a fragmented one")
        if self._codec is not None and self._begun is None and end:
            return self.frame(opcode, self._codec.encode(data), rsv=self._codec.rsv)
        self.frame(Opcode.CONTINUATION if self._begun else opcode, data, fin=end)
        self._begun = None if end else opcode

    def frame(self, opcode: Opcode, payload: bytes, *, fin: bool = True, rsv: int = 0) -> None:
        """Queue one frame."""
        if opcode.is_control and len(payload) > 125:
            raise LocalProtocolError(f"a control frame carries 125 bytes at most, not {len(payload)}")
        # §5.3: "A masked frame ... the masking key is a 32-bit value chosen at random by the client"
        key = self._mask_source() if self._mask_source is not None else None
        check_mask_key(key)
        header = serialize_header(Header(fin, rsv, opcode, len(payload), key, 0))
        self._queue(header, payload if key is None else self._unmask(payload, key))

    def taken(self) -> bytes:
        """All that was queued; it counts as sent from now on."""
        output, self._output = self._output, None
        return b"".join(output) if output else b""

    def _queue(self, header: bytes, payload: bytes) -> None:
        if self._output is None:
            self._output = []
        self._output += (header, payload)
