"""Both logs keep the same promises; what SQLite promises by its file, Redis promises by its append-only one."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

import pytest

from helpers.chat.domain import BadCursor, Conflict, Post
from helpers.chat.scale import sqlite_log
from helpers.chat.scale.house import house
from helpers.chat.scale.log import Log, Unreachable
from helpers.chat.scale.programs import find_redis, redis_command
from helpers.chat.scale.sqlite_log import SqliteLog
from helpers.chat.scale.stream_log import StreamLog
from tests.chat.scale.scale_samples import REDIS
from tests.net.net_samples import run_async

Opens = Callable[..., Log]


@asynccontextmanager
async def logs(kind: str, folder: Path) -> AsyncIterator[Opens]:
    """What opens a log of this kind; each call another one, with a name of its own where it is given one."""
    opened: list[Log] = []
    url = f"redis://127.0.0.1:{await started()}/0" if kind == "stream" else ""

    def opens(name: str = "one", **options: int) -> Log:
        log = StreamLog(url, name=name, **options) if url else SqliteLog(folder / f"{name}.sqlite", **options)
        opened.append(log)
        return log

    try:
        yield opens
    finally:
        for log in opened:
            await log.aclose()


async def started(port: int = 0) -> int:
    program = find_redis()
    assert program is not None
    return await (await house()).run("redis", lambda port: redis_command(program, port), port)


def post(number: int, text: str = "hello") -> Post:
    return Post(f"key-{number}", "Ada", f"{text} {number}")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("stream", marks=REDIS)])
def test_what_every_log_promises(kind: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with logs(kind, tmp_path) as opens:
            await numbers_without_holes(opens)
            await the_same_key(opens)
            await places(opens)
            await long_ones(opens)
            await short_ones(opens)

    run_async(main(), debug=False)


async def numbers_without_holes(opens: Opens) -> None:
    """Two processes' logs of one name are one log, whoever adds."""
    one, other = opens("numbers"), opens("numbers")
    assert (await one.after(None)).messages == ()
    added = await asyncio.gather(*((one, other)[n % 2].add(post(n), float(n)) for n in range(40)))
    assert sorted(message.id for message, new in added if new) == list(range(1, 41))
    pages = [await log.after(None) for log in (one, other)]
    assert pages[0] == pages[1]
    assert {(message.key, message.text, message.time) for message in pages[0].messages} == {
        (f"key-{n}", f"hello {n}", float(n)) for n in range(40)
    }
    assert await one.newest() == await other.newest() == pages[0].cursor


async def the_same_key(opens: Opens) -> None:
    one, other = opens("keys"), opens("keys")
    twice = await asyncio.gather(one.add(post(1), 1.0), other.add(post(1), 2.0))
    assert sorted(new for _, new in twice) == [False, True]
    assert twice[0][0] == twice[1][0]
    with pytest.raises(Conflict, match="key-1 was used before"):
        await one.add(post(1, "another"), 3.0)


async def places(opens: Opens) -> None:
    log = opens("places")
    for number in range(1, 61):
        await log.add(post(number), 0.0)
    greeting = await log.after(None)
    assert [message.id for message in greeting.messages] == list(range(11, 61))
    assert not greeting.gap
    epoch = greeting.cursor.partition(".")[0]
    assert [message.id for message in (await log.after(f"{epoch}.58")).messages] == [59, 60]
    assert (await log.after(greeting.cursor)).messages == ()
    for strange in (f"{epoch}.61", "tuesday.3"):
        page = await log.after(strange)
        assert page.gap
        assert len(page.messages) == 60
    with pytest.raises(BadCursor, match="is not a cursor"):
        await log.after("soup")


async def long_ones(opens: Opens) -> None:
    """Pages of 500, and the word that there is more."""
    log = opens("long")
    for number in range(1, 502):
        await log.add(post(number), 0.0)
    epoch = (await log.newest()).partition(".")[0]
    first = await log.after(f"{epoch}.0")
    assert (len(first.messages), first.more, first.cursor) == (500, True, f"{epoch}.500")
    rest = await log.after(first.cursor)
    assert ([message.id for message in rest.messages], rest.more) == ([501], False)


async def short_ones(opens: Opens) -> None:
    """What is over goes, and its key with it."""
    log = opens("short", kept=3)
    for number in range(1, 6):
        await log.add(post(number), 0.0)
    epoch = (await log.newest()).partition(".")[0]
    page = await log.after(f"{epoch}.1")
    assert (page.gap, [message.id for message in page.messages]) == (True, [3, 4, 5])
    assert not (await log.after(f"{epoch}.2")).gap
    assert (await log.add(post(1), 0.0))[0].id == 6
    assert (await log.add(post(4), 0.0))[1] is False


def test_a_file_outlives_its_process(tmp_path: Path) -> None:
    async def main() -> None:
        before = SqliteLog(tmp_path / "log")
        await before.add(post(1), 1.0)
        cursor = await before.newest()
        after = SqliteLog(tmp_path / "log")  # the first was never closed, as after a crash
        assert (await after.newest(), (await after.after(None)).messages[0].text) == (cursor, "hello 1")
        await before.aclose()
        await after.aclose()
        with pytest.raises(Unreachable, match="the log's file"):
            await after.newest()

    run_async(main())


@REDIS
def test_a_stream_outlives_kill_9() -> None:
    async def main() -> None:
        port = await started()
        log = StreamLog(f"redis://127.0.0.1:{port}/0")
        await log.add(post(1), 1.0)
        cursor = await log.newest()
        await (await house()).kill("redis")
        with pytest.raises(Unreachable, match="the log's server"):
            await log.add(post(2), 2.0)
        await started(port)
        assert await log.newest() == cursor
        assert (await log.add(post(1), 3.0))[1] is False
        assert (await log.add(post(2), 4.0))[0].id == 2
        await log.aclose()

    run_async(main(), debug=False)


class Raced(sqlite3.Connection):
    """As it is where another process switches at the same moment (20 of 150 starts of six): locked, at once."""

    asked = 0

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        self.asked += sql == "pragma journal_mode=wal"
        if self.asked == 1:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(sql, *values)


def test_a_file_that_somebody_else_opens_at_the_same_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite waits for who writes, but not always to switch to the write-ahead log."""
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Raced))
    log = SqliteLog(tmp_path / "one.sqlite")
    with closing(sqlite3.Connection(tmp_path / "one.sqlite")) as other:
        assert other.execute("pragma journal_mode").fetchone() == ("wal",)
    run_async(log.aclose())


def test_what_is_no_log_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.sqlite").mkdir()
    monkeypatch.setattr(sqlite_log, "sleep", lambda _: pytest.fail("nobody else has it"))
    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        SqliteLog(tmp_path / "one.sqlite")
