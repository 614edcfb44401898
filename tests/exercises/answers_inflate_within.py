import zlib

from tests.exercises.proofs import Answers

ANSWERS = Answers("inflate_within")


@ANSWERS.right
def byte_by_byte(pieces, limit):
    """So little goes in that little can come out."""
    inflater, out = zlib.decompressobj(wbits=-15), bytearray()
    for byte in b"".join(pieces):
        try:
            out += inflater.decompress(bytes([byte]))
        except zlib.error:
            raise ValueError("no DEFLATE") from None
        if len(out) > limit:
            raise ValueError("too much")
    return out


@ANSWERS.right
def with_what_is_left_over(pieces, limit):
    inflater, parts, left = zlib.decompressobj(-zlib.MAX_WBITS), [], limit + 1
    for piece in pieces:
        while piece:
            try:
                part = inflater.decompress(piece, min(left, 256))
            except zlib.error as error:
                raise ValueError from error
            parts.append(part)
            left -= len(part)
            if not left:
                raise ValueError
            piece = inflater.unconsumed_tail
    return b"".join(parts)


@ANSWERS.wrong("It was refused, but not before much of it had come out")
def looks_afterwards(pieces, limit):
    try:
        out = zlib.decompressobj(-15).decompress(b"".join(pieces))
    except zlib.error as error:
        raise ValueError from error
    if len(out) > limit:
        raise ValueError
    return out


@ANSWERS.wrong("It was refused, but not before much of it had come out")
def nothing_is_no_limit(pieces, limit):
    """decompress(data, 0) knows no limit."""
    inflater, out = zlib.decompressobj(-15), b""
    for piece in pieces:
        tail = piece
        while tail:
            out += inflater.decompress(tail, limit - len(out))
            tail = inflater.unconsumed_tail
            if len(out) > limit:
                raise ValueError
    return out


@ANSWERS.wrong("and look after each piece")
def adds_up_at_the_end(pieces, limit):
    """As many limits as there are pieces."""
    inflater = zlib.decompressobj(-15)
    try:
        out = b"".join([inflater.decompress(piece, limit + 1) for piece in pieces])
    except zlib.error as error:
        raise ValueError from error
    if len(out) > limit:
        raise ValueError
    return out


@ANSWERS.wrong("Raise ValueError")
def says_it_in_another_way(pieces, limit):
    try:
        return with_what_is_left_over(pieces, limit)
    except ValueError:
        raise OverflowError from None


MOST, CHECK = "limit + 1", "if len(out) > limit:"
ANSWERS.edits(
    (MOST, "limit", "1,001 bytes are more than 1,000"),
    (CHECK, "if len(out) > 2 * limit:", "1,001 bytes are more than 1,000"),
    (CHECK, "if len(piece) > limit:", "1,001 bytes are more than 1,000"),
    (CHECK, "if len(out) >= limit:", "The limit itself is allowed"),
    ("out += ", "out = ", "The pieces are one message"),
    ("-15", "15", "raised ValueError"),
    ("zlib.error", "TypeError", "zlib.error is no ValueError"),
    ("return out", "return None", "returned None, expected bytes"),
    ("return out", "return out.decode('latin-1')", "returned text"),
)  # fmt: skip
