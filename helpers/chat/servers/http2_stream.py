"""The chat over a reply that is never finished: ``GET /msgs`` stays open and is sent a line of JSON for each page.

Over HTTP/2 it takes one stream of the page's one connection; over HTTP/1.1 one of the six that a browser opens. Many
tutorials call this "HTTP/2 push"; it pushes nothing: the client asked, and the server goes on answering.
"""

import json

from helpers.chat.domain import Page
from helpers.chat.servers.following import KEEP_ALIVE
from helpers.chat.servers.streamed import Streamed, streamed
from helpers.loops.clock import Clock, WallClock

__all__ = ["http2_stream", "write_line"]

MISSED = 3  # keep-alives that a page waits for before it takes the line for dead


def http2_stream(*, keep_alive: float = KEEP_ALIVE, clock: Clock | None = None) -> Streamed:
    """Send an empty line after ``keep_alive`` quiet seconds of ``clock``; 0 sends none, and nobody expects any."""
    return streamed(
        "http2-stream",
        "msgs",
        write=write_line,
        content_type="application/x-ndjson",
        clock=clock or WallClock(),
        keep_alive=keep_alive,
        settings={"path": "msgs", "silence": MISSED * keep_alive},
    )


def write_line(page: Page | None) -> bytes:
    """A page as a line of JSON; an empty line for none."""
    return (b"" if page is None else json.dumps(page.as_json()).encode()) + b"\n"
