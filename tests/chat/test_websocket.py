"""The chat by WebSocket, to the Python client and to other people's: nothing lost, nothing twice, in order."""

import asyncio
import json
from contextlib import closing
from random import Random

import pytest
import websockets

from helpers.chat.clients.client import Client
from helpers.chat.clients.websocket import Websocket
from helpers.chat.domain import Chat
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.websocket import answer, websocket
from helpers.loops.clock import StepClock
from helpers.loops.quiet import quiet
from helpers.net import Server, Tap, serve, tap
from helpers.net.websocket import Limits, connect_websocket
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import fresh, hear_all, outlive, post_over_cuts, say


async def serve_chat(chat: Chat, *, port: int = 0, log: list[str] | None = None, **options) -> Server:
    return await serve("chat", app=chat_app(chat, [websocket(**options)], base=0.02, log=log), port=port)


def join(place: Server | Tap, who: str = "eve", **options) -> Client:
    options = {"base": 0.02, "cap": 0.2, "attempts": 60, "random": Random(who)} | options
    return Client(who, Websocket(place.url(), **options), random=Random(who))


@in_loop
async def test_sees_the_history_its_own_and_the_others_messages():
    chat, log = fresh(), []
    say(chat)
    server = await serve_chat(chat, log=log)
    async with asyncio.timeout(20), join(server) as eve, join(server, "ada") as ada:
        await hear_all(eve, ada, chat=chat)
    await quiet()
    assert chat._listeners == []  # that they left was seen
    assert server.log == []
    assert {line.rsplit(" ", 1)[1] for line in log} <= {"101"}


@in_loop
async def test_waits_for_a_server_that_stops_and_loses_nothing():
    chat = fresh()
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server) as eve:
        await outlive(server, eve, chat=chat, again=lambda: serve_chat(chat, port=server.port))


@in_loop
async def test_a_cut_after_each_few_posts_loses_and_doubles_nothing():
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat))
    async with asyncio.timeout(25), join(wire) as eve, join(wire, "ada") as ada:
        await post_over_cuts(eve, ada, chat=chat, wire=wire)


@in_loop
async def test_by_hand_with_the_library():
    chat = fresh()
    say(chat, 2)
    server = await serve_chat(chat)
    async with websockets.connect(server.url("/socket?after=e1.1", "ws"), subprotocols=["json"]) as socket:
        assert socket.subprotocol == "json"
        page = json.loads(await socket.recv())
        assert [message["text"] for message in page["page"]["messages"]] == ["message 2"]
        await socket.send('{"type": "ping"}')
        assert json.loads(await socket.recv()) == {"type": "pong"}
        await socket.send('{"type": "post", "key": "k", "name": "lib", "text": "hi"}')
        said = sorted([json.loads(await socket.recv()) for _ in range(2)], key=lambda one: one["type"])
        assert [one["type"] for one in said] == ["page", "stored"]
        assert (said[1]["key"], said[1]["message"]["id"]) == ("k", 3)
        await socket.send("x" * 70_000)
        with pytest.raises(websockets.ConnectionClosed, match="1009"):
            await socket.recv()
    async with websockets.connect(server.url("/socket?after=nonsense", "ws")) as socket:
        with pytest.raises(websockets.ConnectionClosed, match="4400"):
            await socket.recv()


@pytest.mark.parametrize(
    "message",
    ["", "[]", "no JSON", b"\xff", "[" * 10_000, '{"type": "dance"}', '{"type": "post"}', '{"type": ["post"]}',
     '{"type": "post", "key": {}, "name": 1, "text": null}'],
)  # fmt: skip
def test_a_message_that_is_none_is_refused(message):
    said = answer(fresh(), message)
    assert (said["type"], said["status"]) == ("refused", 400)
    assert said["error"]


@in_loop
async def test_a_reader_that_stalls_delays_nobody_and_costs_its_place_only():
    chat = fresh()
    server = await serve_chat(chat)
    async with asyncio.timeout(20), connect_websocket(server.url("/socket", "ws")) as stalled:
        stalled._transport.pause_reading()
        async with join(server) as eve:
            for number in range(200):
                await eve.post(f"{number} {'x' * 900}")
            await eve.seen(200)
        stalled._transport.resume_reading()
        heard = []
        while len(heard) < 200:
            heard += json.loads(await stalled.receive())["page"]["messages"]
        assert [message["id"] for message in heard] == list(range(1, 201))


@in_loop
async def test_a_client_that_went_without_a_word_is_forgotten_by_the_clock():
    chat = fresh()
    with closing(StepClock()) as clock:
        server = await serve_chat(chat, clock=clock, limits=Limits(every=20, patience=20))
        async with connect_websocket(server.url("/socket", "ws")) as mute:
            await mute.receive()
            mute._transport.pause_reading()  # it is not there any more, as far as the server can tell
            assert len(chat._listeners) == 1
            await clock.advance(41)
            assert chat._listeners == []
            mute._transport.resume_reading()
