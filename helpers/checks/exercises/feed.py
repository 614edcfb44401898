"""A chat that holds questions, for a check of its clients: it fails when it is told to, starts anew, and is closed.

Enters: how each question fails, if it does; what is said when. Leaves: for each question when it came and with which
cursor, what it got and when; and what was rendered. Gaps and cursors are those of the course's own ``Chat``.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from helpers.chat.domain import BadCursor, Chat, Post
from helpers.checks.engine.exercise import Trial
from helpers.checks.judges.calm_stage import CalmStage
from helpers.loops.nap import nap
from helpers.protocols.http1 import parse_request_head

__all__ = ["HOLD", "Feed", "Question"]

HOLD = 30.0  # s
KEPT = 4  # messages
Page = dict[str, Any]


@dataclass(slots=True)
class Question:
    """``got`` is a status in words, empty while it is held; ``page`` is what its client has for certain."""

    at: float
    cursor: str | None
    got: str = ""
    page: Page | None = None
    until: float = 0.0


class Feed(CalmStage):
    """``faults`` are how the questions fail, one each: not at all (empty), ``503`` or ``drop`` at once, ``500`` or
    ``cut`` when the page was ready. ``empty`` is the status of a hold that has run out.
    """

    def __init__(self, trial: Trial, faults: Sequence[str] = (), *, empty: int = 200) -> None:
        super().__init__(trial)
        self.faults, self.empty = faults, empty
        self.questions: list[Question] = []
        self.closed = False
        self._said = 0
        self._held: list[asyncio.Event] = []
        self._open("monday")

    @property
    def ask(self) -> Callable[..., Any]:
        """``await ask(cursor)`` gives the status and the page or ``None``; it raises ``OSError``."""

        async def ask(cursor: object) -> tuple[int, Page | None]:
            query = "" if cursor is None else f"?after={quote(str(cursor)[:80])}"
            data = await self._exchange(f"/poll{query}")
            head, _, body = data.partition(b"\r\n\r\n")
            if not data:
                raise ConnectionResetError("the connection broke")
            if not body.endswith(b"\n"):
                raise OSError("the reply ended in the middle")
            return int(head[9:12]), json.loads(body)

        return ask

    def say(self) -> None:
        """One more message."""
        self._said += 1
        self.chat.post(Post(f"key-{self._said}", "Eve", f"message {self._said}"))
        self._wake()

    def restart(self) -> None:
        """Begin another life: nothing is kept, and who is held loses the connection."""
        self._open("tuesday")
        self._wake()

    def close(self) -> None:
        """From now on there is no chat."""
        self.closed = True
        self._wake()

    def _open(self, epoch: str) -> None:
        self.chat = Chat(epoch, now=self.clock, kept=KEPT)

    def _wake(self) -> None:
        for woken in self._held:
            woken.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            target = parse_request_head(await reader.readuntil(b"\r\n\r\n")).target
            after = parse_qs(urlsplit(target).query, keep_blank_values=True).get("after", [None])[0]
            question = Question(self.clock(), after)
            self.questions.append(question)
            writer.write(await self._reply(question, self._fault(len(self.questions))))
            question.until = self.clock()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _fault(self, number: int) -> str:
        return self.faults[number - 1] if number <= len(self.faults) else ""

    async def _reply(self, question: Question, fault: str) -> bytes:
        question.got, sent = "failure", {"503": _http(503, None), "drop": b""}
        if fault in sent:
            return sent[fault]
        question.got, chat = "", self.chat
        status, page = await self._page(question.cursor)
        whole, question.got = _http(status, page), "failure"
        sent = {"500": _http(500, None), "cut": whole[:-2]}
        if fault or chat is not self.chat:
            return sent.get(fault, b"")
        question.got, question.page = _word(status, page), page
        return whole

    async def _page(self, cursor: str | None) -> tuple[int, Page | None]:
        try:
            page = self.chat.greeting() if cursor is None else self.chat.after(cursor)
            if cursor is not None and not (page.messages or page.gap or self.closed):
                await self._hold()
                page = self.chat.after(cursor)
        except BadCursor:
            return 400, None
        if self.closed:
            return 410, None
        if cursor is not None and not (page.messages or page.gap) and self.empty == 204:
            return 204, None
        return 200, page.as_json()

    async def _hold(self) -> None:
        woken = asyncio.Event()
        self._held.append(woken)
        try:
            await nap(self.clock, HOLD, woken=woken)
        finally:
            self._held.remove(woken)


def _word(status: int, page: Page | None) -> str:
    if page is None:
        return {204: "204", 400: "bad", 410: "closed"}[status]
    return "gap" if page["gap"] else "news" if page["messages"] else "empty"


def _http(status: int, page: Page | None) -> bytes:
    """A reply whose body ends in a line feed."""
    return f"HTTP/1.1 {status} X\r\nConnection: close\r\n\r\n{json.dumps(page)}\n".encode()
