"""Starts servers of HTTP/2: over TLS by ALPN, or in plain where the client knows it before (RFC 9113 §3.3)."""

from collections.abc import Callable
from typing import Any

from helpers.loops.clock import Clock, WallClock
from helpers.net.http2.door import Door, Sorry
from helpers.net.http2.http1 import application
from helpers.net.http2.limits import Limits
from helpers.net.http2.messages import Handler
from helpers.net.http2.serving import Serving
from helpers.net.listener import Factory
from helpers.net.registry import registry
from helpers.net.server import Server, serve
from helpers.net.tap import Tap
from helpers.net.tls import Authority

__all__ = ["serve_http2"]


async def serve_http2(
    name: str,
    handler: Handler,
    *,
    tls: Authority | None = None,
    http1: bool = False,
    port: int = 0,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> Server:
    """Serve ``handler`` over HTTP/2 under ``name``; a server that had the name is closed first.

    ``handler`` is a coroutine: a ``Request`` in, a ``Reply`` out. With ``http1`` it also answers HTTP/1.1 on the same
    port; without, a client of HTTP/1.1 is told so. Time-outs run on ``clock``, and stand still while a tap holds.
    """
    limits, clock = limits or Limits(), clock or WallClock()

    async def prepare(server: Server) -> Factory:
        other: Callable[[], Any] = await server.run_app(application(handler)) if http1 else Sorry

        def speak() -> Serving:
            return Serving(
                handler,
                run=server.run,
                crashed=server.crashed,
                held=somebody_holds,
                limits=limits,
                clock=clock,
                log=server.log,
            )

        return lambda: Door(speak, other, server.log)

    alpn = ("h2", "http/1.1") if http1 else ("h2",)
    return await serve(name, prepare=prepare, port=port, tls=tls, alpn=alpn)


def somebody_holds() -> bool:
    """Whether a tap of this kernel holds what passes: then its learner reads, and no time counts."""
    return any(wire.holding for wire in registry().all(Tap))
