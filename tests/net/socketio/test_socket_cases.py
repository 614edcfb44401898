"""What the suite of Socket.IO says of namespaces, events and acknowledgements, case by case, by their names."""

import json

import pytest

from tests.net.net_samples import in_loop
from tests.net.socketio.socketio_samples import BEATING, CALM, QUICK, ended, talking, websocket
from tests.net.socketio.suite_servers import socket_by_hand

TWO = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'


class TestConnect:
    @pytest.mark.parametrize(
        ("connect", "prefix", "auth"),
        [
            ("40", "40", "{}"),
            ('40{"token":"123"}', "40", '{"token":"123"}'),
            ("40/custom,", "40/custom,", "{}"),
            ('40/custom,{"token":"abc"}', "40/custom,", '{"token":"abc"}'),
        ],
        ids=["main", "main with a payload", "custom", "custom with a payload"],
    )
    @in_loop
    async def test_should_allow_connection(self, connect, prefix, auth):
        async with websocket(await socket_by_hand(limits=CALM), "/socket.io/") as socket:
            await socket.receive()
            await socket.send(connect)
            answer = await socket.receive()
            assert answer.startswith(prefix)
            assert set(json.loads(answer[len(prefix) :])) == {"sid"}
            assert await socket.receive() == f'42{prefix[2:]}["auth",{auth}]'

    @in_loop
    async def test_should_disallow_connection_to_an_unknown_namespace(self):
        async with websocket(await socket_by_hand(limits=CALM), "/socket.io/") as socket:
            await socket.receive()
            await socket.send("40/random")
            assert await socket.receive() == '44/random,{"message":"Invalid namespace"}'

    @in_loop
    async def test_should_disallow_connection_with_an_invalid_handshake(self):
        async with websocket(await socket_by_hand(limits=CALM), "/socket.io/") as socket:
            await socket.receive()
            await socket.send("4abc")
            assert await ended(socket) == 1000

    @in_loop
    async def test_should_close_the_connection_if_no_handshake_is_received(self):
        async with websocket(await socket_by_hand(limits=QUICK), "/socket.io/") as socket:
            assert await ended(socket) == 1000


class TestDisconnect:
    @in_loop
    async def test_should_disconnect_from_the_main_namespace(self):
        async with talking(await socket_by_hand(limits=BEATING)) as socket:
            await socket.send("41")
            assert await socket.receive() == "2"

    @in_loop
    async def test_should_connect_then_disconnect_from_a_custom_namespace(self):
        async with talking(await socket_by_hand(limits=CALM)) as socket:
            await socket.send("40/custom")
            assert [(await socket.receive())[:10], (await socket.receive())[:10]] == [
                "40/custom,",
                "42/custom,",
            ]
            await socket.send("41/custom")
            await socket.send('42["message","message to main namespace"]')
            assert await socket.receive() == '42["message-back","message to main namespace"]'


class TestMessage:
    @pytest.mark.parametrize(
        ("said", "heard"),
        [
            (['42["message",1,"2",{"3":[true]}]'], ['42["message-back",1,"2",{"3":[true]}]']),
            (
                [f'452-["message",{TWO}]', b"\x01\x02\x03", b"\x04\x05\x06"],
                [f'452-["message-back",{TWO}]', b"\x01\x02\x03", b"\x04\x05\x06"],
            ),
            (['42456["message-with-ack",1,"2",{"3":[false]}]'], ['43456[1,"2",{"3":[false]}]']),
            (
                [f'452-789["message-with-ack",{TWO}]', b"\x01\x02\x03", b"\x04\x05\x06"],
                [f"462-789[{TWO}]", b"\x01\x02\x03", b"\x04\x05\x06"],
            ),
        ],
        ids=["plain text", "binary", "plain text with an ack", "binary with an ack"],
    )
    @in_loop
    async def test_should_send_a_packet(self, said, heard):
        async with talking(await socket_by_hand(limits=CALM)) as socket:
            for message in said:
                await socket.send(message)
            assert [await socket.receive() for _ in heard] == heard

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            ("4abc", "no packet begins with 'a'"),
            ("42{}", "EVENT is a list"),
            ('42abc["message-with-ack",1,"2",{"3":[false]}]', "a payload that is not JSON"),
        ],
        ids=["unknown packet type", "invalid payload format", "invalid ack id"],
    )
    @in_loop
    async def test_should_close_the_connection_upon_invalid_format(self, said, reason):
        server = await socket_by_hand(limits=CALM)
        async with talking(server) as socket:
            await socket.send(said)
            assert await ended(socket) == 1000
            assert reason in socket.over.reason
        assert reason in server.log[0]
