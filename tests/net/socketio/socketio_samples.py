"""What the tests of our servers share: clients, in the words of the official suites."""

import json
from contextlib import asynccontextmanager

from helpers.net.socketio.client import Asking, asking
from helpers.net.socketio.limits import Limits
from helpers.net.websocket import Ended
from helpers.net.websocket.client import connect_websocket
from helpers.net.websocket.limits import Limits as SocketLimits
from helpers.protocols.engineio.handshake import Handshake
from helpers.protocols.engineio.packets import Packet

CALM = Limits(ping_interval=3600, ping_timeout=3600)  # no ping comes in between
BEATING = Limits(ping_interval=0.05, ping_timeout=20)  # pings come, and a busy machine has time to answer
QUICK = Limits(ping_interval=0.05, ping_timeout=0.05)


def packet(text):
    return Packet.parse(text)


@asynccontextmanager
async def polling(server, path):
    """A client whose session is open."""
    async with asking(server.url(path)) as client:
        await client.open()
        yield client


async def got(client: Asking) -> str:
    return (await client.ask("GET")).decode()


async def posted(client: Asking, body: str) -> str:
    return (await client.ask("POST", body.encode())).decode()


@asynccontextmanager
async def websocket(server, path):
    """A session that is a WebSocket from the start; its handshake is still to come."""
    url = server.url(f"{path}?EIO=4&transport=websocket", "ws")
    async with connect_websocket(url, limits=SocketLimits(every=0)) as socket:
        yield socket


@asynccontextmanager
async def talking(server, auth=""):
    """A client in the main namespace, over a WebSocket; what it was told on the way is heard."""
    async with websocket(server, "/socket.io/") as socket:
        await socket.receive()
        await socket.send(f"40{auth}")
        assert (await socket.receive()).startswith("40")
        assert (await socket.receive()).startswith('42["auth",')
        yield socket


async def ended(socket):
    """Wait for the end; its code."""
    while True:
        try:
            await socket.receive()
        except Ended as error:
            return error.code


def check_open(text, upgrades, limits):
    """The open packet says all that the protocol wants."""
    assert text[0] == "0"
    said = json.loads(text[1:])
    assert set(said) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
    handshake = Handshake.parse(text[1:])
    times = round(1000 * limits.ping_interval), round(1000 * limits.ping_timeout)
    assert (handshake.upgrades, handshake.ping_interval, handshake.ping_timeout) == (upgrades, *times)
    assert handshake.max_payload == limits.payload == 1_000_000


__all__ = ["BEATING", "CALM", "QUICK", "check_open", "ended", "got", "packet", "polling", "posted"]
__all__ += ["talking", "websocket"]
