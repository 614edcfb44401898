"""What the suites of both protocols say of Engine.IO, case by case, by their names; at both addresses."""

import asyncio

import pytest

from helpers.net.settle import settle
from helpers.net.websocket import connect_websocket
from helpers.protocols.engineio.packets import Packet, PacketType
from helpers.protocols.errors import RemoteProtocolError
from tests.net.net_samples import in_loop
from tests.net.socketio.socketio_samples import (
    BEATING,
    CALM,
    QUICK,
    check_open,
    ended,
    got,
    polling,
    posted,
    websocket,
)
from tests.net.socketio.suite_servers import engine_by_hand, socket_by_hand

BOTH = pytest.mark.parametrize(
    ("serve", "path"),
    [(engine_by_hand, "/engine.io/"), (socket_by_hand, "/socket.io/")],
    ids=["engine", "socket"],
)
PROBE, UPGRADE = "2probe", "5"


async def refused(url, method="GET"):
    import aiohttp

    async with aiohttp.ClientSession() as http, http.request(method, url) as reply:
        return reply.status


async def ws_refused(url):
    with pytest.raises(RemoteProtocolError) as caught:
        async with connect_websocket(url):
            pass
    return caught.value.status


@BOTH
class TestHandshake:
    @in_loop
    async def test_polling_successfully_opens_a_session(self, serve, path):
        from helpers.net.socketio.client import asking

        async with asking((await serve(limits=CALM)).url(path)) as client:
            check_open(await got(client), ("websocket",), CALM)

    @in_loop
    async def test_polling_fails_with_an_invalid_eio_query_parameter(self, serve, path):
        server = await serve()
        assert await refused(server.url(f"{path}?transport=polling")) == 400
        assert await refused(server.url(f"{path}?EIO=abc&transport=polling")) == 400

    @in_loop
    async def test_polling_fails_with_an_invalid_transport_query_parameter(self, serve, path):
        server = await serve()
        assert await refused(server.url(f"{path}?EIO=4")) == 400
        assert await refused(server.url(f"{path}?EIO=4&transport=abc")) == 400

    @in_loop
    async def test_polling_fails_with_an_invalid_request_method(self, serve, path):
        server = await serve()
        for method in ("POST", "PUT"):
            assert await refused(server.url(f"{path}?EIO=4&transport=polling"), method) == 400

    @in_loop
    async def test_websocket_successfully_opens_a_session(self, serve, path):
        async with websocket(await serve(limits=CALM), path) as socket:
            check_open(await socket.receive(), (), CALM)

    @in_loop
    async def test_websocket_fails_with_an_invalid_eio_query_parameter(self, serve, path):
        server = await serve()
        assert await ws_refused(server.url(f"{path}?transport=websocket", "ws")) == 400
        assert await ws_refused(server.url(f"{path}?EIO=abc&transport=websocket", "ws")) == 400

    @in_loop
    async def test_websocket_fails_with_an_invalid_transport_query_parameter(self, serve, path):
        server = await serve()
        assert await ws_refused(server.url(f"{path}?EIO=4", "ws")) == 400
        assert await ws_refused(server.url(f"{path}?EIO=4&transport=abc", "ws")) == 400


class TestMessage:
    @pytest.mark.parametrize("body", ["4hello", "4test1\x1e4test2\x1e4test3", "4hello\x1ebAQIDBA=="])
    @in_loop
    async def test_polling_sends_and_receives_a_payload(self, body):
        async with polling(await engine_by_hand(limits=CALM), "/engine.io/") as client:
            assert await posted(client, body) == "ok"
            assert await got(client) == body

    @in_loop
    async def test_polling_closes_the_session_upon_invalid_packet_format(self):
        async with polling(await engine_by_hand(limits=CALM), "/engine.io/") as client:
            with pytest.raises(RemoteProtocolError, match="no packet type begins with 'a'"):
                await posted(client, "abc")
            with pytest.raises(RemoteProtocolError, match="no session has the sid"):
                await got(client)

    @in_loop
    async def test_polling_closes_the_session_upon_duplicate_poll_requests(self):
        async with polling(await engine_by_hand(limits=CALM), "/engine.io/") as client:
            answers = await asyncio.gather(got(client), got(client), return_exceptions=True)
            assert "1" in answers
            (error,) = (one for one in answers if one != "1")
            assert (error.status, str(error)) == (400, '{"message": "two polls at once"}')
            with pytest.raises(RemoteProtocolError, match="no session"):
                await got(client)

    @pytest.mark.parametrize("message", ["4hello", b"\x01\x02\x03\x04"])
    @in_loop
    async def test_websocket_sends_and_receives_a_packet(self, message):
        async with websocket(await engine_by_hand(limits=CALM), "/engine.io/") as socket:
            await socket.receive()
            await socket.send(message)
            assert await socket.receive() == message

    @in_loop
    async def test_websocket_closes_the_session_upon_invalid_packet_format(self):
        server = await engine_by_hand(limits=CALM)
        async with websocket(server, "/engine.io/") as socket:
            await socket.receive()
            await socket.send("abc")
            assert await ended(socket) == 1000
        assert server.log == ["session ended: no packet type begins with 'a', only 0 to 6"]


@BOTH
class TestHeartbeat:
    @in_loop
    async def test_polling_sends_ping_pong_packets(self, serve, path):
        async with polling(await serve(limits=BEATING), path) as client:
            for _ in range(3):
                assert await got(client) == "2"
                assert await posted(client, "3") == "ok"

    @in_loop
    async def test_polling_closes_the_session_upon_ping_timeout(self, serve, path):
        server = await serve(limits=QUICK)
        async with polling(server, path) as client:
            assert await got(client) == "2"
            assert await got(client) == "1"
            assert server.log == ["session ended: no pong for 0.05 s"]
            with pytest.raises(RemoteProtocolError, match="no session"):
                await got(client)

    @in_loop
    async def test_websocket_sends_ping_pong_packets(self, serve, path):
        async with websocket(await serve(limits=BEATING), path) as socket:
            await socket.receive()
            for _ in range(3):
                assert await socket.receive() == "2"
                await socket.send("3")

    @in_loop
    async def test_websocket_closes_the_session_upon_ping_timeout(self, serve, path):
        async with websocket(await serve(limits=QUICK), path) as socket:
            assert await ended(socket) == 1000
            assert socket.over.reason == "no pong for 0.05 s"


@BOTH
class TestClose:
    @in_loop
    async def test_polling_forcefully_closes_the_session(self, serve, path):
        async with polling(await serve(limits=CALM), path) as client:
            waiting = asyncio.ensure_future(got(client))
            await settle()  # it has to be there before
            assert await posted(client, "1") == "ok"
            assert await waiting == "6"
            with pytest.raises(RemoteProtocolError, match="no session"):
                await got(client)

    @in_loop
    async def test_websocket_forcefully_closes_the_session(self, serve, path):
        async with websocket(await serve(limits=CALM), path) as socket:
            await socket.receive()
            await socket.send("1")
            assert await ended(socket) == 1000


@BOTH
class TestUpgrade:
    @in_loop
    async def test_successfully_upgrades_from_polling_to_websocket(self, serve, path):
        async with polling(await serve(limits=CALM), path) as client, client.websocket() as socket:
            await socket.send(PROBE)
            assert await socket.receive() == "3probe"
            assert await got(client) == "6"
            await socket.send(UPGRADE)
            hello = "4hello" if path == "/engine.io/" else "40/nowhere"
            await socket.send(hello)
            assert await socket.receive() in ("4hello", '44/nowhere,{"message":"Invalid namespace"}')

    @in_loop
    async def test_ignores_http_requests_with_same_sid_after_upgrade(self, serve, path):
        async with polling(await serve(limits=CALM), path) as client, client.websocket() as socket:
            await socket.send(PROBE)
            await socket.receive()
            await socket.send(UPGRADE)
            await settle()
            for asked in (got(client), posted(client, "40")):
                with pytest.raises(RemoteProtocolError, match="this session speaks WebSocket now"):
                    await asked
            assert not socket.over

    @in_loop
    async def test_ignores_websocket_connection_with_same_sid_after_upgrade(self, serve, path):
        async with polling(await serve(limits=CALM), path) as client, client.websocket() as socket:
            await socket.send(PROBE)
            await socket.receive()
            async with client.websocket() as second:  # while it upgrades
                assert await ended(second) == 1008
            await socket.send(UPGRADE)
            async with client.websocket() as second:  # and after
                assert await ended(second) == 1008
            assert not socket.over


class TestMoreOfUpgrades:
    """What the suites do not ask."""

    @in_loop
    async def test_a_poll_that_waits_comes_home_and_nothing_is_lost(self):
        server = await engine_by_hand(limits=CALM)
        async with polling(server, "/engine.io/") as client, client.websocket() as socket:
            waiting = asyncio.ensure_future(got(client))
            await settle()
            await socket.send(PROBE)
            assert (await socket.receive(), await waiting) == ("3probe", "6")
            await client.post(Packet(PacketType.MESSAGE, "late"))  # its answer waits for whoever is next
            await socket.send(UPGRADE)
            assert await socket.receive() == "4late"

    @pytest.mark.parametrize("said", [["4hello"], [PROBE, "4hello"], [PROBE, b""], ["9"]])
    @in_loop
    async def test_a_probe_that_fails_leaves_the_session_to_polling(self, said):
        async with polling(await engine_by_hand(limits=CALM), "/engine.io/") as client:
            async with client.websocket() as socket:
                for message in said:
                    await socket.send(message)
                assert await ended(socket) == 1002
            await client.post(Packet(PacketType.MESSAGE, "a"))
            assert await got(client) == "4a"

    @in_loop
    async def test_a_websocket_that_leaves_while_it_probes(self):
        async with polling(await engine_by_hand(limits=CALM), "/engine.io/") as client:
            async with client.websocket():
                pass
            await client.post(Packet(PacketType.MESSAGE, "a"))
            assert await got(client) == "4a"
            async with client.websocket() as socket:
                await socket.send(PROBE)
                assert await socket.receive() == "3probe"

    @in_loop
    async def test_a_session_that_ends_while_it_is_probed(self):
        async with (
            polling(await engine_by_hand(limits=CALM), "/engine.io/") as client,
            client.websocket() as socket,
        ):
            await socket.send(PROBE)
            await socket.receive()
            await posted(client, "1")
            assert await ended(socket) == 1000
