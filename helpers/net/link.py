"""One tapped connection: the socket to the client, the socket to the server, a flow each way.

It hands what arrives to its tap, which decides whether it passes or waits, and cuts what waits into the units a
learner steps by (``protocols.splitter``). Where there is no unit to wait for, a read is the unit.
"""

import asyncio
from collections.abc import Iterator
from typing import Any, Protocol

from helpers.loops.clock import Clock
from helpers.net.flow import HIGH, READ, Flow, reset
from helpers.protocols.splitter import Splitter
from helpers.protocols.unit import Floor, Unit
from helpers.trace import Arrival, Trace
from helpers.vocabulary import Ending, Side

__all__ = ["Control", "Link", "Range"]

_buffer = memoryview(bytearray(READ))
Range = tuple[Flow, int, Unit]  # up to where a flow can be stepped, and what that is


class Control(Protocol):
    """What a link asks of its tap."""

    direct: bool  # bytes pass at once

    def opened(self, link: "Link", side: Side, origin: Any) -> None:
        """The socket to ``side`` is open; the address that it was opened from."""

    def hold(self, link: "Link", flow: Flow) -> None:
        """Bytes arrived that do not pass at once, or a side's stream ended."""

    def closed(self, link: "Link", *, ending: Ending | None = None) -> None:
        """The connection is over (``ending``: it was cut): nothing more reaches anybody. Safe to call twice."""


class Link:
    """A client, a server, and what travels between them."""

    def __init__(self, number: int, control: Control, trace: Trace, clock: Clock) -> None:
        self.number = number
        self.flows = {side: Flow(number, side, trace, clock) for side in Side}
        self._control = control
        self._cut = False
        self._ends: dict[Side, asyncio.Transport | None] = {}
        self._splitter = Splitter()
        self._unsplit: list[Arrival] = []  # while everything passes, nobody needs units: only kept, not cut

    def end(self, side: Side) -> "End":
        """The protocol object for the socket to ``side``."""
        return End(self, self._control, self.flows[side], self._unsplit)

    # ---- what the sockets tell ----

    def connected(self, side: Side, transport: asyncio.Transport) -> None:
        """The socket to ``side`` is open: its flow reads from it, the other flow writes to it."""
        transport.set_write_buffer_limits(high=HIGH)
        self._ends[side] = transport
        origin = transport.get_extra_info("peername" if side is Side.CLIENT else "sockname")
        self._control.opened(self, side, origin)
        self.flows[side].source = self.flows[side.other].target = transport
        if self._cut or (side.other in self._ends and self._ends[side.other] is None):
            reset(transport)  # the other side left meanwhile
        elif side.other not in self._ends:
            transport.pause_reading()  # until the other side is there to be written to
        else:
            self.flows[side.other].crowd(False)

    def arrived(self, flow: Flow, data: bytes) -> None:
        """One read that does not pass at once."""
        self._unsplit.append(flow.arrive(data))
        self._control.hold(self, flow)

    def ended(self, side: Side, ending: Ending) -> None:
        """FIN or RST from ``side``."""
        flow = self.flows[side]
        if not self._cut and flow.ending is not Ending.RESET:
            self._unsplit.append(flow.arrive_ending(ending))
            self._control.hold(self, flow)

    def lost(self, side: Side, error: Exception | None) -> None:
        """The socket to ``side`` is gone; without an error it was us who closed it."""
        self._ends[side] = None
        if error is not None:
            self.ended(side, Ending.RESET)
        if len(self._ends) == 2 and not self._open():
            self._control.closed(self)

    # ---- what the tap asks for ----

    def settle(self) -> None:
        """Close what has nothing more to say, once both endings were passed on."""
        if all(flow.ended for flow in self.flows.values()):
            for transport in self._open():
                transport.close()

    def cut(self) -> None:
        """Drop the connection on both sides with RST; what waited is lost, and the trace says so."""
        if self._cut:
            return
        self._cut = True
        for transport in self._open():
            reset(transport)
        self._control.closed(self, ending=Ending.RESET)

    def whole(self) -> Iterator[Range]:
        """What has become whole since the last call, in the order in which it did."""
        unsplit = self._unsplit.copy()
        self._unsplit.clear()
        for arrival in unsplit:
            if arrival.ending is None:
                units = self._splitter.receive_data(arrival.side, arrival.data)
            else:
                units = self._splitter.receive_eof(arrival.side)
            for unit in units:
                yield self.flows[unit.side], unit.end, unit
        yield from self._raw_reads()

    def _raw_reads(self) -> Iterator[Range]:
        """Where a read is the unit: raw or malformed streams, and units that will never fit the limit."""
        for side, flow in self.flows.items():
            rest = self._splitter.rest(side)
            while rest is not None and rest.by_reads and flow.arrived > max(rest.start, flow.offered):
                yield flow, max(flow.first_read_end(), rest.start), rest
            while flow.full and flow.offered == flow.released:  # again, where the tap let the last one pass
                end = flow.first_read_end()
                yield flow, end, Unit(side, flow.offered, end, self._splitter.protocol(side), Floor.RAW)

    def _open(self) -> list[asyncio.Transport]:
        return [transport for transport in self._ends.values() if transport is not None]


class End(asyncio.BufferedProtocol):
    """The tap's socket to one side, as asyncio sees it.

    All ends read into one buffer, and each read is copied out of it at once. With ``asyncio.Protocol`` every read
    of some bytes would first get 256 KiB of its own from the system: a round trip took half as long again.
    """

    def __init__(self, link: Link, control: Control, flow: Flow, unsplit: list[Arrival]) -> None:
        self._link, self._control, self._flow, self._unsplit = link, control, flow, unsplit

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._link.connected(self._flow.side, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next read goes."""
        return _buffer

    def buffer_updated(self, nbytes: int) -> None:
        """One read; the one place where speed counts."""
        data = bytes(_buffer[:nbytes])
        if self._control.direct:
            self._unsplit.append(self._flow.pass_on(data))
        else:
            self._link.arrived(self._flow, data)

    def eof_received(self) -> bool:
        """A half-closed connection stays open until both sides are done."""
        self._link.ended(self._flow.side, Ending.EOF)
        return True

    def connection_lost(self, error: Exception | None) -> None:
        """The socket is gone."""
        self._link.lost(self._flow.side, error)

    def pause_writing(self) -> None:
        """This side reads too slowly: stop reading what would be written to it."""
        self._link.flows[self._flow.side.other].crowd(True)

    def resume_writing(self) -> None:
        """This side caught up."""
        self._link.flows[self._flow.side.other].crowd(False)
