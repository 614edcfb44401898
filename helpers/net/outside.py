"""A server that runs in another process: known here by its name, so that a tap can stand before it."""

from helpers.net.registry import registry
from helpers.net.server import Server

__all__ = ["outside"]


async def outside(name: str, port: int) -> Server:
    """Who listens at ``port`` of this machine, under ``name``; a server that had the name is closed first."""
    server = Server(name)
    server.port = port
    return await registry().replace(server)
