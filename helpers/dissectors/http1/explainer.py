"""The units of an HTTP/1.1 connection, explained: heads, bodies, chunks."""

from helpers.dissectors.contents.media import said_of
from helpers.dissectors.contents.registry import Said
from helpers.dissectors.field import Field
from helpers.dissectors.http1.bodies import Chunks, explain_body
from helpers.dissectors.http1.codings import Coding, codings_of, names
from helpers.dissectors.http1.heads import explain_broken_head, explain_head, explain_unfinished_head
from helpers.dissectors.raw import count, raw_note
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import missing, preview
from helpers.protocols.http1.reading import HttpUnit, Message
from helpers.protocols.reading import Reading
from helpers.protocols.unit import Status, Unit
from helpers.vocabulary import Side

__all__ = ["Http1Explainer"]

_TITLES = {HttpUnit.BODY: "body", HttpUnit.CHUNK: "chunk"}


class Http1Explainer:
    """Explains both sides of one connection; it remembers the chunks of a body that is not whole."""

    def __init__(self, reading: Reading) -> None:
        self._chunks: dict[Side, Chunks | None] = dict.fromkeys(Side)

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """A head, a body or a chunk."""
        message = unit.head
        if message is None:
            return explain_broken_head(unit, data)
        assert isinstance(message, Message)
        if unit.kind is HttpUnit.HEAD:
            self._chunks[unit.side] = None
            return explain_head(data, message)
        if unit.kind is HttpUnit.BODY:
            return explain_body(data, *_said(message))
        chunks = self._chunks[unit.side] = self._chunks[unit.side] or Chunks(*_said(message))
        return chunks.receive(data, unit.start)

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """What came of one; or of a body that only the end of the connection ends."""
        size = unit.end - unit.start
        if unit.kind is HttpUnit.HEAD:
            return explain_unfinished_head(unit, data)
        if unit.status is Status.RAW:
            leaf = Field(0, size, "body", preview(data), _until_close(unit), "RFC 9112 §6.3")
            return Explained(count(size), "body", leaf)
        leaf = Field(0, size, "incomplete", preview(data), missing(unit.reason), "RFC 9112 §8")
        return Explained(_TITLES[HttpUnit(unit.kind)], "incomplete", leaf)


def _until_close(unit: Unit) -> str:
    codings = codings_of(unit.head.head) if isinstance(unit.head, Message) else ()
    coded = f" They are coded ({names(codings)}), which is not undone read by read." if codings else ""
    return f"{raw_note(unit.reason)}{coded}"


def _said(message: Message) -> tuple[Said, tuple[Coding, ...]]:
    """What the head of a body says of its content, and how that is coded."""
    target = message.request.target if message.request else ""
    return said_of(message.head.headers, target=target), codings_of(message.head)
