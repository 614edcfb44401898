"""The frame box, as data: one WebSocket frame to take apart bit by bit (RFC 6455 §5.2).

What enters: a frame (or any bytes that follow a handshake) and who reads them; what leaves: a mime bundle of
text/html and text/plain. ``<frame-box>`` holds the bytes and static rows; the script draws the bits, edits them and
judges them without a kernel. In JupyterLab its Send button calls ``send``, by way of the hub.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Protocol
from uuid import uuid4

from helpers.dissectors.connection import Dissector
from helpers.dissectors.row import Row
from helpers.views.listing import as_html
from helpers.views.payload import embed
from helpers.vocabulary import Side

__all__ = ["FrameBox", "Serializable"]

RERUN = "Run the cell again to flip its bits."
SHOWN = 32  # bytes in the line of text


class Serializable(Protocol):
    """What can be written as bytes: a frame."""

    def serialize(self) -> bytes:
        """The bytes."""


@dataclass(frozen=True, slots=True)
class FrameBox:
    """A frame to edit. ``reader``: who gets it; ``send(data)`` puts it on a wire (it may be ``async``)."""

    frame: bytes | Serializable
    reader: Side = Side.SERVER
    title: str = "A frame, bit by bit"
    send: Callable[[bytes], object] | None = field(default=None, kw_only=True)

    @property
    def data(self) -> bytes:
        """The bytes it starts with."""
        return self.frame if isinstance(self.frame, bytes) else self.frame.serialize()

    def html(self, view: str = "") -> str:
        """The custom element with its data, static rows, and what to do when no script comes."""
        values = {"title": self.title, "frame": self.data.hex(), "reader": self.reader.value}
        data = f'<script type="application/json">{embed(values)}</script>'
        static = as_html(self.title, self._rows(), 0.0)
        name = f' data-view="{escape(view)}"' if view else ""
        rerun = f'<p class="rerun">{RERUN}</p>'
        return f'<frame-box{name}>{data}\n<div class="rw-static">{static}\n{rerun}</div></frame-box>'

    def text(self) -> str:
        """The bytes and their title, for a terminal."""
        rows = [f"{row.title} {row.summary}".strip() for row in self._rows()]
        more = " …" * (len(self.data) > SHOWN)
        return f"{self.title}: {', '.join(rows)}\n{self.data[:SHOWN].hex(' ')}{more}"

    def _rows(self) -> list[Row]:
        """One row a frame; the unfinished rest is one too."""
        dissector, sender = Dissector(protocol="websocket"), self.reader.other
        sections = dissector.receive_data(sender, self.data)
        if rest := dissector.tail(sender):
            sections = [*sections, rest]
        return [Row(number, 0, section) for number, section in enumerate(sections)]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(self._offered()), "text/plain": self.text()}

    def _offered(self) -> str:
        """The id under which this kernel's hub, where there is one, sends for the box; the hub brings the script."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return ""
        from helpers.views.hub import hub

        line, send, view = hub(), self.send, uuid4().hex
        if send is not None:
            line.offer(view, lambda data: send(bytes.fromhex(data)))
        return view
