import asyncio
import time

import pytest

from helpers.net import settle as settle_module
from helpers.net.settle import settle
from tests.net.net_samples import in_loop, tapped, turns

GET = b"GET / HTTP/1.1\r\n\r\n"


@in_loop
async def test_who_can_react_has_reacted() -> None:
    wire, client, server = await tapped(hold=True)
    heard: list[bytes] = []

    async def react() -> None:
        heard.append(await server.read(len(GET)))

    reacting = asyncio.ensure_future(react())
    await client.send_alone(GET, wire)
    await wire.step()
    await settle()
    assert heard == [GET]
    assert reacting.done()


@in_loop
async def test_who_never_rests_does_not_hold_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle_module, "PATIENCE", 0.05)

    async def restless() -> None:
        while True:
            await turns(1)

    task = asyncio.ensure_future(restless())
    began = time.monotonic()
    await settle()
    assert time.monotonic() - began < 5
    task.cancel()
    await asyncio.wait([task])
