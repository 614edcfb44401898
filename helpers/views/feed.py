"""What goes on from a wire view: the rows of one trace, and which of them changed since when.

One feed a trace, however often it is shown: the trace's subscription is what keeps it alive, so it goes when the
trace goes. It pushes nothing unless a browser has opened it, at most 20 times a second, and then no timer is left.
What it pushes costs what is new. It pushes bytes while a view has room for them; a browser asks for those of one row.
"""

from __future__ import annotations

import weakref
from asyncio import AbstractEventLoop
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from helpers.dissectors.row import Row
from helpers.dissectors.rows import Rows
from helpers.trace import Record, Trace
from helpers.views.excerpt import LIMIT, ROWS, Excerpt
from helpers.views.payload import Encoder
from helpers.views.saved import saved
from helpers.views.streamed import Streamed, streams
from helpers.views.wireview import WireView

if TYPE_CHECKING:
    from helpers.views.steppable import Steppable

__all__ = ["Feed"]

PAUSE = 0.05  # s between two pushes

Push = Callable[[dict[str, Any]], None]


class Feed:
    """The rows of one trace, numbered by versions."""

    def __init__(self, trace: Trace, *, title: str, loop: AbstractEventLoop | None) -> None:
        self.view = uuid4().hex
        self.title, self.loop = title, loop
        self.push: Push | None = None  # set when a browser opens the view
        self._steppable: Callable[[], Steppable | None] = lambda: None
        self._trace = weakref.ref(trace)
        self._rows = Rows(trace)
        self._streamed = Streamed()
        self._changes: list[int] = []  # rows, in the order in which they changed
        self._versions: list[tuple[int, int]] = [(0, 0)]  # how many records and changes there were at each
        self._waiting = False
        trace.subscribe(self._on_record)

    @property
    def steppable(self) -> Steppable | None:
        """What the buttons act on, while it exists."""
        return self._steppable()

    @steppable.setter
    def steppable(self, wire: Steppable) -> None:
        self._steppable = weakref.ref(wire)
        self.loop = wire.loop

    def follows(self, trace: Trace) -> bool:
        """Whether this is the feed of ``trace``."""
        return self._trace() is trace

    def snapshot(self) -> WireView:
        """The wire as it is now."""
        version, records = self._refresh(), tuple(self._records)
        return WireView(self.title, tuple(self._rows.rows), records, self.view, version, **self._state())

    def since(self, version: int) -> dict[str, Any]:
        """The message that brings a browser from ``version`` up to now."""
        now = self._refresh()
        head = {"kind": "rows", "view": self.view, "since": version if 0 < version <= now else 0}
        if not head["since"]:
            return {**head, "known": 0, **self.snapshot().payload()}
        known, changes = self._versions[version]
        rows = [self._rows.rows[index] for index in sorted(set(self._changes[changes:]))]
        excerpt = self._room(rows)
        encoder, records = Encoder(zero=self._streamed.zero, excerpt=excerpt), self._records[known:]
        about = {"version": now, "known": known, "zero": encoder.zero, "left": excerpt.left_bytes}
        news = {"bytes": self._streamed.news(records, known)}
        if excerpt.whole:
            news["records"] = encoder.records(records)
        return {**head, **about, **self._state(), "count": len(self._rows.rows), **news, **encoder.rows(rows)}

    def explain(self, index: int) -> dict[str, Any]:
        """The message that explains one row, with as many of its bytes as a view has room for."""
        self._refresh()
        row = self._rows.rows[index]
        excerpt = Excerpt.of([row], others=len(self._rows.rows) - 1)
        encoder = Encoder(zero=self._streamed.zero, excerpt=excerpt)
        told = {"zero": encoder.zero, "bytes": streams([row], excerpt)}
        return {"kind": "explained", "view": self.view, **told, **encoder.rows([row], explained=index + 1)}

    def save(self, kind: str) -> str:
        """Write the whole trace into the kernel's folder; where, as a sentence."""
        trace = self._trace()
        assert trace is not None  # its rows hold it
        return saved(trace, self.title, kind)

    @property
    def _records(self) -> Sequence[Record]:
        trace = self._trace()
        return trace.records if trace else ()

    def _state(self) -> dict[str, bool]:
        wire = self.steppable
        return {"live": wire is not None, "holding": wire is not None and wire.holding}

    def _room(self, rows: Sequence[Row]) -> Excerpt:
        """All of some rows while there is room for the whole trace, then nothing but what is said of them."""
        left = max(0, self._streamed.total - LIMIT)
        most = 0 if left else max((row.end - row.start for row in rows), default=0)
        return Excerpt(rows, most, max(0, len(self._rows.rows) - ROWS), left)

    def _refresh(self) -> int:
        """Take in what is new; the version that it has."""
        changed = self._rows.update()
        self._streamed.follow(self._records)
        if changed or len(self._records) != self._versions[-1][0]:
            self._changes += changed
            self._versions.append((len(self._records), len(self._changes)))
        return len(self._versions) - 1

    def _on_record(self, _: Record) -> None:
        if (
            self.push is not None
            and self.loop is not None
            and not self._waiting
            and not self.loop.is_closed()
        ):
            self._waiting = True
            self.loop.call_soon_threadsafe(self._flush, len(self._versions) - 1)

    def _flush(self, version: int) -> None:
        """Push what changed since ``version``, and look again after a pause if more came meanwhile."""
        message = self.since(version)
        if self.push is None or self.loop is None or message["version"] == version:
            self._waiting = False
            return
        self.push(message)
        self.loop.call_later(PAUSE, self._flush, message["version"])
