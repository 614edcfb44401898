"""What no client of the chat by Socket.IO should send is answered in words or ends the line; the server goes on."""

import asyncio
import json

import aiohttp
import pytest

from helpers.chat.clients.socketio import sio_client
from helpers.loops.quiet import quiet
from helpers.net import Server
from helpers.net.registry import registry
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import fresh, say
from tests.chat.test_socketio import join, serve_chat

SAYS_NO = [
    ("msg:post", "a text", 400, "a post is an object"),
    ("msg:post", None, 400, "takes one value, found 0"),
    ("msg:post", ("one", "two"), 400, "takes one value, found 2"),
    ("msg:post", {"key": "k", "name": "eve"}, 400, "text is missing"),
    ("msg:post", {"key": {}, "name": 1, "text": []}, 400, "key must be a string"),
    ("msg:post", {"key": "k", "name": "eve", "text": "x" * 3000}, 400, "at most 2000"),
    ("msg:get", 7, 400, "a cursor is a string"),
    ("msg:get", "nonsense", 400, "is not a cursor"),
    ("msg:private", {"to": "ada"}, 400, "an object with to and text"),
    ("msg:private", {"to": ["ada"], "text": "x"}, 400, "an object with to and text"),
    ("room:join", "", 400, "1 to 64 characters"),
    ("room:join", ["tea"], 400, "1 to 64 characters"),
    ("room:leave", {}, 404, "no such room"),
    ("room:post", "hi", 400, "an object with room and text"),
    ("dance", 1, 400, "dance is no event of this chat"),
]
PACKETS = [
    ("42no JSON", "this is no packet"),
    ("42{}", "begins with its name"),
    ("42[]", "begins with its name"),
    ("42[7]", "begins with its name"),
    ('42["connect", {}]', "connect is no event"),
    ('42["disconnect"]', "disconnect is no event"),
    ('451-["x",{"_placeholder":true,"num":0}]', "no bytes are taken here"),
    ("43[]", "an acknowledgement has an id"),
    ("44{}", "no packet of type 4"),
    ("49", "no packet of type 9"),
    ("4x", "this is no packet"),
    ("42" + "1" * 200 + '["x"]', "this is no packet"),
    ("42" + "[" * 20_000, "this is no packet"),
]


@in_loop
async def test_an_event_that_is_wrong_is_refused_in_words():
    chat = fresh()
    server = await serve_chat(chat)
    async with asyncio.timeout(20), sio_client(server.url()) as eve:
        await eve.connect(server.url(), auth={"name": "eve"})
        for event, value, status, words in SAYS_NO:
            said = await eve.call(event, value)
            assert (said["status"], words in said["error"]) == (status, True), (event, value, said)
        assert (await eve.call("msg:post", {"key": "k", "name": "eve", "text": "hi"}))["status"] == 201
        assert (await eve.call("msg:post", {"key": "k", "name": "eve", "text": "other"}))["status"] == 409
    assert server.log == []


async def line(server: Server, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    socket = await session.ws_connect(server.url("/socket.io/?EIO=4&transport=websocket", "ws"))
    assert (await socket.receive_str()).startswith("0{")
    return socket


@in_loop
async def test_a_packet_that_is_none_is_told_so_and_its_client_sent_away():
    chat, log = fresh(), []
    server = await serve_chat(chat, log=log)
    async with asyncio.timeout(20), aiohttp.ClientSession() as session, join(server, "ada") as ada:
        for packet, words in PACKETS:
            socket = await line(server, session)
            await socket.send_str("40")
            while not (await socket.receive_str()).startswith("42"):
                pass
            await socket.send_str(packet)
            said = json.loads((await socket.receive_str()).removeprefix("42"))
            assert said[0] == "refused"
            assert (said[1]["status"], words in said[1]["error"]) == (400, True), (packet[:40], said)
            assert await socket.receive_str() == "41"
            await socket.close()
        say(chat)
        assert len(await ada.seen(1)) == 1
    assert log == []


@pytest.mark.parametrize("auth", ["[1,2]", '"text"', "7", '{"after": 7}', '{"name": {}}'])
@in_loop
async def test_an_auth_that_is_none_lets_nobody_crash_the_server(auth):
    server = await serve_chat(fresh())
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        socket = await line(server, session)
        await socket.send_str(f"40{auth}")
        assert (await socket.receive_str())[:2] in ("40", "44")
        await socket.close()
    assert server.log == []


@in_loop
async def test_what_is_too_long_ends_the_line_and_the_server_goes_on():
    chat, log = fresh(), []
    server = await serve_chat(chat, log=log)
    async with asyncio.timeout(20), aiohttp.ClientSession() as session, join(server, "ada") as ada:
        socket = await line(server, session)
        await socket.send_str("40")
        await socket.send_str("42" + json.dumps(["msg:post", {"text": "x" * 70_000}]))
        async for _ in socket:
            pass
        assert socket.close_code == 1009
        async with session.get(server.url("/socket.io/?EIO=4&transport=polling")) as reply:
            sid = json.loads((await reply.text())[1:])["sid"]
        address = server.url(f"/socket.io/?EIO=4&transport=polling&sid={sid}")
        async with session.post(address, data=b"4" + b"x" * 70_000) as reply:
            assert reply.status == 400
        async with session.post(address, data=b"40") as reply:
            assert (reply.status, "Invalid session" in await reply.text()) == (400, True)
        say(chat)
        await ada.seen(1)


@in_loop
async def test_a_handler_that_fails_is_told_to_whoever_waits():
    chat, log = fresh(), []
    server = await serve_chat(chat, log=log)
    chat._log = None
    async with asyncio.timeout(20), sio_client(server.url()) as eve:
        await eve.connect(server.url())
        await eve.emit("msg:get", "e1.0")
        await quiet()
    assert log == ["a handler ended with TypeError: object of type 'NoneType' has no len()"]
    (crash,) = registry().crashes.of("socket.io")
    registry().crashes.seen(crash)
