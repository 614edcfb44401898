"""Bodies in their DATA frames: what each piece says by the content type of its stream, and what they add up to.

Pieces come in, in order; fields come out. Where a content is a row of items (lines, events), a piece is explained
together with the item that an earlier frame began: a frame is no message.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from helpers.dissectors.contents.media import said_of
from helpers.dissectors.contents.registry import Said, buffer, explain, item_end, quoted
from helpers.dissectors.field import Buffer, Field, Part
from helpers.dissectors.http1.codings import BODY_LIMIT, Coding, undone
from helpers.dissectors.tiles import preview
from helpers.protocols.http1.heads import header_list
from helpers.protocols.http2.lists import Role
from helpers.protocols.http2.watch import Head
from helpers.vocabulary import Side

__all__ = ["Bodies", "Piece"]

_ITEM_LIMIT = 64 * 1024  # of an item that is not whole, as much is kept


@dataclass(frozen=True, slots=True)
class Piece:
    """What the content of one DATA frame says: a few words, its fields, and (with the last) the whole body."""

    summary: str
    fields: Callable[[int], tuple[Field, ...]]
    whole: Buffer | None = None


@dataclass(slots=True)
class _Body:
    said: Said
    codings: tuple[Coding, ...] = ()
    size: int = 0
    begin: bytearray = field(default_factory=bytearray)
    where: list[Part] = field(default_factory=list)
    item: bytes = b""  # one that is not whole yet
    item_where: tuple[Part, ...] = ()

    def keep(self, data: bytes, start: int) -> None:
        """Join a piece to what came before, as far as that is done."""
        taken = min(len(data), BODY_LIMIT - len(self.begin))
        if taken:
            self.begin += data[:taken]
            self.where.append(Part(start, start + taken))


class Bodies:
    """The bodies of all streams of a connection, both ways."""

    def __init__(self) -> None:
        self._bodies: dict[tuple[Side, int], _Body] = {}
        self._targets: dict[int, str] = {}

    def head(self, side: Side, head: Head, *, ends: bool) -> None:
        """A header list: what follows it on its stream is of the type that it says."""
        if head.role in (Role.REQUEST, Role.PROMISE):
            self._targets[head.stream] = dict(head.headers).get(":path", "")
        if head.role in (Role.REQUEST, Role.RESPONSE):
            codings = tuple(Coding(name.lower()) for name in header_list(head.headers, "content-encoding"))
            said = said_of(head.headers, target=self._targets.get(head.stream, ""))
            self._bodies[side, head.stream] = _Body(said, codings)
        if ends:
            self.end(side, head.stream)

    def end(self, side: Side, stream: int) -> None:
        """Nothing more comes there."""
        self._bodies.pop((side, stream), None)
        if side is Side.SERVER:
            self._targets.pop(stream, None)

    def receive(self, side: Side, stream: int, data: bytes, *, start: int, ends: bool) -> Piece:
        """The content of a DATA frame, whose first byte stands at ``start`` in what its side sent."""
        body = self._bodies.setdefault((side, stream), _Body(Said()))
        alone = ends and not body.size
        body.size += len(data)
        if ends:
            self.end(side, stream)
        words = quoted(data, text=body.said.text and not body.codings)
        if not body.codings and item_end(body.said, b"") is not None:
            return Piece(words, _items(body, data, Part(start, start + len(data))))
        body.keep(data, start)
        if alone and not body.codings:
            return Piece(words, lambda at: explain(data, at, body.said))
        return Piece(words, lambda at: _piece(data, at), _whole(body) if ends and body.size else None)


def _piece(data: bytes, start: int) -> tuple[Field, ...]:
    note = "A piece of a body; it may end anywhere, in the middle of a character too."
    return (Field(start, start + len(data), "data", preview(data), note, "RFC 9113 §6.1"),) if data else ()


def _whole(body: _Body) -> Buffer:
    data, where = bytes(body.begin), tuple(body.where)
    if not body.codings:
        return buffer("body", data, body.said, parts=where)
    inner, why = undone(data, body.said, body.codings, whole=body.size == len(data))
    leaf = Field(0, len(data), "compressed body", preview(data), why, "RFC 9110 §8.4", decoded=inner)
    return Buffer("body", data, (leaf,), parts=where)


# ---- rows of items ----


def _items(body: _Body, data: bytes, part: Part) -> Callable[[int], tuple[Field, ...]]:
    said, before, where = body.said, body.item, (*body.item_where, part)
    joined = before + data
    end = item_end(said, joined) or 0
    body.item, body.item_where = joined[end:], _after(where, end)
    if len(body.item) > _ITEM_LIMIT:
        body.item, body.item_where = b"", ()
    if not before:
        return lambda at: explain(data, at, said)
    return lambda at: _joined(data, at, buffer("joined with what came before", joined, said, parts=where))


def _joined(data: bytes, start: int, whole: Buffer) -> tuple[Field, ...]:
    note = "It goes on with what an earlier frame began: only together they can be read."
    return (
        (Field(start, start + len(data), "data", preview(data), note, "RFC 9113 §6.1", decoded=whole),)
        if data
        else ()
    )


def _after(where: tuple[Part, ...], skip: int) -> tuple[Part, ...]:
    """The parts without their first ``skip`` bytes."""
    left = []
    for part in where:
        size = part.end - part.start
        if size > skip:
            left.append(Part(part.start + skip, part.end))
        skip = max(0, skip - size)
    return tuple(left)
