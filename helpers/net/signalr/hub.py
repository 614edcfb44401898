"""A hub: methods that clients call by their names, and the clients that are connected.

Enters: methods, and what is to be said to everybody. Leaves: invocations to each client. A method that yields is a
stream. What a method raises is not told to its caller, unless it is a ``HubError``.
"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from helpers.net.signalr.connection import Connection, HubError

__all__ = ["Hub", "HubError", "Method"]

Method = Callable[..., Awaitable[Any] | AsyncIterator[Any]]


class Hub:
    """``connections`` are those whose handshake is done, by their ids."""

    def __init__(self) -> None:
        self.methods: dict[str, Method] = {}
        self.connections: dict[str, Connection] = {}

    def method(self, name: str) -> Callable[[Method], Method]:
        """Let clients call what follows by this name; it is given the connection, then the arguments."""

        def register(method: Method) -> Method:
            self.methods[name] = method
            return method

        return register

    def send(self, target: str, *arguments: object) -> None:
        """Call ``target`` of everybody; nobody answers."""
        for connection in tuple(self.connections.values()):
            connection.send(target, *arguments)

    def call(self, connection: Connection, target: str, arguments: list[Any], *, stream: bool) -> Any:
        """What a client asks for: a coroutine, or a stream; ``HubError`` where there is no such thing."""
        method = self.methods.get(target)
        if method is None:
            raise HubError(f"Unknown hub method '{target[:40]}'")
        if inspect.isasyncgenfunction(method) is not stream:
            kinds = ("streaming", "non-streaming") if not stream else ("non-streaming", "streaming")
            raise HubError(f"The {kinds[0]} method '{target}' was called by a {kinds[1]} invocation.")
        try:
            inspect.signature(method).bind(connection, *arguments)
        except TypeError as error:
            raise HubError(f"Failed to invoke '{target}': {error}") from None
        return method(connection, *arguments)
