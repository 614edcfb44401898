"""Code that a library calls, watched: what it raises is told to its server, and then goes on as before.

asyncio and aiohttp drop the connection, or answer with 500, and write the reason into a log that no cell shows.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, Server, StreamResponse

__all__ = ["Connection", "watch_app", "watched"]

CALLBACKS = ("connection_made", "data_received", "buffer_updated", "eof_received", "connection_lost")

Connection = asyncio.BaseTransport | asyncio.StreamWriter | None
Crashed = Callable[[Exception, Connection], None]
Factory = Callable[[], asyncio.BaseProtocol]


def watched(factory: Factory, crashed: Crashed) -> Factory:
    """``factory``, whose protocols tell ``crashed`` what their callbacks raise."""

    def make() -> asyncio.BaseProtocol:
        protocol, connection = factory(), list[asyncio.BaseTransport]()
        for name in CALLBACKS:
            if hasattr(protocol, name):
                with suppress(AttributeError):  # it has slots: nothing can be put before its methods
                    setattr(protocol, name, _telling(getattr(protocol, name), crashed, connection))
        return protocol

    return make


def _telling(
    callback: Callable[..., Any], crashed: Crashed, connection: list[asyncio.BaseTransport]
) -> Callable[..., Any]:
    @wraps(callback)
    def call(*arguments: Any) -> Any:
        if arguments and isinstance(arguments[0], asyncio.BaseTransport):
            connection[:] = arguments
        try:
            return callback(*arguments)
        except Exception as error:
            crashed(error, connection[0] if connection else None)
            raise

    return call


def watch_app(server: "Server", crashed: Crashed) -> None:
    """Let an aiohttp server tell ``crashed`` what its handlers raise, and what they return that is no response."""
    from aiohttp.web import HTTPException, StreamResponse

    handle: Callable[[BaseRequest], Awaitable[StreamResponse]] = server.request_handler

    async def telling(request: "BaseRequest") -> "StreamResponse":
        try:
            response = await handle(request)
        except HTTPException:
            raise  # a response, in aiohttp's way
        except Exception as error:
            crashed(error, request.transport)
            raise
        if not isinstance(response, StreamResponse):
            said = (
                f"the handler of {request.method} {request.path} returned {response!r}, which is no response"
            )
            crashed(TypeError(said), request.transport)
        return response

    server.request_handler = telling
