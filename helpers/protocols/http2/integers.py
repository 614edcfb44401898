"""The numbers and strings of HPACK (RFC 7541 §5), each with the bytes it takes.

Bytes and a place in them come in, a value with its end comes out; what is cut off or too long raises ``FrameError``.
"""

from dataclasses import dataclass

from hpack.exceptions import HPACKDecodingError
from hpack.huffman_table import decode_huffman

from helpers.protocols.http2.codes import ErrorCode, FrameError

__all__ = ["Text", "compression_error", "parse_integer", "parse_text", "serialize_integer"]

# §5.1: "Integer encodings that exceed implementation limits -- in value or octet length -- MUST be treated as
# decoding errors." Five more bytes hold 35 bits.
_MOST_BYTES = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal (§5.2): its length starts at ``start``, its bytes at ``begin``; ``value`` is what it says."""

    start: int
    begin: int
    end: int
    huffman: bool
    value: bytes


def compression_error(message: str) -> FrameError:
    """The error for whatever is wrong with a header block: its reader has lost the table, the connection is over."""
    # RFC 9113 §4.3: "A decoding error in a field block MUST be treated as a connection error of type
    # COMPRESSION_ERROR."
    return FrameError(message, ErrorCode.COMPRESSION_ERROR)


def parse_integer(data: bytes, at: int, bits: int) -> tuple[int, int]:
    """Read a number that begins in the last ``bits`` bits of a byte; return it and where it ends."""
    if at >= len(data):
        raise compression_error("the block ends where a number begins")
    largest = (1 << bits) - 1
    value = data[at] & largest
    at += 1
    if value < largest:
        return value, at
    # "the value, decreased by 2^N-1, is encoded using a list of one or more octets"
    for shift in range(0, 7 * _MOST_BYTES, 7):
        if at >= len(data):
            raise compression_error("the block ends within a number")
        byte = data[at]
        at += 1
        value += (byte & 0b0111_1111) << shift
        if not byte & 0b1000_0000:
            return value, at
    raise compression_error(f"a number of more than {_MOST_BYTES + 1} bytes")


def serialize_integer(value: int, bits: int, *, first: int = 0) -> bytes:
    """Write a number in ``bits`` bits and as many bytes as it needs; ``first`` are the bits before it."""
    largest = (1 << bits) - 1
    if value < largest:
        return bytes([first | value])
    data, value = [first | largest], value - largest
    while value >= 128:
        data.append(value & 0b0111_1111 | 0b1000_0000)
        value >>= 7
    return bytes([*data, value])


def parse_text(data: bytes, at: int) -> Text:
    """Read a string literal."""
    length, begin = parse_integer(data, at, 7)
    end = begin + length
    if end > len(data):
        raise compression_error(f"a string of {length} bytes, of which {len(data) - begin} are there")
    if not data[at] & 0b1000_0000:
        return Text(at, begin, end, False, data[begin:end])
    try:
        return Text(at, begin, end, True, bytes(decode_huffman(data[begin:end])))
    except HPACKDecodingError as error:
        raise compression_error(f"no Huffman code: {error}") from None
