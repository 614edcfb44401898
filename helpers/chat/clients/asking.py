"""The requests that ways to the chat make, with aiohttp: ask for what is new, post, and tell failures apart.

A status of 500 is not an exception in aiohttp (nor in ``fetch``): here it becomes ``TryAgain``, as do 408, 425, 429,
every 5xx, a reply that is not ours, and a network that fails. Any other 4xx would be refused again: ``Refused``.
"""

import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from helpers.chat.clients.client import Refused
from helpers.chat.domain import Message, Page, Post
from helpers.loops.retry import TryAgain
from helpers.loops.retry_after import retry_after
from helpers.net.patient import patient_session

__all__ = ["PATIENCE", "SILENCE", "Asking", "failure", "parsed", "read_message", "read_page"]

PATIENCE = 10.0  # s that a reply may take
SILENCE = 6  # times as long may a line that stays open say nothing: servers keep theirs alive each 15 s
PASSING = {408, 425, 429}
LONGEST = 300.0  # s: a server that asks us to stay away for a month is wrong, or will be right long before


class Asking:
    """A session with a way to the chat: with the resource ``path`` under ``url`` (its page's address)."""

    def __init__(self, url: str, path: str, *, patience: float | None = PATIENCE) -> None:
        self.url = f"{url.rstrip('/')}/{path}"
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None
        self._tag: tuple[str | None, str] | None = None  # the cursor we asked with, and the reply's ETag

    async def poll(self, cursor: str | None, *, wait: float | None = None) -> Page | None:
        """What came after ``cursor``; ``None`` where nothing did (304). The server may hold it ``wait`` s."""
        query = {} if wait is None else {"wait": f"{wait:g}"}
        query |= {} if cursor is None else {"after": cursor}
        known = {"If-None-Match": self._tag[1]} if self._tag is not None and self._tag[0] == cursor else {}
        status, headers, value = await self._ask("GET", params=query, headers=known)
        if status == 304:
            return None
        page = read_page(value)
        self._tag = (cursor, headers["ETag"]) if "ETag" in headers else None
        return page

    async def post(self, post: Post) -> Message:
        """Get ``post`` stored."""
        _, _, value = await self._ask("POST", json={"key": post.key, "name": post.name, "text": post.text})
        return read_message(value)

    @asynccontextmanager
    async def stream(self, cursor: str | None, *, accepts: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The pieces of a reply that stays open, from ``cursor`` on."""
        if self._session is None:
            self._session = patient_session(timeout=self._timeout)
        silence = None if self._timeout.total is None else SILENCE * self._timeout.total
        options: dict[str, Any] = {"params": {} if cursor is None else {"after": cursor}}
        options["timeout"] = aiohttp.ClientTimeout(total=None, sock_read=silence)
        try:
            async with self._session.get(self.url, headers={"Accept": accepts}, **options) as reply:
                if reply.status >= 400:
                    retry = reply.headers.get("Retry-After")
                    raise failure(
                        reply.status, parsed(await reply.read()), retry=retry, phrase=reply.reason or ""
                    )
                yield reply.content.iter_any()
        except TimeoutError:
            raise TryAgain("nothing came for too long") from None
        except (aiohttp.ClientError, OSError) as error:
            raise TryAgain(f"{type(error).__name__}: {error}") from None

    async def aclose(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, **options: Any) -> tuple[int, Mapping[str, str], Any]:
        if self._session is None:
            self._session = patient_session(timeout=self._timeout)
        try:
            async with self._session.request(method, self.url, **options) as reply:
                value = parsed(await reply.read())
        except TimeoutError:
            raise TryAgain("no reply in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise TryAgain(f"{type(error).__name__}: {error}") from None
        if reply.status >= 400:
            raise failure(
                reply.status, value, retry=reply.headers.get("Retry-After"), phrase=reply.reason or ""
            )
        return reply.status, reply.headers, value


def parsed(body: bytes) -> Any:
    """What ``body`` says, or ``None``: a proxy's page of HTML is not for us."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def failure(status: int, value: Any, *, retry: str | None = None, phrase: str = "") -> Exception:
    """What a status of 400 or more means; ``retry`` is its ``Retry-After``."""
    reason = str(value.get("error", "")) if isinstance(value, dict) else ""
    if status >= 500 or status in PASSING:
        after = retry_after(retry, now=time.time())
        after = after if after is None else min(after, LONGEST)
        return TryAgain(f"status {status} {reason}".strip(), after=after)
    return Refused(status, reason or phrase or "no reason given")


def read_page(value: Any) -> Page:
    """A page of the chat from its JSON; ``TryAgain`` where it is none."""
    try:
        messages = [read_message(message) for message in value["messages"]]
        return Page(messages, str(value["cursor"]), bool(value["gap"]), bool(value["more"]))
    except (KeyError, TypeError) as error:
        raise TryAgain(f"the reply is not a page of the chat: {error!r}") from None


def read_message(value: Any) -> Message:
    """A message of the chat from its JSON; ``TryAgain`` where it is none."""
    try:
        return Message(**{name: value[name] for name in Message.__slots__})
    except (KeyError, TypeError) as error:
        raise TryAgain(f"the reply is not a message of the chat: {error!r}") from None
