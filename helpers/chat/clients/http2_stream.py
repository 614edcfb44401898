"""The chat's lines of JSON over a reply that stays open. A piece of it is no line: it holds half of one, or three."""

import json
from collections.abc import Callable

from helpers.chat.clients.asking import read_page
from helpers.chat.clients.streaming import Streaming
from helpers.chat.domain import Page
from helpers.loops.retry import TryAgain

__all__ = ["Http2Stream", "Lines"]

LONGEST = 2**24  # bytes of a line: 500 messages, each as long as it may be, in escapes


class Lines:
    """Keeps the beginning of a line until its end has come; works on bytes, so that no character is cut."""

    def __init__(self, *, longest: int = LONGEST) -> None:
        self._rest = b""
        self._longest = longest

    def receive_data(self, data: bytes) -> list[bytes]:
        """The lines that are whole now, without their ends; a line that never ends is a failure."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > self._longest:
            raise TryAgain(f"a line of more than {self._longest} bytes")
        return lines


class Http2Stream(Streaming):
    """Reads ``GET /msgs``; the options are those of ``Streaming``."""

    path = "msgs"
    accepts = "application/x-ndjson"

    def reader(self) -> Callable[[bytes], list[Page]]:
        """Lines of JSON; an empty one keeps the connection alive."""
        lines = Lines()
        return lambda data: [_page(line) for line in lines.receive_data(data) if line.strip()]


def _page(line: bytes) -> Page:
    try:
        return read_page(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise TryAgain(f"a line is not JSON: {error}") from None
