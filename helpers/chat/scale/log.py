"""Where messages are kept so that they outlive a process: what every log can do, and how it refuses.

What enters: posts and cursors, as in the domain. What leaves: messages and pages, with ids from 1 without holes and
one epoch for the log's whole life. ``add`` returns when the message is safe, and not before. A log never broadcasts.
"""

from collections.abc import Sequence
from typing import Protocol

from helpers.chat.domain import CURSOR, PAGE, SHOWN, BadCursor, Message, Page, Post

__all__ = ["Log", "Unreachable", "page_of", "start_of"]


class Unreachable(ConnectionError):
    """The log does not answer now; nothing is known of what it was asked. Ask again, with the same key."""


class Log(Protocol):
    """A durable log of messages."""

    async def add(self, post: Post, time: float) -> tuple[Message, bool]:
        """Keep ``post`` unless its key was kept before: the message, and whether it is new; or a ``Conflict``."""

    async def after(self, cursor: str | None) -> Page:
        """What came after ``cursor``, or the newest messages where there is none; or a ``BadCursor``."""

    async def newest(self) -> str:
        """Where the log stands: the cursor of its newest message."""

    async def aclose(self) -> None:
        """Let go of it."""


def start_of(cursor: str | None, *, epoch: str, oldest: int, newest: int) -> tuple[int, bool]:
    """The id after which a page for ``cursor`` begins, and whether there is a gap before it.

    ``oldest`` is the first id that is kept; in an empty log it is one more than ``newest``.
    """
    if cursor is None:
        return max(oldest - 1, newest - SHOWN), False
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise BadCursor(f"{cursor[:40]!r} is not a cursor: take the one of the last reply")
    last = int(match[2])
    gap = match[1] != epoch or not oldest - 1 <= last <= newest
    return (oldest - 1 if gap else last), gap


def page_of(messages: Sequence[Message], *, epoch: str, newest: int, gap: bool) -> Page:
    """A page of at most ``PAGE`` of these messages, the cursor after them, and whether more waits."""
    shown = tuple(messages[:PAGE])
    last = shown[-1].id if shown else newest
    return Page(shown, f"{epoch}.{last}", gap, last < newest)
