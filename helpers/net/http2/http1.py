"""The same handlers over HTTP/1.1, by aiohttp: for whoever does not speak HTTP/2, such as an IFrame over plain HTTP.

A body without a length goes in chunks (RFC 9112 §7.1); its iterator ends when its client leaves, as over HTTP/2.
"""

import asyncio
from collections.abc import AsyncIterable
from contextlib import suppress
from typing import TYPE_CHECKING

from helpers.net.http2.messages import Handler, Reply, Request, TooLong, joined

if TYPE_CHECKING:
    from aiohttp import web

__all__ = ["application", "in_aiohttp", "send_in_pieces"]


def application(handler: Handler) -> "web.Application":
    """An aiohttp application that asks ``handler`` whatever it is asked."""
    from aiohttp import web

    async def answer(request: "web.Request") -> "web.StreamResponse":
        return await in_aiohttp(request, handler)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    return app


async def in_aiohttp(request: "web.Request", handler: Handler) -> "web.StreamResponse":
    """Answer one of aiohttp's requests by ``handler``."""
    from aiohttp import web

    headers = joined(request.headers.items())
    body = request.content.iter_any()
    asked = Request(request.method, request.path_qs, headers, aiter(body), request.scheme, request.host)
    try:
        reply = await handler(asked)
    except TooLong as error:
        reply = Reply.text(str(error), status=413)
    if isinstance(reply.body, bytes):
        return web.Response(status=reply.status, headers=reply.headers, body=reply.body)
    return await send_in_pieces(request, reply, reply.body)


async def send_in_pieces(
    request: "web.Request", reply: Reply, body: AsyncIterable[bytes]
) -> "web.StreamResponse":
    """Send a reply whose body comes piece by piece, until it ends or its client leaves."""
    from aiohttp import web

    from helpers.net.leaving import when_it_leaves

    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    await response.prepare(request)

    async def send() -> None:
        try:
            async for piece in body:
                await response.write(piece)
        finally:
            if close := getattr(body, "aclose", None):
                await close()

    sending = asyncio.ensure_future(send())
    stay = when_it_leaves(request, sending.cancel)
    try:
        await asyncio.wait([sending])
        with suppress(ConnectionError, asyncio.CancelledError):
            sending.result()
    finally:
        sending.cancel()
        stay()
    return response
