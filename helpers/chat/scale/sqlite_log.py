"""A log in one file: SQLite, which is part of Python. For one process, or a few on one machine.

A message is on the disk when ``add`` returns (``synchronous=FULL``), so neither a crash nor a power cut loses it.
Statements run in a thread of their own: a disk may take its time, and the event loop has none to give.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import TypeVar

from helpers.chat.domain import KEPT, PAGE, Conflict, Message, Page, Post
from helpers.chat.scale.log import Unreachable, page_of, start_of

__all__ = ["SqliteLog"]

Result = TypeVar("Result")
PATIENCE = 5.0  # s that one process waits for another that writes
PAUSE = 0.01  # s
SCHEMA = """
create table if not exists message (
  id integer primary key, key text not null unique, name text not null, text text not null, time real not null
);
create table if not exists life (epoch text not null);
"""
BOUNDS = "select (select epoch from life), coalesce(min(id), 1), coalesce(max(id), 0) from message"


class SqliteLog:
    """The log in the file at ``path``; ``kept``: how many messages it holds before the oldest go."""

    def __init__(self, path: Path | str, *, kept: int = KEPT) -> None:
        self._kept, self._turn = kept, asyncio.Lock()
        self._database = sqlite3.connect(
            path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        _write_ahead(self._database)
        self._database.execute("pragma synchronous=full")
        self._database.executescript(SCHEMA)
        self._database.execute(
            "insert into life select ? where not exists (select * from life)", (token_hex(8),)
        )

    async def add(self, post: Post, time: float) -> tuple[Message, bool]:
        """Keep it; the id is one more than the newest."""
        return await self._run(lambda: self._add(post, time))

    async def after(self, cursor: str | None) -> Page:
        """What came after ``cursor``."""
        return await self._run(lambda: self._after(cursor))

    async def newest(self) -> str:
        """The cursor of the newest message."""
        epoch, _, newest = await self._run(self._bounds)
        return f"{epoch}.{newest}"

    async def aclose(self) -> None:
        """Close the file."""
        await self._run(self._database.close)

    async def _run(self, work: Callable[[], Result]) -> Result:
        async with self._turn:
            try:
                return await asyncio.to_thread(work)
            except sqlite3.Error as error:
                raise Unreachable(f"the log's file: {error}") from None

    def _add(self, post: Post, time: float) -> tuple[Message, bool]:
        with self._database:  # commits, or rolls back
            self._database.execute("begin immediate")  # nobody else may take the same id
            row = self._database.execute("select * from message where key = ?", (post.key,)).fetchone()
            if row is not None:
                known = Message(*row)
                if (known.name, known.text) != (post.name, post.text):
                    raise Conflict(f"key {post.key} was used before, for another message")
                return known, False
            message = Message(self._bounds()[2] + 1, post.key, post.name, post.text, time)
            self._database.execute(
                "insert into message values (?, ?, ?, ?, ?)",
                (message.id, message.key, message.name, message.text, message.time),
            )
            self._database.execute("delete from message where id <= ?", (message.id - self._kept,))
            return message, True

    def _after(self, cursor: str | None) -> Page:
        epoch, oldest, newest = self._bounds()
        start, gap = start_of(cursor, epoch=epoch, oldest=oldest, newest=newest)
        rows = self._database.execute(
            "select * from message where id > ? and id <= ? order by id limit ?", (start, newest, PAGE)
        )
        return page_of([Message(*row) for row in rows], epoch=epoch, newest=newest, gap=gap)

    def _bounds(self) -> tuple[str, int, int]:
        epoch, oldest, newest = self._database.execute(BOUNDS).fetchone()
        return str(epoch), int(oldest), int(newest)


def _write_ahead(database: sqlite3.Connection) -> None:
    """Switch the file to its write-ahead log. While others open it SQLite says at once that it is locked."""
    give_up = monotonic() + PATIENCE
    while True:
        try:
            database.execute("pragma journal_mode=wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                raise
            sleep(PAUSE)
        else:
            return
