"""What clients do that they should not: each is refused with a sentence, and the next one is served."""

import asyncio
from dataclasses import replace

import pytest

from helpers.loops.clock import StepClock
from helpers.net.settle import settle
from helpers.net.socketio.limits import Limits
from helpers.net.socketio.namespaces import Namespace
from helpers.net.socketio.server import serve_socketio
from helpers.protocols.errors import RemoteProtocolError
from tests.net.net_samples import connect, in_loop, settled, turns
from tests.net.socketio.socketio_samples import CALM, ended, got, polling, posted, talking, websocket
from tests.net.socketio.suite_servers import socket_by_hand

PLACEHOLDER = '{"_placeholder":true,"num":0}'


async def fetched(client, size):
    """The first bytes that wait, however many polls they take."""
    text = ""
    while len(text) < size:
        text += await got(client)
    return text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (['42["message"]'], "CONNECT comes first"),  # an event before connect
        (["40", '42/custom,["message"]'], "not in the namespace /custom: CONNECT comes first"),
        (["40", "40"], "in the namespace / already"),
        (["40", '44{"message":"no"}'], "only a server refuses"),
        (["40", b"\x01"], "bytes, but no packet announced"),
        (["40", f'451-["message",{PLACEHOLDER}]', '42["message"]'], "1 attachments have not come"),
        (["40", f'452-["message",{PLACEHOLDER}]', b"", b""], "2 attachments, but placeholders for 1"),
        (["40", f'4511-["message",{PLACEHOLDER}]'], "attachments: 11, at most 10"),
        (["40", "0{}"], "a open is never sent by the client"),
        (["40", "2"], "a ping is never sent by the client"),
        (["40", "2probe"], "a ping packet has no place here"),
        (["40", "5"], "a upgrade packet has no place here"),
    ],
)
@in_loop
async def test_packets_that_end_the_session(said, reason):
    server = await socket_by_hand(limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        await socket.receive()
        for message in said:
            await socket.send(message)
            await settle()
        assert await ended(socket) == 1000
    assert reason in server.log[0]
    async with talking(server):
        assert len(server.log) == 1


@in_loop
async def test_packets_for_a_namespace_that_was_left_are_ignored():
    async with talking(await socket_by_hand(limits=CALM)) as socket:
        await socket.send("41")
        for late in ('42["message",1]', "430[]", "41"):
            await socket.send(late)
        await socket.send("40/random")
        assert (await socket.receive()).startswith("44/random")


@in_loop
async def test_acknowledgements_that_nobody_waits_for_are_ignored():
    async with talking(await socket_by_hand(limits=CALM)) as socket:
        await socket.send("437[1]")
        await socket.send('42["nobody handles this"]')
        await socket.send('421["nobody handles this either"]')
        await socket.send('42["message"]')
        assert await socket.receive() == '42["message-back"]'


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: 1000001\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * 2**14 + b"\r\n\r\n", b"431"),
        (b"b" * (2**14 + 1), b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET / HTTP/1.0\r\n\r\n", b"404"),
        (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: close\r\n\r\n", b"400"),
    ],
)
@in_loop
async def test_requests_that_are_refused_and_hung_up_on(head, status):
    peer = await connect(await socket_by_hand())
    peer.send(head)
    answer = await peer.read_all()
    assert answer.split()[1] == status


@in_loop
async def test_requests_may_come_in_pieces_and_two_in_one():
    peer = await connect(await socket_by_hand())
    request = b"GET /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
    for at in range(0, len(request), 10):
        peer.send(request[at : at + 10])
        await asyncio.sleep(0)
    peer.send(request + request.replace(b"Host", b"Connection: close\r\nHost"))
    assert (await peer.read_all()).count(b"404 Not Found") == 3


@in_loop
async def test_who_sends_ahead_while_a_poll_waits_is_not_read_without_end():
    server = await socket_by_hand(limits=replace(CALM, payload=2**16))
    async with polling(server, "/socket.io/") as client:
        peer = await connect(server)
        poll = f"GET /socket.io/?EIO=4&transport=polling&sid={client.sid} HTTP/1.1\r\n\r\n"
        peer.send(poll.encode())
        await settle()
        peer.send(b"\r\n" * 2**22)
        await settled(lambda: peer.writer.transport.get_write_buffer_size() > 0)
        await turns(50)
        assert peer.writer.transport.get_write_buffer_size() > 2**20
        peer.writer.transport.abort()


@in_loop
async def test_a_client_that_leaves_in_a_poll_loses_nothing():
    server = await socket_by_hand(limits=CALM)
    async with polling(server, "/socket.io/") as client:
        waiting = asyncio.ensure_future(got(client))
        await settle()
        waiting.cancel()
        await settle()
        await posted(client, "40")
        assert "auth" in await fetched(client, 40)


@in_loop
async def test_a_message_over_the_limit_ends_a_websocket():
    async with talking(await socket_by_hand(limits=replace(CALM, payload=1000))) as socket:
        await socket.send("4" * 1001)
        assert await ended(socket) == 1009


@in_loop
async def test_a_client_that_fetches_nothing_is_given_up():
    namespace = Namespace()
    server = await serve_socketio("chat", namespace, limits=replace(CALM, waiting=5))
    async with polling(server, "/socket.io/") as client:
        await posted(client, "40")
        await settled(lambda: namespace.sockets)
        for _ in range(9):
            namespace.emit("news")
        assert server.log == ["session ended: 5 packets wait, and nobody fetches them"]
        with pytest.raises(RemoteProtocolError, match="no session has the sid"):
            await got(client)


@in_loop
async def test_who_enters_no_namespace_is_sent_away():
    clock = StepClock()
    limits = Limits(ping_interval=1000, connect=45)
    server = await serve_socketio("chat", Namespace(), limits=limits, clock=clock)
    async with polling(server, "/socket.io/") as client:
        waiting = asyncio.ensure_future(got(client))
        await settle()
        await clock.advance(45)
        assert await waiting == "1"
        assert server.log == ["session ended: no CONNECT for 45 s"]


@in_loop
async def test_a_handler_that_breaks_ends_nothing_and_is_shown():
    namespace = Namespace()

    @namespace.on("divide")
    async def divide(socket, by):
        return 1 / by

    server = await serve_socketio("chat", namespace, limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        await socket.receive()
        await socket.send("40")
        await socket.receive()
        for said in ('421["divide",0]', '422["divide"]', '423["divide",2]'):
            await socket.send(said)
        assert await socket.receive() == "433[0.5]"
    assert "ZeroDivisionError" in server.log[0]
    assert "TypeError" in server.log[1]
