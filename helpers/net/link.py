"""One tapped connection: the socket to the client, the socket to the server, a flow each way.

It hands what arrives to its tap, which decides whether it passes or waits, and cuts what waits into the units a
learner steps by (``protocols.units``). Where there is no unit to wait for, a read is the unit.
"""

import asyncio
from collections.abc import Iterator
from typing import Protocol

from helpers.loops.clock import Clock
from helpers.net.flow import HIGH, Flow, reset
from helpers.protocols.units import Splitter, Unit
from helpers.trace import Trace
from helpers.vocabulary import Ending, Side

__all__ = ["Gate", "Link"]


class Gate(Protocol):
    """What a link asks of its tap."""

    @property
    def direct(self) -> bool:
        """Whether bytes pass at once."""

    def hold(self, link: "Link", flow: Flow) -> None:
        """Bytes arrived that do not pass at once, or a side's stream ended."""

    def closed(self, link: "Link") -> None:
        """Both sockets are gone."""


class Link:
    """A client, a server, and what travels between them."""

    def __init__(self, number: int, gate: Gate, trace: Trace, clock: Clock) -> None:
        self.number = number
        self.flows = {side: Flow(number, side, trace, clock) for side in Side}
        self.gate = gate
        self.cut_off = False
        self._ends: dict[Side, asyncio.Transport | None] = {}
        self._splitter = Splitter()
        self._unsplit: list[tuple[Side, bytes | None]] = []

    def end(self, side: Side) -> "End":
        """The protocol object for the socket to ``side``."""
        return End(self, side)

    def connected(self, side: Side, transport: asyncio.Transport) -> None:
        """The socket to ``side`` is open: its flow reads from it, the other flow writes to it."""
        transport.set_write_buffer_limits(high=HIGH)
        self._ends[side] = transport
        self.flows[side].source = self.flows[side.other].target = transport
        if side.other not in self._ends:
            transport.pause_reading()  # until the other side is there to be written to
        elif self._ends[side.other] is None or self.cut_off:
            reset(transport)  # the other side left meanwhile
        else:
            self.flows[side.other].crowd(False)

    def arrived(self, side: Side, data: bytes) -> None:
        """One read from ``side``."""
        flow = self.flows[side]
        self._unsplit.append((side, data))
        if self.gate.direct:
            flow.pass_on(data)
        else:
            flow.arrive(data)
            self.gate.hold(self, flow)

    def ended(self, side: Side, ending: Ending) -> None:
        """FIN or RST from ``side``."""
        flow = self.flows[side]
        if flow.ending is Ending.RESET or self.cut_off:
            return
        flow.ended = False
        flow.arrive_ending(ending)
        self._unsplit.append((side, None))
        self.gate.hold(self, flow)

    def lost(self, side: Side, error: Exception | None) -> None:
        """The socket to ``side`` is gone."""
        self._ends[side] = None
        if error is not None or self.flows[side].ending is None:
            self.ended(side, Ending.RESET)
        if len(self._ends) == 2 and not any(self._ends.values()):
            self.gate.closed(self)

    def settle(self) -> None:
        """Close what has nothing more to say: both endings were passed on, or one side is gone for good."""
        client, server = self.flows.values()
        if client.ended and server.ended:
            for transport in self._open():
                transport.close()

    def cut(self) -> None:
        """Drop the connection on both sides with RST; what waited is lost, and the trace says so."""
        if self.cut_off:
            return
        self.cut_off = True
        for flow in self.flows.values():
            flow.drop()
        for transport in self._open():
            reset(transport)

    def units(self) -> Iterator[Unit]:
        """The units that have become whole since the last call, in the order in which they did."""
        for side, data in self._unsplit:
            if data is None:
                yield from self._splitter.receive_eof(side)
            else:
                yield from self._splitter.receive_data(side, data)
        self._unsplit.clear()

    def raw_ranges(self) -> Iterator[tuple[Flow, int]]:
        """Where a read is the unit: raw or malformed streams, and units that will never fit the limit."""
        for side, flow in self.flows.items():
            raw_from = self._splitter.raw_from(side)
            while raw_from is not None and flow.arrived > max(raw_from, flow.offered):
                yield flow, max(flow.first_read_end(), raw_from)
            if flow.full and flow.offered == flow.released:
                yield flow, flow.first_read_end()

    def _open(self) -> list[asyncio.Transport]:
        return [transport for transport in self._ends.values() if transport is not None]


class End(asyncio.Protocol):
    """The tap's socket to one side, as asyncio sees it."""

    def __init__(self, link: Link, side: Side) -> None:
        self._link, self._side = link, side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._link.connected(self._side, transport)

    def data_received(self, data: bytes) -> None:
        """One read."""
        self._link.arrived(self._side, data)

    def eof_received(self) -> bool:
        """A half-closed connection stays open until both sides are done."""
        self._link.ended(self._side, Ending.EOF)
        return True

    def connection_lost(self, error: Exception | None) -> None:
        """The socket is gone."""
        self._link.lost(self._side, error)

    def pause_writing(self) -> None:
        """This side reads too slowly: stop reading what would be written to it."""
        self._link.flows[self._side.other].crowd(True)

    def resume_writing(self) -> None:
        """This side caught up."""
        self._link.flows[self._side.other].crowd(False)
