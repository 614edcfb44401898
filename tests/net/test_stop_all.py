"""``stop_all`` ends at once, whoever waits for whom."""

import asyncio

from helpers.net import spawn, stop_all, tap
from helpers.net.peers import connect_websockets, serve_websockets


def test_a_library_client_on_a_held_wire_does_not_hold_it_up():
    async def main():
        async def answer(socket):
            async for message in socket:
                await socket.send(message)

        async def greet():
            async with connect_websockets(wire.url("/", scheme="ws")) as socket:
                await socket.send("Hello")
                return await socket.recv()

        wire = await tap("wire", await serve_websockets("chat", answer), hold=True)
        spawn("ada", greet())
        await wire.step()
        await wire.step()
        await wire.wait()  # her first frame: she is inside the async with
        async with asyncio.timeout(4):
            await stop_all()

    asyncio.run(main())
