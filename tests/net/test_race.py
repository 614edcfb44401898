"""A race tells how late each listener heard each line, and ends those who listen on."""

import asyncio
import time

from aiohttp import web

from helpers.net import serve, stop_all, tap
from helpers.net.race import race


class Board:
    def __init__(self):
        self.queues, self.said = [], []
        self.third, self.over = asyncio.Event(), asyncio.Event()

    def say(self, text):
        self.said.append((time.perf_counter() + 1, text))
        if len(self.said) == 3:
            self.third.set()

    async def end(self):
        self.over.set()


async def main():
    board = Board()

    async def stops(url):
        await board.third.wait()
        return board.said

    async def listens(url):
        board.queues.append(url)
        await board.over.wait()
        return board.said

    try:
        await serve("news", app=web.Application())
        wires = {name: await tap(f"{name} wire", "news") for name in ("stops", "listens")}
        return board, await race(board, wires, {"stops": stops, "listens": listens}, lines=3, pause=0.01)
    finally:
        await stop_all()


def test_each_line_is_timed_for_each_listener():
    board, delays = asyncio.run(main())
    assert [len(board.said), *(len(delay) for delay in delays.values())] == [3, 3, 3]
    assert all(1 <= one < 1.5 for delay in delays.values() for one in delay)
    assert board.queues[0].endswith("/listens")
