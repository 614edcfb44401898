"""Two peers do anything to each other, over sockets and over the network in memory: both see the same."""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.loops.quiet import quiet
from helpers.net.memory import install
from helpers.vocabulary import Side

STEP: ContextVar[int] = ContextVar("step", default=-1)  # in whose doing a callback runs
KINDS = (asyncio.Protocol, asyncio.BufferedProtocol)


class Peer:
    """Notes what it is told, each with the context in which it was."""

    def __init__(self, *, stays: bool) -> None:
        self.saw: list[Any] = []
        self.stays = stays  # when the other has ended
        self.room = bytearray(7000)

    def note(self, *what: object) -> None:
        self.saw.append((*what, STEP.get()))

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.note("made")

    def data_received(self, data: bytes) -> None:
        """Reads may be cut elsewhere: what counts is the stream, up to what comes between."""
        step = STEP.get()
        if self.saw and self.saw[-1][0] == "data" and self.saw[-1][-1] == step:
            data = self.saw.pop()[1] + data
        self.note("data", data)

    def get_buffer(self, hint: int) -> bytearray:
        return self.room

    def buffer_updated(self, size: int) -> None:
        self.data_received(bytes(self.room[:size]))

    def eof_received(self) -> bool:
        self.note("eof")
        return self.stays

    def connection_lost(self, error: Exception | None) -> None:
        self.note("lost", type(error).__name__, getattr(error, "errno", None))

    def pause_writing(self) -> None:
        self.note("full")

    def resume_writing(self) -> None:
        self.note("room")


def linger(peer: Peer) -> None:
    """Abort with RST."""
    connection = peer.transport.get_extra_info("socket")
    if connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.transport.abort()


DOES: dict[str, Callable[[Peer], object]] = {
    "pause": lambda peer: peer.transport.pause_reading(),
    "resume": lambda peer: peer.transport.resume_reading(),
    "eof": lambda peer: peer.transport.write_eof(),
    "close": lambda peer: peer.transport.close(),
    "abort": lambda peer: peer.transport.abort(),
    "reset": linger,
}
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(Side), st.sampled_from([*DOES, "pause", "resume"])),
    st.tuples(st.sampled_from(Side), st.integers(1, 2000)),
    st.tuples(st.none(), st.just("settle")),  # what stands between two of these is done in one turn
)


async def do(peers: dict[Side, Peer], side: Side | None, what: str | int) -> None:
    if side is None:
        return await quiet()
    peer = peers[side]
    try:
        peer.transport.write(bytes(what)) if isinstance(what, int) else DOES[what](peer)
    except (OSError, RuntimeError) as error:
        peer.note(type(error).__name__)


async def script(actions: list[tuple[Side | None, Any]], kinds: Any, stays: Any) -> dict[Side, list[Any]]:
    peers = {
        side: type("Both", (Peer, kind), {})(stays=stay)
        for side, kind, stay in zip(Side, kinds, stays, strict=True)
    }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: peers[Side.SERVER], "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await loop.create_connection(lambda: peers[Side.CLIENT], "127.0.0.1", port)
    await quiet()
    for number, (side, what) in enumerate(actions):
        STEP.set(number)
        await do(peers, side, what)
    await quiet()
    saw = {side: list(peer.saw) for side, peer in peers.items()}
    for peer in peers.values():
        peer.transport.abort()
    server.close()
    await quiet()
    return saw


def in_memory() -> asyncio.AbstractEventLoop:
    return install(asyncio.new_event_loop())


def both(*what: Any) -> list[dict[Side, list[Any]]]:
    seen = []
    for factory in (asyncio.new_event_loop, in_memory):
        with asyncio.Runner(loop_factory=factory) as runner:
            seen.append(runner.run(script(*what)))
    return seen


def compare(examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        st.lists(ACTIONS, max_size=14),
        st.tuples(*[st.sampled_from(KINDS)] * 2),
        st.tuples(st.booleans(), st.booleans()),
    )
    def same(actions: Any, kinds: Any, stays: Any) -> None:
        over_tcp, over_memory = both(actions, kinds, stays)
        assert over_memory == over_tcp

    same()


def test_any_peers_see_the_same_on_both_networks() -> None:
    compare(60)


@pytest.mark.slow
def test_any_peers_see_the_same_on_both_networks_for_long() -> None:
    compare(3000)
