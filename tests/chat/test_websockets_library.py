"""The chat on the ``websockets`` library keeps the promises of our own codec, on a server of its own."""

import asyncio
import json
from random import Random

import pytest
import websockets

from helpers.chat.clients.client import Client, Presence
from helpers.chat.clients.websockets_library import WebsocketsLibrary
from helpers.chat.domain import Chat
from helpers.chat.servers.app import Transport, chat_app
from helpers.chat.servers.websockets_library import websockets_library
from helpers.loops.quiet import quiet
from helpers.net import Server, Tap, serve, tap
from helpers.net.registry import registry
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import fresh, hear_all, post_over_cuts, say, texts


async def serve_chat(chat: Chat, way: Transport | None = None) -> tuple[Server, Server]:
    """The page's server and the library's."""
    page = await serve("chat", app=chat_app(chat, [way or websockets_library()], base=0.02))
    return page, registry().find(Server, "websockets")


def join(place: Server | Tap, who: str = "eve", **options) -> Client:
    options = {"base": 0.02, "cap": 0.2, "attempts": 60, "random": Random(who)} | options
    return Client(who, WebsocketsLibrary(place.url("/", "ws"), **options), random=Random(who))


@in_loop
async def test_sees_the_history_its_own_and_the_others_messages():
    chat = fresh()
    say(chat)
    _, library = await serve_chat(chat)
    async with asyncio.timeout(20), join(library) as eve, join(library, "ada") as ada:
        await hear_all(eve, ada, chat=chat)
    await quiet()
    assert chat._listeners == []
    assert library.log == []


@in_loop
async def test_a_cut_after_each_few_posts_loses_and_doubles_nothing():
    chat = fresh()
    _, library = await serve_chat(chat)
    wire = await tap("wire", library)
    async with asyncio.timeout(25), join(wire) as eve, join(wire, "ada") as ada:
        await post_over_cuts(eve, ada, chat=chat, wire=wire)


@in_loop
async def test_mounted_again_it_has_its_port_again_and_nobody_misses_a_message():
    chat, way = fresh(), websockets_library()
    _, library = await serve_chat(chat, way)
    async with asyncio.timeout(20), join(library) as eve:
        say(chat)
        await eve.seen(1)
        _, again = await serve_chat(chat, way)
        assert again.port == library.port
        say(chat)
        await eve.post("and on")
        await eve.seen(3)
        assert texts(eve) == ["message 1", "message 2", "and on"]


@in_loop
async def test_what_is_too_long_or_no_post_is_told_so_and_strangers_stay_out():
    _, library = await serve_chat(fresh())
    url = library.url("/", "ws")
    async with websockets.connect(url, subprotocols=["json"], origin="http://localhost:8888") as socket:
        assert socket.subprotocol == "json"
        assert json.loads(await socket.recv())["type"] == "page"
        for wrong in ("no JSON", b"\xff", '{"type": "dance"}', "[" * 10_000):
            await socket.send(wrong)
            assert json.loads(await socket.recv())["status"] == 400
        await socket.send("x" * 70_000)
        with pytest.raises(websockets.ConnectionClosed, match="1009"):
            await socket.recv()
    with pytest.raises(websockets.InvalidStatus, match="403"):
        await websockets.connect(url, subprotocols=["json"], origin="https://example.invalid")
    async with asyncio.timeout(5), join(library) as eve:
        eve.cursor = "nonsense"
        eve.transport._url = url
        while eve.presence is not Presence.CLOSED:
            await quiet()
        assert "is not a cursor" in eve.errors[0]


@in_loop
async def test_a_reader_that_stalls_delays_nobody():
    """Its send waits for it alone; the library keeps no queue for it beyond the write limit."""
    chat = fresh()
    _, library = await serve_chat(chat)
    async with (
        asyncio.timeout(20),
        websockets.connect(library.url("/", "ws"), subprotocols=["json"]) as stalled,
    ):
        stalled.transport.pause_reading()
        async with join(library) as eve:
            for number in range(100):
                await eve.post(f"{number} {'x' * 900}")
            await eve.seen(100)
        stalled.transport.resume_reading()
        heard = []
        while len(heard) < 100:
            heard += json.loads(await stalled.recv())["page"]["messages"]
        assert [message["id"] for message in heard] == list(range(1, 101))
