"""The chat by Socket.IO, to our client and to python-socketio's own: nothing lost, nothing twice, in order."""

import asyncio
from random import Random

import pytest
from socketio.exceptions import ConnectionError as SioError

from helpers.chat.clients.client import Client, Presence, Refused
from helpers.chat.clients.socketio import SocketIO, sio_client
from helpers.chat.domain import Chat
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.bans import Bans
from helpers.chat.servers.socketio import socketio
from helpers.loops.clock import StepClock
from helpers.loops.quiet import quiet
from helpers.net import Server, Tap, serve, stop_all, tap
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import fresh, hear_all, outlive, post_over_cuts, say

WAYS = pytest.mark.parametrize(
    "transports", [None, ["polling"], ["websocket"]], ids=["both", "polling", "websocket"]
)


async def serve_chat(chat: Chat, *, port: int = 0, **options) -> Server:
    return await serve("chat", app=chat_app(chat, [socketio(**options)], base=0.02), port=port)


def join(place: Server | Tap, who: str = "eve", **options) -> Client:
    options = {"base": 0.02, "cap": 0.2, "attempts": 60, "random": Random(who)} | options
    return Client(who, SocketIO(place.url(), **options), random=Random(who))


async def closed(client: Client) -> None:
    async for _ in client:
        pass


async def calm() -> None:
    """No task of the libraries is left."""
    await quiet()
    names = [
        task.get_coro().__qualname__ for task in asyncio.all_tasks() if task is not asyncio.current_task()
    ]
    assert [name for name in names if "engineio" in name or "Async" in name] == []


@WAYS
@in_loop
async def test_sees_the_history_its_own_and_the_others_messages(transports):
    chat = fresh()
    say(chat)
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server, transports=transports) as eve, join(server, "ada") as ada:
        await hear_all(eve, ada, chat=chat)
    assert server.log == []
    await server.aclose()
    assert chat._listeners == []
    await calm()


@WAYS
@in_loop
async def test_waits_for_a_server_that_stops_and_loses_nothing(transports):
    chat = fresh()
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server, transports=transports) as eve:
        await outlive(server, eve, chat=chat, again=lambda: serve_chat(chat, port=server.port))


class TakesItForAFailure(SocketIO):
    """As python-socketio may do with a cancellation while it connects."""

    async def _listen(self, inbox, backoff):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise SioError("the line broke") from None


@in_loop
async def test_a_client_ends_though_the_library_takes_that_for_a_failure():
    eve = Client("eve", TakesItForAFailure("http://127.0.0.1:9")).start()
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await eve.aclose()
    assert eve.presence is Presence.CLOSED


@WAYS
@in_loop
async def test_a_server_may_be_closed_twice_at_once(transports):
    chat = fresh()
    say(chat)
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server, transports=transports) as eve:
        await eve.seen(1)
        await asyncio.gather(*(server.aclose() for _ in range(3)))
    await calm()


@WAYS
@in_loop
async def test_a_server_that_is_interrupted_while_it_closes_closes_again(transports):
    chat = fresh()
    say(chat)
    for turns in range(0, 24, 2):
        server = await serve_chat(chat)
        async with asyncio.timeout(20), join(server, transports=transports) as eve:
            await eve.seen(1)
            closing = asyncio.ensure_future(server.aclose())
            for _ in range(turns):
                await asyncio.sleep(0)
            closing.cancel()
            await asyncio.wait([closing])
            await server.aclose()
    await calm()


def test_a_ctrl_c_in_the_moment_it_starts_leaves_nobody_who_tells_the_news(monkeypatch):
    """Not a cancellation: ``KeyboardInterrupt``, behind the instruction that begins the task."""
    chat, begun = fresh(), []
    create = asyncio.create_task

    def struck(*args, **options):
        begun.append(create(*args, **options))
        raise KeyboardInterrupt

    async def start():
        with monkeypatch.context() as patched:
            patched.setattr(asyncio, "create_task", struck)
            await serve_chat(chat)

    loop = asyncio.new_event_loop()
    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(start())
    loop.run_until_complete(asyncio.wait(begun, timeout=5))
    assert [task.done() for task in begun] == [True]
    assert chat._listeners == []
    loop.run_until_complete(stop_all())
    loop.close()


@in_loop
async def test_a_cut_after_each_few_posts_loses_and_doubles_nothing():
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat))
    async with asyncio.timeout(25), join(wire) as eve, join(wire, "ada") as ada:
        await post_over_cuts(eve, ada, chat=chat, wire=wire)


@in_loop
async def test_more_than_a_page_is_fetched_piece_by_piece():
    chat = fresh()
    say(chat)
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server) as eve:
        await eve.seen(1)
        await server.aclose()
        say(chat, 1200)
        await serve_chat(chat, port=server.port)
        await eve.seen(1201)
        assert [message.id for message in eve.messages] == list(range(1, 1202))


@in_loop
async def test_news_that_do_not_follow_are_fetched():
    """As from a bus that lost something: the page after a hole is not taken, and what is in the hole is asked for."""
    chat = fresh()
    server = await serve_chat(chat)
    async with asyncio.timeout(20), join(server) as eve:
        say(chat)
        await eve.seen(1)
        say(chat, 3)
        last = {"messages": [chat._log[-1].as_json()], "cursor": "e1.4", "gap": False, "more": False}
        await eve.transport._take(last | {"after": "e1.3"}, inbox=eve, backoff=eve.transport._backoff())
        await eve.seen(4)
        assert [message.id for message in eve.messages] == [1, 2, 3, 4]


@in_loop
async def test_a_cursor_that_never_was_one_and_a_stranger_are_refused():
    def admit(said):
        if said.get("token") != "let me in":
            raise ValueError("the token is wrong")
        return "eve"

    server = await serve_chat(fresh(), admit=admit)
    async with asyncio.timeout(10):
        for auth, cursor, words in (
            ({}, None, "401: the token is wrong"),
            ({"token": "let me in"}, "x", "is not a cursor"),
        ):
            async with join(server, auth=auth) as eve:
                eve.cursor = cursor
                await closed(eve)
                assert words in eve.errors[0]
        async with (
            join(server, auth={"token": "let me in"}) as eve,
            join(server, "ada", auth={"token": "let me in"}) as ada,
        ):
            assert (await eve.post("it is me")).name == "eve"
            with pytest.raises(Refused, match="403: you were let in under another name"):
                await ada.post("and me?")


@in_loop
async def test_rooms_and_private_messages_reach_whom_they_are_for_and_nobody_else():
    server = await serve_chat(fresh())
    async with asyncio.timeout(10), sio_client(server.url()) as ada, sio_client(server.url()) as bob:
        heard = {"ada": [], "bob": []}
        for name, one in {"ada": ada, "bob": bob}.items():
            for event in ("msg:private", "room:post"):
                one.on(event, lambda said, name=name: heard[name].append(said))
            await one.connect(server.url(), auth={"name": name})
        assert await ada.call("msg:private", {"to": "bob", "text": "psst"}) == {"status": 200, "heard": 1}
        assert (await ada.call("msg:private", {"to": "cy", "text": "psst"}))["status"] == 404
        assert (await ada.call("room:post", {"room": "tea", "text": "hi"}))["status"] == 403
        for one in (ada, bob):
            assert await one.call("room:join", "tea") == {"status": 200}
        assert await bob.call("room:leave", "tea") == {"status": 200}
        assert (await bob.call("room:leave", "tea"))["status"] == 404
        assert await ada.call("room:post", {"room": "tea", "text": "hi"}) == {"status": 200, "heard": 1}
        await quiet()
        assert heard == {
            "ada": [{"from": "ada", "text": "hi", "room": "tea"}],
            "bob": [{"from": "ada", "text": "psst"}],
        }


@in_loop
async def test_a_ban_sends_away_and_keeps_out():
    chat, bans = fresh(), Bans()
    server = await serve_chat(chat, bans=bans)
    async with asyncio.timeout(10), join(server, auth={"name": "eve"}) as eve, join(server, "ada") as ada:
        await asyncio.gather(eve.post("spam"), ada.post("hello"))
        bans.add("eve")
        await closed(eve)
        assert eve.errors == ["Refused: 403: you are banned"]
        say(chat)
        assert len(await ada.seen(3)) == 3
        async with join(server, "again", auth={"name": "eve"}) as again:
            await closed(again)
            assert again.errors == ["Refused: 403: you are banned"]
        bans.lift("eve")
        async with join(server, "forgiven", auth={"name": "eve"}) as forgiven:
            await forgiven.seen(3)


@in_loop
async def test_who_is_too_fast_is_told_how_long_to_wait_and_who_floods_is_sent_away():
    clock = StepClock()
    server = await serve_chat(fresh(), burst=3, per_second=1, clock=clock)
    async with asyncio.timeout(20), sio_client(server.url()) as eve:
        ends, reasons = asyncio.Event(), []
        eve.on("refused", reasons.append)
        eve.on("disconnect", lambda reason: ends.set())
        await eve.connect(server.url(), auth={"name": "eve"})
        assert [(await eve.call("room:join", "tea"))["status"] for _ in range(4)] == [200, 200, 200, 429]
        said = await eve.call("room:join", "tea")
        assert (said["error"], said["after"]) == ("too many events: wait 1 s", 1)
        await clock.advance(1)
        assert (await eve.call("room:join", "tea"))["status"] == 200
        for _ in range(100):
            await eve.emit("room:join", "tea")
        await ends.wait()
        assert reasons == [{"status": 429, "error": "too many events, and it did not stop"}]
    clock.close()


@in_loop
async def test_a_client_that_is_told_to_wait_waits_and_all_of_it_is_stored():
    chat = fresh()
    server = await serve_chat(chat, burst=3, per_second=50)
    async with asyncio.timeout(20), join(server) as eve:
        await eve.seen(0)
        await asyncio.gather(*(eve.post(f"post {number}") for number in range(12)))
        assert len(await eve.seen(12)) == 12


@in_loop
async def test_refuses_a_second_connection_to_no_namespace_of_ours():
    server = await serve_chat(fresh())
    async with sio_client(server.url()) as eve:
        with pytest.raises(SioError, match="failed to connect: /admin"):
            await eve.connect(server.url(), namespaces=["/admin"])
