"""An append-only list of what was seen on the wire.

Records enter through ``append`` and are never changed; whoever subscribed is told at once, in the same thread.
It knows nothing of sockets and never reads a clock by itself: the clock is the lesson's one clock, an argument.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from helpers.trace.records import Arrival, Record
from helpers.vocabulary import Side

__all__ = ["Trace"]

Listener = Callable[[Record], None]


class Trace:
    """Everything that arrived, was sent on, or was marked, in the order in which it happened."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._records: list[Record] = []
        self._listeners: tuple[Listener, ...] = ()

    @property
    def records(self) -> Sequence[Record]:
        """The records so far; do not write to it."""
        return self._records

    def append(self, record: Record) -> None:
        """Add one record and tell every subscriber."""
        self._records.append(record)
        for listener in self._listeners:
            listener(record)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with each record from now on; the function that comes back ends it."""
        self._listeners += (listener,)

        def unsubscribe() -> None:
            with suppress(ValueError):
                at = self._listeners.index(listener)
                self._listeners = self._listeners[:at] + self._listeners[at + 1 :]

        return unsubscribe

    @property
    def connections(self) -> Sequence[int]:
        """The numbers of the connections seen, in the order of their first byte."""
        return list(dict.fromkeys(arrival.connection for arrival in self._arrivals()))

    def stream(self, connection: int, side: Side) -> bytes:
        """All that arrived from ``side`` on ``connection``, joined."""
        return b"".join(
            arrival.data
            for arrival in self._arrivals()
            if arrival.connection == connection and arrival.side is side
        )

    def _arrivals(self) -> Iterator[Arrival]:
        return (record for record in self._records if isinstance(record, Arrival))

    def __len__(self) -> int:
        return len(self._records)

    def __eq__(self, other: object) -> bool:
        """Two traces are equal when their records are; clocks are not compared."""
        return isinstance(other, Trace) and self._records == other._records

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<trace of {len(self._records)} records on {len(self.connections)} connections>"
