"""The chat by Server-Sent Events: ``GET /events`` is an event stream (HTML Standard §9.2), each page an event.

The id of an event is the cursor after it: an ``EventSource`` that lost its line sends it as ``Last-Event-ID``, and
goes on where it stopped. ``?after=`` is for who begins with a cursor.
"""

import json

from helpers.chat.domain import Page
from helpers.chat.servers.following import KEEP_ALIVE
from helpers.chat.servers.streamed import Streamed, streamed
from helpers.loops.clock import Clock, WallClock
from helpers.protocols.sse.serializing import serialize_comment, serialize_event, serialize_retry

__all__ = ["sse", "write_event"]


def sse(*, retry: float = 1.0, keep_alive: float = KEEP_ALIVE, clock: Clock | None = None) -> Streamed:
    """Ask browsers to come again after ``retry`` s; send a comment after ``keep_alive`` quiet s (0: never)."""
    return streamed(
        "sse",
        "events",
        write=write_event,
        content_type="text/event-stream",
        clock=clock or WallClock(),
        keep_alive=keep_alive,
        begin=serialize_retry(round(retry * 1000)),
        settings={"path": "events"},
    )


def write_event(page: Page | None) -> bytes:
    """A page as an event; a comment for none."""
    if page is None:
        return serialize_comment("still here")
    return serialize_event(json.dumps(page.as_json()), id=page.cursor)
