"""Undoing permessage-deflate, one message at a time (RFC 7692 §7.2.2), with a limit on what comes out."""

import zlib

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["TAIL", "Inflater"]

# §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
TAIL = b"\x00\x00\xff\xff"

# A message may end DEFLATE streams inside it (§7.2.3.4), but each costs a decompressor.
_MOST_STREAMS = 64


class Inflater:
    """One direction of one connection; ``takeover`` keeps the window from one message to the next."""

    def __init__(self, *, window_bits: int = 15, takeover: bool = True) -> None:
        self._window_bits = window_bits
        self._takeover = takeover
        self._window = b""
        self._streams = 0
        self.inflated = bytearray()  # by the last call, also where it failed
        self._decompressor = zlib.decompressobj(-window_bits)

    def inflate(self, data: bytes, *, end: bool, limit: int) -> bytes:
        """Inflate a piece of a message; more than ``limit`` bytes are refused with 1009, nonsense with 1007."""
        self.inflated = bytearray()
        try:
            self._feed(data, limit)
            if end:
                # §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
                self._feed(TAIL, limit)
        except zlib.error as error:
            raise RemoteProtocolError(f"not DEFLATE data: {error}", close_code=1007) from error
        if end:
            self._end()
        return bytes(self.inflated)

    def _feed(self, data: bytes, limit: int) -> None:
        while data:
            if self._decompressor.eof:
                self._renew()
            piece = self._decompressor.decompress(data, limit + 1 - len(self.inflated))
            self.inflated += piece
            if len(self.inflated) > limit:
                raise RemoteProtocolError(f"more than {limit} bytes when inflated", close_code=1009)
            size = 1 << self._window_bits
            self._window = (self._window + piece[-size:])[-size:]
            data = self._decompressor.unused_data

    def _renew(self) -> None:
        """Go on after a final block, with the same window."""
        self._streams += 1
        if self._streams > _MOST_STREAMS:
            raise RemoteProtocolError(f"more than {_MOST_STREAMS} streams in a message", close_code=1007)
        self._decompressor = zlib.decompressobj(-self._window_bits, zdict=self._window)

    def _end(self) -> None:
        self._streams = 0
        if not self._takeover:
            self._window, self._decompressor = b"", zlib.decompressobj(-self._window_bits)
