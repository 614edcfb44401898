"""One connection of HTTP/1.1: requests come in, one after the other; replies go out, or a WebSocket takes over.

Enters: bytes. Leaves: replies. A request is answered when its body is whole; chunked ones are refused (411), since
no client of Engine.IO sends them.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from helpers.net.websocket.handlers import Handler
from helpers.net.websocket.socket import WebSocket
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, Response, header_list, parse_request_head, serialize
from helpers.protocols.http1.bodies import request_framing

__all__ = ["Door", "Reply", "Upgrade", "refusal"]

END = b"\r\n\r\n"
TEXT = "text/plain; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back."""

    body: bytes
    status: int = 200
    media_type: str = TEXT


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The connection is ``socket``'s after this answer, for as long as ``talk`` takes."""

    answer: bytes
    socket: WebSocket
    talk: Handler


Answer = Callable[[Request, bytes], Awaitable[Reply | Upgrade]]
Run = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]


def refusal(error: RemoteProtocolError) -> Reply:
    """The reply that says why not."""
    said = json.dumps({"message": str(error)}).encode()
    return Reply(said, error.status or 400, "application/json")


class Door(asyncio.Protocol):
    """``answer`` is asked for each request, in a task that ``run`` starts; ``failed`` hears what it raised."""

    def __init__(
        self,
        answer: Answer,
        *,
        run: Run,
        talk: Callable[[Upgrade], None],
        failed: Callable[[Exception], None],
        head: int,
        body: int,
    ) -> None:
        self._answer, self._run, self._talk, self._failed = answer, run, talk, failed
        self._most_head, self._most_body = head, body
        self._data = bytearray()
        self._busy: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes of the next request, or of one that has to wait for its turn."""
        self._data += data
        if self._busy is None:
            self._next()
        elif len(self._data) > self._most_head + self._most_body:
            self._transport.pause_reading()

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody waits for the answer any more."""
        if self._busy is not None:
            self._busy.cancel()

    def _next(self) -> None:
        try:
            request = self._whole()
        except RemoteProtocolError as error:
            self._data.clear()
            return self._send(refusal(error), last=True)
        if request is not None:
            self._busy = self._run(self._reply(*request), "request")
        return None

    def _whole(self) -> tuple[Request, bytes] | None:
        """The next request, if all of it is there; too much is refused by what is announced."""
        end = self._data.find(END) + len(END)
        if (end if end >= len(END) else len(self._data)) > self._most_head:
            raise RemoteProtocolError(f"a head of more than {self._most_head} bytes", status=431)
        if end < len(END):
            return None
        request = parse_request_head(bytes(self._data[:end]))
        framing = request_framing(request)
        if framing.chunked:
            raise RemoteProtocolError("a body in chunks: say its length", status=411)
        if framing.length > self._most_body:
            sentence = f"a body of {framing.length} bytes, at most {self._most_body} allowed"
            raise RemoteProtocolError(sentence, status=413)
        if len(self._data) < end + framing.length:
            return None
        body = bytes(self._data[end : end + framing.length])
        del self._data[: end + framing.length]
        return request, body

    async def _reply(self, request: Request, body: bytes) -> None:
        try:
            reply = await self._answer(request, body)
        except RemoteProtocolError as error:
            reply = refusal(error)
        except Exception as error:
            self._failed(error)
            reply = Reply(b"the server's handler broke", 500)
        self._busy = None
        if isinstance(reply, Upgrade):
            return self._hand_over(reply)
        connection = [token.lower() for token in header_list(request.headers, "Connection")]
        self._send(reply, last="close" in connection or request.version == "HTTP/1.0")
        self._transport.resume_reading()
        return self._next()

    def _send(self, reply: Reply, *, last: bool) -> None:
        headers = [("Content-Type", reply.media_type), ("Content-Length", str(len(reply.body)))]
        headers += [("Cache-Control", "no-store")] + [("Connection", "close")] * last
        head = Response("HTTP/1.1", reply.status, HTTPStatus(reply.status).phrase, tuple(headers))
        self._transport.write(serialize(head) + reply.body)
        if last:
            self._transport.close()

    def _hand_over(self, upgrade: Upgrade) -> None:
        self._transport.write(upgrade.answer)
        self._transport.set_protocol(upgrade.socket)
        upgrade.socket.connection_made(self._transport)
        self._talk(upgrade)
        if self._data:
            upgrade.socket.data_received(bytes(self._data))
