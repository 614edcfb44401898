"""What the toys' Python clients share: get connected again, and follow the chat's cursor."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from random import Random

from helpers.chat.clients.client import Inbox, Presence
from helpers.chat.domain import Chat, Page
from helpers.loops.backoff import Backoff
from helpers.loops.retry import TryAgain

__all__ = ["again", "pages"]


async def again(line: Callable[[Callable[[Page], None]], Awaitable[None]], inbox: Inbox) -> None:
    """Open ``line`` for ever; it calls what it gets with each page, and ends or raises when it breaks."""
    backoff = Backoff(random=Random(1), base=0.02, cap=0.2)

    def came(page: Page) -> None:
        backoff.reset()
        inbox.show(Presence.LIVE)
        inbox.deliver(page)

    while True:
        with suppress(OSError, EOFError, TryAgain):
            await line(came)
        inbox.show(Presence.RETRYING)
        await asyncio.sleep(backoff.next())


async def pages(chat: Chat, cursor: str | None) -> AsyncIterator[Page]:
    """What came after ``cursor``, then each next page as it comes."""
    news = asyncio.Event()
    unsubscribe = chat.subscribe(lambda message: news.set())
    try:
        page = chat.greeting() if cursor is None else chat.after(cursor)
        while True:
            news.clear()
            yield page
            if not page.more:
                await news.wait()
            page = chat.after(page.cursor)
    finally:
        unsubscribe()
