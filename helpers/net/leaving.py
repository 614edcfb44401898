"""Tells a handler that its client has left: aiohttp does not, and goes on with work that nobody waits for.

What enters: a request. What leaves: a call, as soon as the connection that carries it is over. Rejected: aiohttp's
``handler_cancellation``, which ends every handler of an application, also one that stores what it was sent.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from aiohttp import web

__all__ = ["when_it_leaves"]

Call = Callable[[], object]


def when_it_leaves(request: web.Request, call: Call) -> Callable[[], None]:
    """Call ``call`` when the client of ``request`` hangs up (at once if it has); what comes back takes that back."""
    transport = request.transport
    if transport is None:
        call()
        return lambda: None
    protocol = transport.get_protocol()
    watch = protocol if isinstance(protocol, _Watch) else _Watch(cast(asyncio.Protocol, protocol))
    transport.set_protocol(watch)
    watch.calls.append(call)
    calls = watch.calls
    return lambda: calls.remove(call) if call in calls else None


class _Watch(asyncio.Protocol):
    """Stands between a connection and its protocol, passes everything on, and sees the end."""

    def __init__(self, inner: asyncio.Protocol) -> None:
        self.calls: list[Call] = []
        self._inner = inner

    def data_received(self, data: bytes) -> None:
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        self._inner.connection_lost(error)
        for call in tuple(self.calls):
            call()
