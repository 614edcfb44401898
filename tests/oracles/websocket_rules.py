"""RFC 6455's rules of frames, read once more and written as plainly as can be: whole bytes in, what they mean out.

No states, no buffers, no haste: all there is, from its start. What ``Connection`` finds in pieces must be the same.
"""

from operator import xor
from random import Random

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
Heard = list[tuple[str, object]]


class Broken(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


def heard(data: bytes, *, masked: bool, limit: int = 2**20) -> Heard:
    """What a side hears in ``data``; ends with ``("failed", code)`` where a rule is broken, or with the close."""
    events: Heard = []
    try:
        _read(data, masked, limit, events)
    except Broken as broken:
        events.append(("failed", broken.code))
    return events


def _read(data: bytes, masked: bool, limit: int, events: Heard) -> None:
    kind, message = None, b""  # of the message that is not finished
    while data:
        if len(data) < 2:
            return
        fin, opcode, size = data[0] & 0x80, data[0] & 0x0F, data[1] & 0x7F
        _check_start(data, masked, opcode)
        more = {126: 2, 127: 8}.get(size, 0)
        at = 2 + more + (4 if masked else 0)
        if len(data) < at:
            return
        size = _length(data[2 : 2 + more]) if more else size
        payload = _unmasked(data[at : at + size], data[at - 4 : at] if masked else b"")
        whole = len(payload) == size
        if opcode < CLOSE:
            if (opcode == CONTINUATION) != (kind is not None):
                raise Broken(1002)  # §5.4
            kind = kind or opcode
            if len(message) + size > limit:
                raise Broken(1009)
            message += payload
            if kind == TEXT:
                _check_text(message, end=bool(fin) and whole)
            if whole and fin:
                events.append(("text", message.decode()) if kind == TEXT else ("binary", message))
                kind, message = None, b""
        elif whole and opcode == CLOSE:
            events.append(("close", _close_code(payload)))
            return
        elif whole:
            events.append(("ping" if opcode == PING else "pong", payload))
        if not whole:
            return
        data = data[at + size :]


def _check_start(data: bytes, masked: bool, opcode: int) -> None:
    if data[0] & 0x70 or opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
        raise Broken(1002)  # §5.2: reserved
    if bool(data[1] & 0x80) is not masked:
        raise Broken(1002)  # §5.1
    if opcode >= CLOSE and (not data[0] & 0x80 or data[1] & 0x7F > 125):
        raise Broken(
            1002
        )  # §5.5: "MUST have a payload length of 125 bytes or less and MUST NOT be fragmented"


def _length(data: bytes) -> int:
    size = int.from_bytes(data, "big")
    if size < (126 if len(data) == 2 else 2**16) or size >= 2**63:
        raise Broken(
            1002
        )  # §5.2: "the minimal number of bytes MUST be used", "the most significant bit MUST be 0"
    return size


def _unmasked(data: bytes, key: bytes) -> bytes:
    keys = (key * (len(data) // 4 + 1))[: len(data)]
    return bytes(map(xor, data, keys)) if key else data


def _check_text(data: bytes, *, end: bool) -> None:
    """§8.1: bytes that can begin no UTF-8 are too many, though the rest has not come."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if end or error.reason != "unexpected end of data":
            raise Broken(1007) from None


def _close_code(payload: bytes) -> int:
    if not payload:
        return 1005
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise Broken(1002)  # §7.4
    _check_text(payload[2:], end=True)
    return code


# ---- streams to read ----


PAYLOADS = ("", "Hello", "é€😀", "x" * 125, "y" * 126, "z" * 300, "€" * 700, "z" * 66_000)
LETTERS = [payload.encode() for payload in PAYLOADS]
ODD = [b"\xff", b"\xe2\x82", b"\xed\xa0\x80", b"\x03\xe8", b"\x03\xed", b"\x0f\xa0bye", b"\x03", bytes(70)]


def stream(random: Random, *, masked: bool) -> bytes:
    """Some frames, most of them right, in an order that often is; sometimes with a bit or two flipped."""
    data = b""
    for _ in range(random.randint(1, 6)):
        data += random.choice((_message, _message, _message, _control, _any))(random, masked)
    if random.random() < 0.3:
        broken = bytearray(data)
        for _ in range(random.randint(1, 2)):
            broken[random.randrange(min(len(broken), 64))] ^= 1 << random.randrange(8)
        data = bytes(broken)
    return data[: random.randint(0, len(data))] if random.random() < 0.2 else data


def _message(random: Random, masked: bool) -> bytes:
    opcode = random.choice((TEXT, BINARY))
    payload = random.choice(LETTERS if random.random() < 0.1 else LETTERS[:-1])
    if random.random() < 0.5:
        return frame(random, masked, opcode, payload)
    cuts = sorted(random.randint(0, len(payload)) for _ in range(random.randint(1, 3)))
    parts = [payload[start:end] for start, end in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
    data = b""
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        data += frame(random, masked, CONTINUATION if number else opcode, part, fin=last)
        if not last and random.random() < 0.3:
            data += _control(random, masked)
    return data


def _control(random: Random, masked: bool) -> bytes:
    opcode = random.choice((PING, PING, PONG, CLOSE)) if random.random() < 0.3 else PING
    return frame(random, masked, opcode, random.choice((b"", b"?", b"\x03\xe8", b"\x0f\xa0bye")))


def _any(random: Random, masked: bool) -> bytes:
    opcode, payload = random.choice((*range(16), 0, 1, 2, 1, 2)), random.choice((*LETTERS[:-1], *ODD))
    wide = random.choice((0, 0, 0, 2, 8))
    rsv = random.choice((0, 0, 0, 0, 0, 1, 4))
    return frame(random, masked, opcode, payload, fin=random.random() < 0.7, rsv=rsv, wide=wide)


def frame(
    random: Random,
    masked: bool,
    opcode: int,
    payload: bytes,
    *,
    fin: bool = True,
    rsv: int = 0,
    wide: int = 0,
) -> bytes:
    size = len(payload)
    more = max(wide, 0 if size < 126 else 2 if size < 2**16 else 8)
    length = {0: size, 2: 126, 8: 127}[more]
    head = bytes([0x80 * fin | rsv << 4 | opcode, 0x80 * masked | length]) + (
        size.to_bytes(more, "big") if more else b""
    )
    key = random.randbytes(4) if masked else b""
    return head + key + _unmasked(payload, key)
