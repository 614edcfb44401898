"""The chat by the ``websockets`` library, from Python: what ``websocket.py`` does, on other people's connection.

The library has a client that comes again by itself (``async for socket in connect(…)``). It dials the same address
each time, and where we are is in the address: so each connection is a new one, and the wait between two is ours.
"""

from typing import Any
from urllib.parse import quote

from websockets import ConnectionClosed, WebSocketException
from websockets.asyncio.client import ClientConnection, connect

from helpers.chat.clients.asking import parsed
from helpers.chat.clients.client import Inbox, Refused
from helpers.chat.clients.websocket import BAD_CURSOR, LONGEST, Websocket
from helpers.loops.backoff import Backoff
from helpers.loops.retry import TryAgain
from helpers.net.library import PATIENT

__all__ = ["WebsocketsLibrary"]


class WebsocketsLibrary(Websocket):
    """Talks with the library's server at ``url``, which begins with ``ws``; ``library`` are options of its own."""

    def __init__(self, url: str, *, library: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(url, **options)
        self._url = url
        self._library = {"max_size": LONGEST, "proxy": None, **PATIENT, **(library or {})}
        self._line: ClientConnection | None = None

    async def _listen(self, inbox: Inbox, backoff: Backoff) -> None:
        query = "" if inbox.cursor is None else f"?after={quote(inbox.cursor)}"
        try:
            async with connect(f"{self._url}{query}", subprotocols=["json"], **self._library) as self._line:  # type: ignore[list-item]
                async for message in self._line:
                    text = message.encode() if isinstance(message, str) else message
                    self._take(parsed(text), inbox, backoff)
                if self._line.close_code == BAD_CURSOR:
                    raise Refused(400, self._line.close_reason or "")
        except WebSocketException as error:
            if (
                isinstance(error, ConnectionClosed)
                and error.rcvd is not None
                and error.rcvd.code == BAD_CURSOR
            ):
                raise Refused(400, error.rcvd.reason) from None
            raise TryAgain(f"the line broke: {error}") from None
        finally:
            self._line = None
            self._nobody_answers()

    async def _say(self, text: str) -> None:
        if self._line is None:
            raise TryAgain("there is no line")
        try:
            await self._line.send(text)
        except ConnectionClosed as error:
            raise TryAgain(f"the line broke: {error}") from None
