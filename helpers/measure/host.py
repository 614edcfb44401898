"""One chat by every way, served until it is stopped: what a load from elsewhere (Locust's, say) is pointed at."""

import asyncio
import json
import time
from collections.abc import Callable

from helpers.chat.domain import Chat
from helpers.loops.clock import WallClock
from helpers.measure.setting import Setting
from helpers.measure.ways import serve_all
from helpers.net import stop_all

__all__ = ["host"]


async def host(
    setting: Setting, *, say: Callable[[str], object], until: asyncio.Event | None = None
) -> list[str]:
    """Serve, and say where; returns the log of requests when it is over."""
    log: list[str] = []
    servers = await serve_all(Chat(f"{time.time_ns():x}", time.time), setting, WallClock(), log)
    say(json.dumps({name: server.url("") for name, server in servers.items()}))
    try:
        await (until or asyncio.Event()).wait()
    finally:
        await stop_all()
    return log
