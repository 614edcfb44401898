"""A chat that holds questions, for a check of its clients: it fails when it is told to, starts anew, and is closed.

Enters: a scene, whose events are ``say``, ``terse``, ``restart`` and ``close``. Leaves: what each question got and
when; what was rendered. Gaps and cursors are those of the course's own ``Chat``.
"""

import asyncio
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from helpers.chat.domain import BadCursor, Chat, Post
from helpers.checks.judges.stage import Question, Stage
from helpers.checks.judges.wire import json_reply
from helpers.loops.nap import nap

__all__ = ["Feed", "cursor"]

HOLD, KEPT = 30.0, 4  # s, messages
Page = dict[str, Any]


class Feed(Stage):
    """Among the faults are ``429``, ``503`` and ``drop`` at once, ``500`` and ``cut`` when the page was ready.

    What a question ``got`` is a word and the page that its client has for certain.
    """

    spotless = False

    def prepare(self) -> None:
        """Its first life."""
        self.empty, self.closed, self.said = 200, False, 0
        self.news = asyncio.Event()
        self._open("monday")

    async def ask(self, cursor: object) -> tuple[int, Page | None]:  # type: ignore[override]
        """Send a question; the status, and the page or ``None``."""
        return await self.exchange("/poll" if cursor is None else f"/poll?after={quote(str(cursor)[:80])}")

    def say(self) -> None:
        """One more message."""
        self.said += 1
        self.chat.post(Post(f"key-{self.said}", "Eve", f"message {self.said}"))
        self._wake()

    def terse(self) -> None:
        """From now on a hold that runs out is a 204."""
        self.empty = 204

    def restart(self) -> None:
        """Begin another life: nothing is kept, and whoever is held loses the connection."""
        self._open("tuesday")
        self._wake()

    def close(self) -> None:
        """From now on there is no chat."""
        self.closed = True
        self._wake()

    @property
    def told_closed(self) -> bool:
        """Whether the last question heard that there is no chat."""
        return bool(self.questions) and self.questions[-1].got[0] == "closed"

    def _open(self, epoch: str) -> None:
        self.chat = Chat(epoch, now=self.clock, kept=KEPT)

    def _wake(self) -> None:
        self.news.set()
        self.news = asyncio.Event()

    async def reply(self, question: Question) -> bytes:
        """A page, or what became of it."""
        fault, chat = self.of(self.faults, question), self.chat
        question.got = ("failure", None)
        if fault in ("429", "503", "drop"):
            return await super().reply(question)
        status, page = await self._page(cursor(question))
        whole = json_reply(status, page)
        if fault != "200" or chat is not self.chat:
            return {"500": json_reply(500, None), "cut": whole[:-2]}.get(fault, b"")
        question.got = _word(status, page), page
        return whole

    async def _page(self, cursor: str | None) -> tuple[int, Page | None]:
        try:
            page = self.chat.greeting() if cursor is None else self.chat.after(cursor)
            if cursor is not None and not (page.messages or page.gap or self.closed):
                await nap(self.clock, HOLD, woken=self.news)
                page = self.chat.after(cursor)
        except BadCursor:
            return 400, None
        if self.closed:
            return 410, None
        nothing = cursor is not None and not (page.messages or page.gap)
        return (204, None) if nothing and self.empty == 204 else (200, page.as_json())


def cursor(question: Question) -> str | None:
    """With which cursor a question came."""
    return parse_qs(urlsplit(question.target).query, keep_blank_values=True).get("after", [None])[0]


def _word(status: int, page: Page | None) -> str:
    if page is None:
        return {204: "empty", 400: "bad", 410: "closed"}[status]
    return "gap" if page["gap"] else "news" if page["messages"] else "empty"
