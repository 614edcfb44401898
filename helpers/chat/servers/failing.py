"""A server that fails a seeded share of its replies: some before it did what was asked, some after.

The second kind is why a POST needs a key: the client hears 500, and its message is stored.
"""

from collections.abc import Collection
from random import Random

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from helpers.chat.servers.answers import refusal

__all__ = ["failing"]


def failing(
    random: Random,
    *,
    share: float = 0.5,
    paths: Collection[str] = ("/poll", "/long-poll"),
    retry_after: float | None = None,
) -> Middleware:
    """Answers 500 to a ``share`` of the requests to ``paths``, to half of those after handling them."""
    headers = {"Retry-After": str(round(retry_after))} if retry_after is not None else None

    @web.middleware
    async def fail(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in paths or random.random() >= share:
            return await handler(request)
        if random.random() < 0.5:
            return refusal(500, "failed on purpose, before anything was done", headers=headers)
        await handler(request)
        return refusal(500, "failed on purpose, after it was done", headers=headers)

    return fail
