"""The hub that the official clients, pysignalr and our own are tried on."""

import asyncio
from collections.abc import AsyncIterator

from helpers.net.server import Server
from helpers.net.signalr.connection import Connection, HubError
from helpers.net.signalr.hub import Hub
from helpers.net.signalr.limits import Limits
from helpers.net.signalr.server import serve_signalr

__all__ = ["hub_of", "serve_hub"]


def hub_of() -> Hub:
    """Methods of each kind."""
    hub, never = Hub(), asyncio.Event()

    @hub.method("Add")
    async def add(connection: Connection, one: int, other: int) -> int:
        return one + other

    @hub.method("Say")
    async def say(connection: Connection, text: str) -> None:
        hub.send("said", text)

    @hub.method("Fail")
    async def fail(connection: Connection) -> None:
        raise HubError("It didn't work!")

    @hub.method("Break")
    async def break_(connection: Connection) -> None:
        raise KeyError("a secret of ours")

    @hub.method("Odd")
    async def odd(connection: Connection) -> object:
        return {1, 2}

    @hub.method("Ask")
    async def ask(connection: Connection, what: str) -> str:
        return f"you said {await connection.invoke('answer', what)}"

    @hub.method("Count")
    async def count(connection: Connection, until: int) -> AsyncIterator[int]:
        for number in range(until):
            yield number
        if until == 3:
            raise HubError("Ran out of data!")

    @hub.method("Endless")
    async def endless(connection: Connection) -> AsyncIterator[str]:
        yield "first"
        await never.wait()

    @hub.method("Wait")
    async def wait(connection: Connection) -> None:
        await never.wait()

    @hub.method("Leave")
    async def leave(connection: Connection) -> None:
        connection.close("closed for today", reconnect=True)

    return hub


async def serve_hub(hub: Hub | None = None, **limits: float) -> Server:
    """Serve it, under a name that the next one takes over."""
    return await serve_signalr("hub", hub or hub_of(), limits=Limits(**limits))  # type: ignore[arg-type]
