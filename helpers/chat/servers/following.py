"""What came after a cursor, and then each next page as it comes: what a reply that never ends is made of.

A listener has a place in the chat and no queue: one that reads slowly gets more in a page, and costs no memory.
"""

import asyncio
from collections.abc import AsyncGenerator

from helpers.chat.domain import Chat, Page
from helpers.loops.clock import Clock
from helpers.loops.nap import nap

__all__ = ["KEEP_ALIVE", "first_page", "following"]

KEEP_ALIVE = 15.0  # s: proxies cut a line that is quiet for longer, often 30 to 60 s


def first_page(chat: Chat, cursor: str | None) -> Page:
    """Who comes without a cursor is greeted; a text that never was one is a ``BadCursor``."""
    return chat.greeting() if cursor is None else chat.after(cursor)


async def following(
    chat: Chat, page: Page, *, clock: Clock, keep_alive: float
) -> AsyncGenerator[Page | None, None]:
    """``page``, then what is new, for ever; ``None`` after ``keep_alive`` seconds of nothing (0: never).

    It subscribes before it looks again, so that no message can fall between two pages.
    """
    news = asyncio.Event()
    leave = chat.subscribe(lambda message: news.set())
    try:
        yield page
        while True:
            news.clear()
            page = chat.after(page.cursor)
            if page.messages or page.gap:
                yield page
            elif not keep_alive:
                await news.wait()
            elif not await nap(clock, keep_alive, woken=news):
                yield None
    finally:
        leave()
