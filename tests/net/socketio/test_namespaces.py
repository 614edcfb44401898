"""Handlers, rooms, acknowledgements, who is let in: what a lesson builds on."""

import asyncio

import pytest

from helpers.net.socketio.door import Reply
from helpers.net.socketio.namespaces import Left, Namespace, Refused
from helpers.net.socketio.server import serve_socketio
from tests.net.net_samples import in_loop, settled
from tests.net.socketio.socketio_samples import CALM, got, polling, posted, websocket


async def entered(socket, auth=""):
    await socket.receive()
    await socket.send(f"40{auth}")
    return await socket.receive()


@in_loop
async def test_rooms_and_who_is_skipped():
    namespace = Namespace()
    server = await serve_socketio("chat", namespace, limits=CALM)

    @namespace.on("join")
    async def join(socket, room):
        socket.join(room)
        namespace.emit("joined", room, room=room, skip=socket)
        return room

    @namespace.on("leave")
    async def leave(socket, room):
        socket.leave(room)

    async with websocket(server, "/socket.io/") as ada, websocket(server, "/socket.io/") as bob:
        for person in (ada, bob):
            await entered(person)
        await ada.send('421["join","x"]')
        assert await ada.receive() == '431["x"]'
        await bob.send('422["join","x"]')
        assert await bob.receive() == '432["x"]'
        assert await ada.receive() == '42["joined","x"]'
        await ada.send('423["leave","x"]')
        assert await ada.receive() == "433[]"
        namespace.emit("a", room="x")
        namespace.emit("nobody", room="y")
        namespace.emit("b", b"\x01")
        assert await bob.receive() == '42["a"]'
        for person in (ada, bob):
            assert await person.receive() == '451-["b",{"_placeholder":true,"num":0}]'
            assert await person.receive() == b"\x01"
        await bob.send("41")
        await settled(lambda: len(namespace.sockets) == 1)
        assert namespace.rooms == {}


@in_loop
async def test_a_server_may_want_an_acknowledgement():
    namespace, heard = Namespace(), []

    @namespace.on("ask me")
    async def ask(socket):
        heard.append(await socket.call("question", 1))
        try:
            await socket.call("another")
        except Left as error:
            heard.append(str(error))
        with pytest.raises(Left):
            await socket.call("too late")

    server = await serve_socketio("chat", namespace, limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        await entered(socket)
        await socket.send('42["ask me"]')
        assert await socket.receive() == '420["question",1]'
        for answer in ("439[]", "430[7,8]", "430[9]"):  # unknown, right, double
            await socket.send(answer)
        assert await socket.receive() == '421["another"]'
        await socket.send("1")
        await settled(lambda: len(heard) == 2)
    assert heard == [[7, 8], "the client has closed it"]


@in_loop
async def test_who_is_let_in_and_who_is_sent_away():
    left = []

    async def admit(auth):
        await asyncio.sleep(0)
        if auth != {"token": "right"}:
            raise Refused("Not authorized")

    namespace = Namespace("/admin", admit=admit)

    @namespace.on("disconnect")
    async def disconnect(socket, reason):
        left.append(reason)

    server = await serve_socketio("chat", namespace, limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        assert await entered(socket, '/admin,{"token":"wrong"}') == '44/admin,{"message":"Not authorized"}'
        await socket.send('40/admin,{"token":"right"}')
        await socket.send('40/admin,{"token":"right"}')
        assert (await socket.receive()).startswith('40/admin,{"sid":')
        (person,) = namespace.sockets.values()
        assert person.auth == {"token": "right"}
        person.disconnect()
        person.emit("nobody hears this")
        assert await socket.receive() == "41/admin,"
        assert namespace.sockets == {}
        await socket.send('42/admin,["late"]')
        await socket.send("41/admin,")
    assert left == ["the server has disconnected it"]


@in_loop
async def test_who_leaves_while_it_is_let_in():
    gate = asyncio.Event()

    async def admit(auth):
        await gate.wait()

    namespace = Namespace(admit=admit)
    server = await serve_socketio("chat", namespace, limits=CALM)
    async with polling(server, "/socket.io/") as client:
        await posted(client, "40")
        await posted(client, "1")
        gate.set()
        await settled(lambda: server.log)
        assert namespace.sockets == {}


@in_loop
async def test_disconnect_is_told_for_each_namespace():
    left = []
    namespaces = [Namespace("/"), Namespace("/x")]
    for namespace in namespaces:

        @namespace.on("disconnect")
        async def disconnect(socket, reason):
            left.append((socket.namespace.name, reason))

    server = await serve_socketio("chat", *namespaces, limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        await entered(socket)
        await socket.send("40/x")
        await socket.receive()
        await socket.send("41/x")
        await settled(lambda: left)
    await settled(lambda: len(left) == 2)
    assert left[0] == ("/x", "the client has left the namespace")
    assert left[1][0] == "/"
    assert left[1][1].startswith("the WebSocket has ended: 1000")


@in_loop
async def test_a_page_may_be_served_beside_it():
    async def page(request):
        return Reply(request.target.encode(), media_type="text/html")

    server = await serve_socketio("chat", Namespace(), page=page, limits=CALM)
    async with polling(server, "/socket.io/") as client:
        client._url = server.url("/page")
        client.sid = ""
        assert await got(client) == "/page?EIO=4&transport=polling"


@in_loop
async def test_a_server_that_stops_says_so():
    server = await serve_socketio("chat", Namespace(), limits=CALM)
    async with websocket(server, "/socket.io/") as socket:
        await entered(socket)
        await server.aclose()
        await socket.gone.wait()
        assert socket.over.code == 1001
