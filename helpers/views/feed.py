"""What goes on from a wire view: the rows of one trace, and which of them changed since when.

One feed a trace, however often it is shown: the trace's subscription is what keeps it alive, so it goes when the
trace goes. It pushes nothing unless a browser has opened it, at most 20 times a second, and then no timer is left.
"""

from __future__ import annotations

import weakref
from asyncio import AbstractEventLoop
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from helpers.dissectors.rows import Rows
from helpers.trace import Record, Trace
from helpers.views.payload import encode
from helpers.views.wire import WireView

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
        self._changed: list[int] = []  # the version in which each row changed last
        self._counts: list[int] = [0]  # the number of records at each version
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

    @property
    def records(self) -> list[Record]:
        """All that the trace holds now."""
        trace = self._trace()
        return list(trace.records) if trace else []

    def follows(self, trace: Trace) -> bool:
        """Whether this is the feed of ``trace``."""
        return self._trace() is trace

    def snapshot(self) -> WireView:
        """The wire as it is now."""
        version, records = self._refresh(), self.records
        held = {"live": self.steppable is not None, "holding": self._holding()}
        return WireView(self.title, tuple(self._rows.rows), records, self.view, version, **held)

    def since(self, version: int) -> dict[str, Any]:
        """The message that brings a browser from ``version`` up to now."""
        now = self._refresh()
        version = version if 0 <= version <= now else 0
        known = self._counts[version]
        changed = [row for row, when in zip(self._rows.rows, self._changed, strict=True) if when > version]
        head = {"kind": "rows", "view": self.view, "since": version, "version": now, "known": known}
        state = {"live": self.steppable is not None, "holding": self._holding()}
        return {**head, **state, **encode(changed, self.records[known:])}

    def _holding(self) -> bool:
        wire = self.steppable
        return wire is not None and wire.holding

    def _refresh(self) -> int:
        """Take in what is new; the version that it has."""
        count, changed = len(self.records), self._rows.update()
        if changed or count != self._counts[-1]:
            self._counts.append(count)
        version = len(self._counts) - 1
        self._changed += [version] * (len(self._rows.rows) - len(self._changed))
        for index in changed:
            self._changed[index] = version
        return version

    def _on_record(self, _: Record) -> None:
        if (
            self.push is not None
            and self.loop is not None
            and not self._waiting
            and not self.loop.is_closed()
        ):
            self._waiting = True
            self.loop.call_soon_threadsafe(self._flush, len(self._counts) - 1)

    def _flush(self, version: int) -> None:
        """Push what changed since ``version``, and look again after a pause if more came meanwhile."""
        message = self.since(version)
        if self.push is None or self.loop is None or message["version"] == version:
            self._waiting = False
            return
        self.push(message)
        self.loop.call_later(PAUSE, self._flush, message["version"])
