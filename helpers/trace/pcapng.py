"""A trace as a capture file that Wireshark and tshark open.

The tap sees streams, not packets, so the Ethernet, IP and TCP headers are made up here: a handshake, one segment a
read (more where a read is longer than a segment may be), an ACK of the peer after each, FIN or RST at the end.
The server's port is 80, so that HTTP is recognised; each client has an address and port of its own. What enters: a
trace; what leaves: bytes of a pcapng file (draft-ietf-opsawg-pcapng). It writes what *arrived*, unaltered by faults.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.trace.records import Arrival
from helpers.trace.trace import Trace
from helpers.vocabulary import Ending, Side

__all__ = ["client", "write"]

SEGMENT = 65_495  # 65,535 less 20 bytes of IPv4 and 20 of TCP header
PORTS, SERVER_PORT = range(50_000, 65_000), 80
SERVER_IP = bytes([10, 0, 0, 2])
FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
LINKTYPE_ETHERNET = 1


def write(trace: Trace, *, epoch: float = 0.0) -> bytes:
    """The arrivals of ``trace`` as pcapng; ``epoch`` is the time of day (Unix seconds) at the clock's zero."""
    arrivals = [record for record in trace.records if isinstance(record, Arrival)]
    blocks = [_section_header(), _interface()]
    flows: dict[int, _Flow] = {}
    for arrival in arrivals:
        flow = flows.get(arrival.connection)
        if flow is None:
            flow = flows[arrival.connection] = _Flow(*client(len(flows)))
            blocks += [_packet(segment, epoch + arrival.time) for segment in flow.handshake()]
        blocks += [_packet(segment, epoch + arrival.time) for segment in flow.carry(arrival)]
    return b"".join(blocks)


def client(number: int) -> tuple[bytes, int]:
    """Address and port of a connection's client: where the ports of an address are used up, the next one asks."""
    address, place = divmod(number, len(PORTS))
    return bytes([10, address >> 8 & 0xFF, address & 0xFF, 1]), PORTS[place]


@dataclass(slots=True)
class _Flow:
    """The made-up TCP connection under one connection of the trace: who the client is, and sequence numbers."""

    client_ip: bytes
    port: int
    next_byte: dict[Side, int] = field(default_factory=lambda: {Side.CLIENT: 1000, Side.SERVER: 5000})

    def handshake(self) -> Iterator[bytes]:
        yield self._segment(Side.CLIENT, SYN)
        yield self._segment(Side.SERVER, SYN | ACK)
        yield self._segment(Side.CLIENT, ACK)

    def carry(self, arrival: Arrival) -> Iterator[bytes]:
        for start in range(0, len(arrival.data), SEGMENT):
            yield self._segment(arrival.side, PSH | ACK, arrival.data[start : start + SEGMENT])
            yield self._segment(arrival.side.other, ACK)
        match arrival.ending:
            case Ending.EOF:
                yield self._segment(arrival.side, FIN | ACK)
                yield self._segment(arrival.side.other, ACK)
            case Ending.RESET:
                yield self._segment(arrival.side, RST | ACK)

    def _segment(self, side: Side, flags: int, data: bytes = b"") -> bytes:
        """One Ethernet frame from ``side``, which then counts its bytes (SYN and FIN count as one)."""
        asks = side is Side.CLIENT
        source, target = (self.port, SERVER_PORT) if asks else (SERVER_PORT, self.port)
        addresses = self.client_ip + SERVER_IP if asks else SERVER_IP + self.client_ip
        acknowledged = self.next_byte[side.other] if flags & ACK else 0
        tcp = struct.pack(
            "!HHIIBBHHH", source, target, self.next_byte[side], acknowledged, 5 << 4, flags, 65_535, 0, 0
        )
        checksum = _checksum(addresses + struct.pack("!BBH", 0, 6, len(tcp) + len(data)) + tcp + data)
        self.next_byte[side] = (self.next_byte[side] + len(data) + bool(flags & (SYN | FIN))) % 2**32
        return _ethernet(side) + _ipv4(addresses, tcp[:16] + checksum + tcp[18:] + data)


def _ethernet(side: Side) -> bytes:
    client, server = bytes([2, 0, 0, 0, 0, 1]), bytes([2, 0, 0, 0, 0, 2])
    return (server + client if side is Side.CLIENT else client + server) + b"\x08\x00"


def _ipv4(addresses: bytes, payload: bytes) -> bytes:
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, 6, 0)
    return head[:10] + _checksum(head + addresses) + addresses + payload


def _checksum(data: bytes) -> bytes:
    """The Internet checksum (RFC 1071): the complement of the ones' complement sum of all 16-bit words."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data[: len(data) & ~1]))
    if len(data) % 2:
        total += data[-1] << 8
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


def _block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    size = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + size + body + size


def _section_header() -> bytes:
    return _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))


def _interface() -> bytes:
    return _block(1, struct.pack("<HHI", LINKTYPE_ETHERNET, 0, 0))


def _packet(frame: bytes, time: float) -> bytes:
    """An enhanced packet block; the default unit of its time is the microsecond."""
    microseconds = max(0, round(time * 1_000_000))
    head = struct.pack("<IIIII", 0, microseconds >> 32, microseconds & 0xFFFFFFFF, len(frame), len(frame))
    return _block(6, head + frame)
