"""A card for each way: when to take it, when not, and what it cost in a learner's last run, or in the recorded one.

What enters: a book of results. What leaves: rows of text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.measure.book import Book
from helpers.measure.figures import Row, figures
from helpers.measure.tables import short

__all__ = ["CARDS", "Card", "cards"]


@dataclass(frozen=True, slots=True)
class Card:
    """``source`` says whose figures ``rows`` are."""

    title: str
    source: str
    rows: Sequence[Sequence[str]]


CARDS = {
    "polling": (
        "news may be as old as the interval, and everything on the way only knows requests",
        "news must come within a second, or the silence of many must be cheap",
    ),
    "long-polling": (
        "nothing but plain requests passes, and news must come at once",
        "messages are many: each delivery is a whole request and a whole response",
    ),
    "sse": (
        "the server talks and the client listens: feeds, progress, prices, the words of a language model",
        "clients talk much, or a proxy on the way collects replies and cannot be told not to",
    ),
    "http2-stream": (
        "you write both ends, and many streams shall share one connection",
        "a browser's EventSource would do the same with less code of yours",
    ),
    "websocket": (
        "both sides talk often: games, cursors, drawing, typing together",
        "the server alone talks, or nobody has time for heartbeats, reconnecting and a second way",
    ),
    "websockets-library": (
        "you want a WebSocket and not its code: limits, pings, compression and slow readers are taken care of",
        "clients need rooms, acknowledgements or another way where no upgrade passes",
    ),
    "socketio-polling": (
        "no upgrade passes on the way: Socket.IO begins like this, and may have to stay",
        "you have the choice: a silent minute is six requests, and what was sent into a cut poll is lost",
    ),
    "socketio-websocket": (
        "rooms, acknowledgements and coming again are half of your product, and both ends may be Socket.IO",
        "others shall talk to your server by a standard alone, or you take it to deliver what it has sent",
    ),
}
LINES = (
    ("a silent minute of a client", 1, ("minute up", "minute down"), "bytes"),
    ("a post and one delivery", 1, ("message up", "message down"), "bytes"),
    ("late, half of all, 100 clients", 100, ("p50",), "ms"),
    ("late, 99 of 100, 100 clients", 100, ("p99",), "ms"),
    ("the server's time for 100 deliveries", 100, ("cpu",), "ms"),
    ("the server's memory for a connection", 100, ("memory",), "kB"),
)


def cards(book: Book) -> Iterator[Card]:
    """A card for each way of the course, its cost as ``book`` has it."""
    known = {(row.way, row.clients): row for row in figures(book)}
    source = f"{'recorded on' if book.recorded else 'your last run, on'} {book.machine}"
    for way, (when, when_not) in CARDS.items():
        costs = [[name, _sum(known.get((way, clients)), names, unit)] for name, clients, names, unit in LINES]
        yield Card(way, source, [["take it when", when], ["leave it when", when_not], *costs])


def _sum(row: Row | None, names: Sequence[str], unit: str) -> str:
    if row is None or not set(names) <= set(row.figures):
        return "not measured"
    return f"{short(sum(row.figures[name].value for name in names))} {unit}"
