"""The bus between workers: python-socketio's Redis manager, which notices when it was away and says so.

What enters: what this worker emits. What leaves: what the others emit, and a call when the bus is there (again).
Publish and subscribe forget: what is published while nobody listens is gone. So whoever is told that the bus came
back looks into the log. Rejected: the library's own way to listen, which waits up to 60 s between two attempts, and
tells nobody that something may be missing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError
from socketio import AsyncRedisManager

from helpers.chat.scale.stream_log import OPTIONS

__all__ = ["Bus"]

FIRST, LONGEST = 0.05, 1.0  # s between two attempts to reach the bus
QUIET = 1.0  # s without a word, after which we ask whether anybody is there


class Bus(AsyncRedisManager):  # type: ignore[misc]
    """The manager at ``url``; it calls ``here`` when the bus is (again), ``relayed`` with each event and its data."""

    def __init__(self, url: str, *, here: Callable[[], None], relayed: Callable[..., None]) -> None:
        super().__init__(url, channel="chat", redis_options=dict(OPTIONS))
        self._here, self._relayed = here, relayed
        self._asking = Redis.from_url(url, **OPTIONS)

    async def _handle_emit(self, message: dict[str, Any]) -> None:
        """Hand an event to the clients of this worker, whoever emitted it."""
        await super()._handle_emit(message)
        self._relayed(message["event"], *message["data"])

    async def _publish(self, data: dict[str, Any]) -> None:
        """Tell the others. Where that fails nothing is lost: it is in the log, in which everybody looks again."""
        try:
            await self._asking.publish(self.channel, self.json.dumps(data))
        except (RedisError, OSError) as error:
            self._get_logger().warning("the bus is away: %s", error)

    async def _listen(self) -> AsyncIterator[bytes]:
        """What the others publish, for ever."""
        wait = FIRST
        while True:
            try:
                async for data in self._heard():
                    wait = FIRST
                    if data is not None:
                        yield data
            except (RedisError, OSError) as error:
                self._get_logger().warning("the bus is away: %s", error)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST)

    async def _heard(self) -> AsyncIterator[bytes | None]:
        """What comes over one connection, until it fails or is silent though it was asked."""
        async with Redis.from_url(self.redis_url, **OPTIONS) as redis, redis.pubsub() as pubsub:
            await pubsub.subscribe(self.channel)
            asked = False
            while True:
                message = await pubsub.get_message(timeout=QUIET)
                if message is None:
                    if asked:
                        raise ConnectionError("it is silent")
                    await pubsub.ping()
                asked = message is None
                if message is not None and message["type"] == "subscribe":
                    self._here()  # what is published from now on reaches us
                yield message["data"] if message is not None and message["type"] == "message" else None
