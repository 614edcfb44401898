"""What pysignalr does with a hub of ours: `python in_pysignalr.py URL` says what was found, in JSON.

In a process of its own: whoever imports it has another `websockets`, whose clients do not come again by themselves.
"""

import asyncio
import json
import sys
from contextlib import asynccontextmanager, suppress

from pysignalr.client import SignalRClient


@asynccontextmanager
async def connected(url, **handlers):
    """A client that is connected while it is used."""
    client, opened = SignalRClient(url), asyncio.Event()

    async def on_open():
        opened.set()

    client.on_open(on_open)
    for name, handler in handlers.items():
        client.on(name, handler)
    running = asyncio.ensure_future(client.run())
    try:
        await opened.wait()
        yield client
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


class Heard(asyncio.Queue):
    """What a callback was given."""

    async def __call__(self, given):
        await self.put(given)


async def answer(arguments):
    return f"{arguments[0]}!"


async def scenario(url):
    """A call of each kind, and then a close message."""
    said, done, items, errors, found = Heard(), Heard(), Heard(), Heard(), {}
    async with connected(url, said=said, answer=answer) as client:
        client.on_error(errors)
        await client.send("Add", [40, 2], done)
        found["sum"] = (await done.get()).result
        await client.send("Fail", [], done)
        found["error"] = [(await errors.get()).error, (await done.get()).error]
        await client.send("Say", ["€"])
        found["said"] = await said.get()
        await client.send("Ask", ["why"], done)
        found["asked"] = (await done.get()).result
        await client.stream("Count", [2], items, done)
        found["counted"] = [await items.get(), await items.get(), (await done.get()).error]
        await client.stream("Count", [3], items, done, errors)
        found["failed"] = (await errors.get()).error
    async with connected(url) as client:
        client._on_close_message = closed = Heard()
        await client.send("Leave", [])
        found["why"] = (await closed.get()).error
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(scenario(sys.argv[1]))))
