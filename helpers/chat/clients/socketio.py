"""The chat by Socket.IO, from Python: python-socketio's client, one for each connection, and where it breaks another.

``auth`` says where we are, so the server tells what came after. News follow a cursor: where that is not ours there is
a hole, and we ask for what is in it. A post is acknowledged; without an answer it goes out again, under its key.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from random import Random
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

from helpers.chat.clients.asking import failure, read_message, read_page
from helpers.chat.clients.client import Inbox, Presence, Refused
from helpers.chat.clients.polling import ATTEMPTS
from helpers.chat.domain import Message, Post
from helpers.loops.backoff import Backoff
from helpers.loops.clock import Clock, WallClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.loops.retry import TryAgain, retry
from helpers.net.logged import keeping
from helpers.net.patient import patient_session

__all__ = ["SocketIO", "sio_client"]

PATIENCE = 3600.0  # s: a learner may hold the line; who is not that patient says so
GOODBYE = 0.5  # s
LONGEST = 60_000  # bytes of a post: a server may cut the line of whoever sends more


@asynccontextmanager
async def sio_client(
    url: str, *, log: list[str] | None = None, **options: Any
) -> AsyncIterator[socketio.AsyncClient]:
    """python-socketio's client, not connected yet; at the end nothing of it is left, whatever the line does."""
    logger = keeping([] if log is None else log, said=lambda record: record.levelno < logging.WARNING)
    async with patient_session() as session:
        one = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, logger=logger, engineio_logger=logger, http_session=session,
            **{"request_timeout": PATIENCE, **options},
        )  # fmt: skip
        try:
            yield one
        finally:
            loops = [one.eio.read_loop_task, one.eio.write_loop_task]
            with suppress(TimeoutError, SocketIOError, OSError):
                async with asyncio.timeout(GOODBYE):
                    await one.disconnect()
            for loop in loops:
                if loop is not None:
                    loop.cancel()


class SocketIO:
    """Talks with the chat at ``url``, the address of its page; ``transports`` as python-socketio names them.

    ``library`` are options of its client.
    """

    def __init__(
        self, url: str, *, auth: dict[str, Any] | None = None, transports: list[str] | None = None,
        clock: Clock | None = None, random: Random | None = None, lane: Lane = NOWHERE, base: float = 1.0,
        cap: float = 30.0, attempts: int = ATTEMPTS, patience: float = PATIENCE, **library: Any,
    ) -> None:  # fmt: skip
        self.clock, self.lane, self.heard = clock or WallClock(), lane, list[tuple[Any, ...]]()
        self._url, self._auth, self._transports, self._patience = url, auth or {}, transports, patience
        self._random, self._base, self._cap, self._attempts = random or Random(), base, cap, attempts
        self._library = {"request_timeout": patience, **library}
        self._line: socketio.AsyncClient | None = None
        self._gone: asyncio.Future[str] | None = None

    async def receive(self, inbox: Inbox) -> None:
        """Listen until cancelled, over as many connections as that takes."""
        backoff = self._backoff()
        while True:
            with suppress(OSError, TryAgain, SocketIOError), self.lane.span("listen"):
                await self._listen(inbox, backoff)
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError  # which the library takes for a line that broke
            inbox.show(Presence.RETRYING)
            wait = backoff.next()
            with self.lane.span(f"retry {backoff.failures} in {wait:.3g} s"):
                await self.clock.sleep(wait)

    async def send(self, post: Post) -> Message:
        """Post until it is stored; the same key each time, so that it is stored once."""
        return await retry(
            lambda: self._post(post), backoff=self._backoff(), clock=self.clock, attempts=self._attempts
        )

    async def call(self, event: str, value: object) -> Any:
        """Emit an event, and wait for its acknowledgement; ``TryAgain`` where the line breaks before it."""
        if self._line is None or self._gone is None or self._gone.done():
            raise TryAgain("there is no line")
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        try:
            await self._line.emit(event, value, callback=lambda *values: _set(answer, values))
        except SocketIOError as error:
            raise TryAgain(f"the line broke: {error}") from None
        await asyncio.wait([answer, self._gone], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise TryAgain("the line broke before the answer")
        return answer.result()

    async def aclose(self) -> None:
        """Nothing: the connection ends with the task that listens."""

    async def _listen(self, inbox: Inbox, backoff: Backoff) -> None:
        gone = self._gone = asyncio.get_running_loop().create_future()
        ends: list[Refused] = []
        async with sio_client(self._url, **self._library) as line:
            self._hear(line, ends, gone)
            line.on("msg:get", partial(self._take, inbox=inbox, backoff=backoff))
            self._line = line
            auth = {"name": "", **self._auth, "after": inbox.cursor}
            try:
                await line.connect(
                    self._url, auth=auth, transports=self._transports, wait_timeout=self._patience
                )
                await gone
            except SocketIOError:
                if not ends:
                    raise
            finally:
                self._line = None
                gone.cancel()
        if ends:
            raise ends[-1]

    def _hear(self, line: socketio.AsyncClient, ends: list[Refused], gone: "asyncio.Future[str]") -> None:
        line.on("refused", lambda said: ends.extend(_refusals(said)))
        line.on("connect_error", lambda said="": ends.extend(_refusals(_reason(said))))
        line.on("disconnect", lambda reason="": _set(gone, (reason,)))
        line.on("*", lambda event, *values: self.heard.append((event, *values)))

    async def _take(self, value: Any, *, inbox: Inbox, backoff: Backoff) -> None:
        page, follows = read_page(value), value.get("after")
        if follows is not None and follows != inbox.cursor and not _known(page.cursor, inbox.cursor):
            if inbox.cursor is None:
                return  # the greeting is on its way, and has it
            answer = await self.call("msg:get", inbox.cursor)
            return await self._take(answer.get("page"), inbox=inbox, backoff=backoff)
        backoff.reset()
        inbox.show(Presence.LIVE)
        inbox.deliver(page)
        if page.more:
            answer = await self.call("msg:get", page.cursor)
            await self._take(answer.get("page"), inbox=inbox, backoff=backoff)

    async def _post(self, post: Post) -> Message:
        said = {"key": post.key, "name": post.name, "text": post.text}
        if len(json.dumps(said)) > LONGEST:
            raise Refused(413, f"a post has at most {LONGEST} bytes")
        answer = await self.call("msg:post", said)
        status = answer.get("status", 500) if isinstance(answer, dict) else 500
        if status < 300:
            return read_message(answer.get("message"))
        if status == 429:
            raise TryAgain(str(answer.get("error")), after=answer.get("after"))
        raise failure(status, answer)

    def _backoff(self) -> Backoff:
        return Backoff("full jitter", random=self._random, base=self._base, cap=self._cap)


def _set(answer: "asyncio.Future[Any]", values: tuple[Any, ...]) -> None:
    if not answer.done():
        answer.set_result(values[0] if values else None)


def _known(cursor: str, ours: str | None) -> bool:
    """Whether all up to ``cursor`` has come already: both of one epoch, and its number not beyond ours."""
    (epoch, _, number), (mine, _, last) = cursor.rpartition("."), (ours or "").rpartition(".")
    return epoch == mine and int(number) <= int(last)


def _reason(said: Any) -> Any:
    """What a server says of a connection that it refuses: its reason, and the status beside it."""
    data = said.get("data") if isinstance(said, dict) else None
    return {"error": said.get("message"), **data} if isinstance(data, dict) else None


def _refusals(said: Any) -> list[Refused]:
    if isinstance(said, dict) and isinstance(said.get("status"), int) and said["status"] != 429:
        return [Refused(said["status"], str(said.get("error", "")))]
    return []
