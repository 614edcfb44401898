"""The chat by long polling: the server holds the question until there is news, then we ask again at once.

The same loop as short polling, with the waiting moved to the server. The hold must be shorter than any proxy's
timeout on the way (see the server's ``HOLD``), and our own timeout is longer than the hold.
"""

from typing import Any

from helpers.chat.clients.asking import PATIENCE
from helpers.chat.clients.polling import Polling
from helpers.chat.domain import Page

__all__ = ["LongPolling"]

AT_ONCE, UNHELD = 1.0, 3.0  # s: who has nothing to tell and says so at once does not hold: ask less often


class LongPolling(Polling):
    """Keeps one question waiting at the chat's server, for at most ``wait`` seconds each.

    ``patience`` begins when the server should have answered. The other ``options`` are those of ``Polling``.
    """

    path = "long-poll"

    def __init__(
        self, url: str, *, wait: float = 25.0, patience: float | None = PATIENCE, **options: Any
    ) -> None:
        super().__init__(url, seconds=0.0, patience=None if patience is None else wait + patience, **options)
        self.wait = wait
        self._sure = False  # the last question was answered

    async def ask(self, cursor: str | None) -> tuple[Page | None, float]:
        """As its parent's; after a failure it asks for a quick reply, which switches the light."""
        started, wait = self.clock(), self.wait if self._sure else 0.0
        self._sure = False
        page = await self.asking.poll(cursor, wait=wait)
        self._sure = True
        news = page is not None and page.cursor != cursor
        at_once = self.clock() - started < AT_ONCE
        return page, UNHELD if wait and not news and at_once else self.seconds
