"""The chat's event stream, read as a browser's ``EventSource`` would read it."""

import json
from collections.abc import Callable

from helpers.chat.clients.asking import read_page
from helpers.chat.clients.streaming import Streaming
from helpers.chat.domain import Page
from helpers.loops.retry import TryAgain
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.sse.parsing import Parser

__all__ = ["Sse"]


class Sse(Streaming):
    """Reads ``GET /events``; the options are those of ``Streaming``."""

    path = "events"
    accepts = "text/event-stream"

    def reader(self) -> Callable[[bytes], list[Page]]:
        """Events whose data is a page; those of a type that we do not know are passed over."""
        parser = Parser(limit=2**24)

        def read(data: bytes) -> list[Page]:
            try:
                events = parser.receive_data(data)
                return [read_page(json.loads(one.data)) for one in events if one.type == "message"]
            except (ValueError, RecursionError, RemoteProtocolError) as error:
                raise TryAgain(f"an event is not a page of the chat: {error}") from None

        return read
