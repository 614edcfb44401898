"""Servers, taps and parties in this kernel: the only station with sockets.

``serve`` starts a server, ``tap`` puts a wire tap in front of it, ``spawn`` lets somebody talk while cells go on,
``finish`` waits for them. The same name replaces the old one; ``stop_all`` ends everything.
"""

from helpers.kernel.session import preparations
from helpers.net.browser import install
from helpers.net.held import Held
from helpers.net.parties import Party, Unfinished, finish, spawn
from helpers.net.registry import registry
from helpers.net.server import Server, serve
from helpers.net.tap import Tap, tap
from helpers.net.valve import NothingToStep
from helpers.net.watchdog import LoopBlocked

__all__ = [
    "Held",
    "LoopBlocked",
    "NothingToStep",
    "Party",
    "Server",
    "Tap",
    "Unfinished",
    "finish",
    "serve",
    "spawn",
    "stop_all",
    "tap",
]

preparations.append(install)  # in a browser tab begin() gives the loop its network


async def stop_all() -> None:
    """Close every server, tap and party of this kernel, and wait until they are gone."""
    running = registry()
    for wire in running.all(Tap):  # first: a library's client may wait for an answer that a tap holds
        await wire.aclose()
    await running.close_all()
