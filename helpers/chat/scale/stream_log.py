"""A log in a stream of Redis (or Valkey, which speaks the same protocol): for as many processes as there are.

``XADD`` with the id ``0-*`` numbers entries 0-1, 0-2, … without holes, whoever adds them. A script does it together
with the look at the key, so that a post that is sent twice, perhaps to two workers, is one entry. It is durable where
the server appends each write to its file before it answers (``appendfsync always``).
"""

import math
from collections.abc import Awaitable, Mapping
from secrets import token_hex
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from helpers.chat.domain import KEPT, PAGE, Conflict, Message, Page, Post
from helpers.chat.scale.log import Unreachable, page_of, start_of

__all__ = ["OPTIONS", "StreamLog"]

Result = TypeVar("Result")
PATIENCE = 2.0  # s for an answer: a server that hangs is as good as away
OPTIONS: Mapping[str, Any] = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 0),  # who asks again is our caller, with the same key
}
ADD = """
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known then return {0, redis.call('XRANGE', KEYS[1], known, known)[1]} end
local over = redis.call('XLEN', KEYS[1]) + 1 - tonumber(ARGV[5])
if over > 0 then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', over)) do
    redis.call('HDEL', KEYS[2], entry[2][2])
    redis.call('XDEL', KEYS[1], entry[1])
  end
end
local id = redis.call('XADD', KEYS[1], '0-*', 'key', ARGV[1], 'name', ARGV[2], 'text', ARGV[3], 'time', ARGV[4])
redis.call('HSET', KEYS[2], ARGV[1], id)
return {1, redis.call('XRANGE', KEYS[1], id, id)[1]}
"""


class StreamLog:
    """The log in the stream ``name`` of the server at ``url``; ``kept``: how many messages it holds."""

    def __init__(self, url: str, *, name: str = "chat", kept: int = KEPT) -> None:
        self._redis: Any = Redis.from_url(url, decode_responses=True, **OPTIONS)
        self._stream, self._keys, self._life = f"{name}:log", f"{name}:keys", f"{name}:epoch"
        self._add = self._redis.register_script(ADD)
        self._kept, self._epoch = kept, token_hex(8)  # the epoch of whoever comes first is everybody's

    async def add(self, post: Post, time: float) -> tuple[Message, bool]:
        """Keep it; the stream gives the id."""
        arguments: list[Any] = [post.key, post.name, post.text, repr(time), self._kept]
        new, entry = await _asked(self._add(keys=[self._stream, self._keys], args=arguments))
        flat = iter(entry[1])
        known = _message(entry[0], dict(zip(flat, flat, strict=True)))
        if (known.name, known.text) != (post.name, post.text):
            raise Conflict(f"key {post.key} was used before, for another message")
        return known, bool(new)

    async def after(self, cursor: str | None) -> Page:
        """What came after ``cursor``."""
        epoch, oldest, newest = await self._bounds()
        start, gap = start_of(cursor, epoch=epoch, oldest=oldest, newest=newest)
        entries = await _asked(self._redis.xrange(self._stream, f"(0-{start}", f"0-{newest}", count=PAGE))
        messages = [_message(entry, fields) for entry, fields in entries]
        return page_of(messages, epoch=epoch, newest=newest, gap=gap)

    async def newest(self) -> str:
        """The cursor of the newest message."""
        epoch, _, newest = await self._bounds()
        return f"{epoch}.{newest}"

    async def aclose(self) -> None:
        """Hang up."""
        await self._redis.aclose()

    async def _bounds(self) -> tuple[str, int, int]:
        """Epoch, oldest id and newest id, of one moment."""
        asking = self._redis.pipeline(transaction=True)
        asking.set(self._life, self._epoch, nx=True).get(self._life)
        asking.xrange(self._stream, count=1).xrevrange(self._stream, count=1)
        _, epoch, first, last = await _asked(asking.execute())
        newest = _number(last[0][0]) if last else 0
        return epoch, (_number(first[0][0]) if first else newest + 1), newest


async def _asked(asking: Awaitable[Result]) -> Result:
    try:
        return await asking
    except (RedisError, OSError) as error:
        raise Unreachable(f"the log's server: {error or type(error).__name__}") from None


def _message(entry: str, fields: Mapping[str, str]) -> Message:
    time = float(fields["time"])
    return Message(
        _number(entry), fields["key"], fields["name"], fields["text"], time if math.isfinite(time) else 0.0
    )


def _number(entry: str) -> int:
    """The id of a message: what stands behind the dash of the stream's id."""
    return int(entry.rpartition("-")[2])
