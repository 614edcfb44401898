"""Codecs without sockets, ours and other people's, on the same bytes: parse, unmask, compress and inflate.

Each measure is a table of functions; they are called in turn, and the median of the rounds counts.
"""

import asyncio
import json
import time
from collections.abc import Callable
from random import Random
from statistics import median

from aiohttp._websocket.helpers import websocket_mask
from aiohttp._websocket.reader import WebSocketDataQueue, WebSocketReader
from aiohttp.base_protocol import BaseProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode as TheirOpcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.speedups import apply_mask
from wsproto.connection import Connection as Wsproto
from wsproto.connection import ConnectionType
from wsproto.frame_protocol import XorMaskerSimple

from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.mask import unmask
from helpers.vocabulary import Side

KEY, READ, ROUNDS = b"\x37\xfa\x21\x3d", 65536, 7
Work = Callable[[], object]


def in_turn(works: dict[str, Work], *, each: int, rounds: int = ROUNDS) -> dict[str, float]:
    """µs of CPU for one of ``each`` things that every work does, medians; the first round warms up."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds + 1):
        for name, work in works.items():
            began = time.process_time()
            work()
            found[name].append((time.process_time() - began) / each * 1e6)
    return {name: median(times[1:]) for name, times in found.items()}


def parsing(size: int, *, count: int) -> dict[str, float]:
    """Reading ``count`` masked frames of text, in reads of 64 KiB."""
    data = Frame(True, Opcode.TEXT, b"x" * size, mask_key=KEY).serialize() * count
    reads = [data[at : at + READ] for at in range(0, len(data), READ)]

    def ours() -> None:
        peer = Connection(Side.SERVER)
        assert sum(len(list(_events(peer, read))) for read in reads) == count

    def websockets() -> None:
        peer = ServerProtocol(state=OPEN)
        heard = 0
        for read in reads:
            peer.receive_data(read)
            heard += len(peer.events_received())
        assert heard == count

    def wsproto() -> None:
        peer = Wsproto(ConnectionType.SERVER)
        assert sum(sum(event.message_finished for event in _events(peer, read)) for read in reads) == count

    def aiohttp() -> None:
        loop = asyncio.new_event_loop()
        queue = WebSocketDataQueue(BaseProtocol(loop), 2**30, loop=loop)
        reader = WebSocketReader(queue, 2**20, False, True)
        for read in reads:
            reader.feed_data(read)
        assert len(queue._buffer) == count
        loop.close()

    return in_turn(
        {"ours": ours, "websockets": websockets, "wsproto": wsproto, "aiohttp": aiohttp}, each=count
    )


def _events(peer, read):
    peer.receive_data(read)
    return peer.events()


def unmasking(size: int, *, count: int) -> dict[str, float]:
    """Unmasking ``size`` bytes."""
    payload = Random(1).randbytes(size)

    def aiohttp() -> None:
        for _ in range(count):
            masked = bytearray(payload)  # it works in place
            websocket_mask(KEY, masked)

    def calling(function: Callable[[], object]) -> Work:
        return lambda: [function() for _ in range(count)]

    works = {
        "ours": calling(lambda: unmask(payload, KEY)),
        "websockets": calling(lambda: apply_mask(payload, KEY)),
        "wsproto": calling(lambda: XorMaskerSimple(KEY).process(bytearray(payload))),
        "aiohttp": aiohttp,
    }
    return in_turn(works, each=count)


def deflating(*, count: int) -> dict[str, float]:
    """Compressing a message of JSON of about 1 KiB and inflating it again, with context takeover."""
    random = Random(1)
    messages = [
        json.dumps([{"id": random.randrange(10**6), "name": "ada", "text": f"number {one}"} for one in range(20)])
        for _ in range(count)
    ]  # fmt: skip

    def ours() -> None:
        client, server = (Deflate(role, Parameters()) for role in (Side.CLIENT, Side.SERVER))
        for message in messages:
            data = message.encode()
            assert server.decode(client.encode(data), end=True, limit=2**20) == data

    def websockets() -> None:
        client, server = (PerMessageDeflate(False, False, 15, 15) for _ in range(2))
        for message in messages:
            frame = TheirFrame(TheirOpcode.TEXT, message.encode())
            assert server.decode(client.encode(frame)).data == frame.data

    return in_turn({"ours": ours, "websockets": websockets}, each=count)
