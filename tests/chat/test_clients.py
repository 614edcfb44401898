"""The Python client over polling and long polling: nothing lost, nothing twice, whatever the server does."""

import asyncio
from itertools import pairwise
from random import Random

import pytest
from aiohttp import web

from helpers.chat.clients.client import Client, Presence, Refused
from helpers.chat.clients.long_polling import LongPolling
from helpers.chat.clients.polling import Polling
from helpers.chat.domain import Chat, Message, Page
from helpers.chat.servers.failing import failing
from helpers.loops.gate import Gate
from helpers.loops.lane import Lane
from helpers.loops.retry import GivenUp
from helpers.net import serve, spawn, stop_all
from helpers.trace import Mark, Trace
from tests.chat.chat_samples import Site, in_loop, site

TRANSPORTS = pytest.mark.parametrize("transport", [Polling, LongPolling], ids=["polling", "long polling"])


def join(here: Site, transport=Polling, name: str = "ada", **options) -> Client:
    options = {"clock": here.clock, "random": Random(1)} | options
    return Client(name, transport(here.server.url(), **options), random=Random(name)).start()


def texts(client: Client) -> list[str]:
    return [message.text for message in client.messages]


@TRANSPORTS
@in_loop
async def test_sees_the_history_its_own_and_the_others_messages(transport):
    async with site() as here:
        here.fill(2)
        async with join(here, transport) as ada, join(here, transport, "bob") as bob:
            await here.clock.advance(0.1)
            assert ada.presence is Presence.LIVE
            assert texts(ada) == ["message 1", "message 2"]
            stored = await ada.post("hello")
            await bob.post("hello ada")
            await here.clock.advance(0 if transport is LongPolling else 3)
            assert texts(ada) == texts(bob) == ["message 1", "message 2", "hello", "hello ada"]
            assert ada.messages[2] == stored
        assert ada.presence is Presence.CLOSED


@TRANSPORTS
@in_loop
async def test_an_end_that_is_interrupted_leaves_no_connection(transport):
    """An open one would warn when it is collected."""
    async with site() as here:
        client = join(here, transport)
        await here.clock.advance(0.1)
        closing = asyncio.ensure_future(client.aclose())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
        assert closing.cancelled()
        assert client.presence is Presence.CLOSED


@in_loop
async def test_iterates_over_what_comes_until_it_is_closed():
    async with site() as here:
        client, seen = join(here), []

        async def listen() -> None:
            seen.extend([message.id async for message in client])

        task = asyncio.create_task(listen())
        waiting = asyncio.create_task(client.seen(3))
        for _ in range(3):
            here.fill(1)
            await here.clock.advance(3)
        assert [m.id for m in waiting.result()] == [1, 2, 3]
        await client.aclose()
        await task
        assert seen == [1, 2, 3]


@TRANSPORTS
@in_loop
async def test_every_message_once_and_in_order_though_half_of_the_replies_fail(transport):
    async with site(middlewares=[failing(Random(5))]) as here:
        clients = [join(here, transport, name) for name in ("ada", "bob", "eve")]

        async def talk(client: Client) -> None:
            for n in range(100):
                await client.post(f"{client.name} {n}")

        talking = asyncio.gather(*(talk(client) for client in clients))
        while not talking.done():
            await here.clock.advance(30)
        await here.clock.advance(200)
        assert [message.id for message in clients[0].messages] == list(range(1, 301))
        assert clients[0].messages == clients[1].messages == clients[2].messages
        for client in clients:
            assert [t for t in texts(client) if t.startswith(client.name)] == [
                f"{client.name} {n}" for n in range(100)
            ]
            assert client.gaps == 0
            await client.aclose()


@TRANSPORTS
@in_loop
async def test_a_server_that_stops_between_polls_is_waited_for(transport):
    async with site() as here:
        client = join(here, transport)
        here.fill(1)
        await here.clock.advance(4)
        port = here.server.port
        await here.server.aclose()
        await here.clock.advance(40)
        assert client.presence is Presence.RETRYING
        posting = asyncio.create_task(client.post("still here"))
        await here.clock.advance(1)
        here.server = await serve("chat", app=here.app(here.chat), port=port)
        await here.clock.advance(90)
        assert client.presence is Presence.LIVE
        assert posting.result().text == "still here"
        assert texts(client) == ["message 1", "still here"]
        assert client.gaps == 0
        await client.aclose()


@TRANSPORTS
@in_loop
async def test_a_server_that_comes_back_with_a_new_epoch_says_so(transport):
    async with site() as here:
        client = join(here, transport)
        here.fill(3)
        await here.clock.advance(4)
        port = here.server.port
        await here.server.aclose()
        here.chat = Chat("e2", now=here.clock)
        here.fill(1)
        here.server = await serve("chat", app=here.app(here.chat), port=port)
        await here.clock.advance(90)
        assert client.gaps == 1
        assert client.cursor == "e2.1"
        assert len(client.messages) == 3  # fill-1 came before, under the same key
        here.fill(1)
        await here.clock.advance(90)
        assert client.gaps == 1
        await client.aclose()


@in_loop
async def test_runs_under_a_name_until_everything_is_stopped():
    async with site() as here:
        client = Client("ada", Polling(here.server.url(), clock=here.clock))
        spawn("ada", client.run())
        here.fill(1)
        await here.clock.advance(1)
        assert texts(client) == ["message 1"]
        await stop_all()
        assert client.presence is Presence.CLOSED


@in_loop
async def test_polls_that_bring_nothing_new_save_the_body():
    async with site() as here:
        here.fill(1)
        client = join(here)
        await here.clock.advance(9)
        asked = "GET /poll?after=e1.1"
        assert here.log == ["GET /poll 200", f"{asked} 200", f"{asked} 304", f"{asked} 304"]
        here.fill(1)
        await here.clock.advance(3)
        assert len(client.messages) == 2
        await client.aclose()


@in_loop
async def test_holds_are_marked_on_the_servers_lane():
    trace = Trace(clock=lambda: 0.0)
    async with site(lane=Lane("server", trace)) as here:
        client = join(here, LongPolling)
        await here.clock.advance(31)
        here.fill(1)
        await here.clock.settle()
        assert [mark.label for mark in trace.records] == ["hold · nothing new", "hold · news"]
        await client.aclose()


@in_loop
async def test_long_ways_back_are_caught_up_at_once():
    async with site() as here:
        client = join(here)
        await here.clock.advance(0.1)
        here.fill(1234)
        await here.clock.advance(3)
        assert [message.id for message in client.messages] == list(range(1, 1235))
        await client.aclose()


@in_loop
async def test_a_post_that_can_never_be_stored_is_refused_at_once():
    async with site() as here:
        client = join(here)
        with pytest.raises(Refused, match="400: text is empty") as caught:
            await client.post("  ")
        assert caught.value.status == 400
        await client.aclose()


@in_loop
async def test_a_post_gives_up_in_the_end():
    async with site(middlewares=[failing(Random(1), share=1)]) as here:
        client = join(here)
        posting = asyncio.create_task(client.post("hi"))
        await here.clock.advance(1000)
        with pytest.raises(GivenUp, match="gave up after 12 attempts: status 500 failed on purpose"):
            await posting
        await client.aclose()


@in_loop
async def test_retry_after_is_obeyed():
    async with site(middlewares=[failing(Random(1), share=1, retry_after=120)]) as here:
        trace = Trace(clock=here.clock)
        client = join(here, lane=Lane("ada", trace))
        await here.clock.advance(119)
        assert [m.label.split(",")[0] for m in trace.records] == ["request · status 500 failed on purpose"]
        await here.clock.advance(3)
        assert [m.label.split()[0] for m in trace.records if isinstance(m, Mark)] == [
            "request",
            "retry",
            "request",
        ]
        await client.aclose()


@TRANSPORTS
@in_loop
async def test_a_server_may_ask_for_five_minutes_at_most(transport):
    async with site(middlewares=[failing(Random(1), share=1, retry_after=3_000_000)]) as here:
        client = join(here, transport)
        await here.clock.advance(299)
        assert len(here.log) == 1
        await here.clock.advance(2)
        assert len(here.log) == 2
        await client.aclose()


class Late(Random):
    """Full jitter at its longest."""

    def random(self) -> float:
        return 0.999


@pytest.mark.parametrize("status", [429, 503])
@TRANSPORTS
@in_loop
async def test_each_failure_in_a_row_is_waited_for_twice_as_long_a_429_too(transport, status: int):
    async with site() as here:
        app = web.Application()
        times = []

        async def refuse(request: web.Request) -> web.Response:
            times.append(here.clock())
            return web.Response(status=status, headers={"Retry-After": "0"} if len(times) % 2 else {})

        app.router.add_get(f"/{transport.path}", refuse)
        here.server = await serve("busy", app=app)
        client = join(here, transport, random=Late())
        await here.clock.advance(65)
        gaps = [round(later - earlier, 3) for earlier, later in pairwise(times)]
        assert gaps == [0.999, 1.998, 3.996, 7.992, 15.984, 29.97]
        await client.aclose()


@in_loop
async def test_a_server_that_has_more_for_ever_and_nothing_to_say_is_not_asked_for_ever():
    async with site() as here:
        page = {"messages": [], "cursor": "e1.0", "gap": False, "more": True}
        app, asked = web.Application(), []

        async def more(request: web.Request) -> web.Response:
            asked.append(request.path)
            return web.json_response(page)

        app.router.add_get("/poll", more)
        app.router.add_get("/long-poll", more)
        here.server = await serve("more", app=app)
        async with join(here), join(here, LongPolling):
            await here.clock.advance(30)
        assert len(asked) <= 2 * 12


@in_loop
async def test_a_hidden_client_asks_nothing_and_catches_up():
    async with site() as here:
        gate = Gate()
        client = join(here, gate=gate)
        await here.clock.advance(0.1)
        gate.hide()
        here.fill(3)
        asked = len(here.log)
        await here.clock.advance(600)
        assert len(here.log) == asked
        assert client.presence is Presence.PAUSED
        gate.show()
        await here.clock.settle()
        assert len(client.messages) == 3
        await client.aclose()


@in_loop
async def test_long_polling_makes_one_request_per_message_or_hold():
    async with site() as here:
        client = join(here, LongPolling)
        await here.clock.advance(3000)
        empty = len(here.log)
        assert 120 <= empty <= 124
        here.fill(1)
        await here.clock.settle()
        assert len(client.messages) == 1
        assert len(here.log) == empty + 1
        await client.aclose()


@in_loop
async def test_long_polling_does_not_run_wild_at_a_server_that_does_not_hold():
    async with site(hold=0) as here:
        client = join(here, LongPolling)
        await here.clock.advance(30)
        assert len(here.log) <= 12
        await client.aclose()


@pytest.mark.parametrize(
    "reply", ["[]", "{}", "hello", '{"messages": [{}], "cursor": "", "gap": 0, "more": 0}', '{"messages": 1}']
)
@in_loop
async def test_a_reply_that_is_not_ours_is_a_failure_that_may_pass(reply: str):
    async def strange(request: web.Request) -> web.Response:
        return web.Response(text=reply, content_type="application/json")

    app = web.Application()
    app.router.add_get("/poll", strange)
    async with site() as here:
        here.server = await serve("strange", app=app)
        client = join(here)
        await here.clock.advance(1)
        assert client.presence is Presence.RETRYING
        await client.aclose()


@in_loop
async def test_an_address_that_is_not_the_chat_ends_the_client_with_a_reason():
    async with site() as here:
        here.server = await serve("nothing", app=web.Application())
        client = join(here)
        await here.clock.advance(1)
        assert client.presence is Presence.CLOSED
        assert client.errors == ["Refused: 404: Not Found"]
        await client.aclose()


def message(number: int, key: str = "") -> Message:
    return Message(number, key or f"k{number}", "ada", "hi", 0.0)


def test_an_inbox_takes_each_message_once():
    async def main() -> None:
        client = Client("ada", None)  # type: ignore[arg-type]
        client.deliver(Page([message(1), message(2)], "e1.2"))
        client.deliver(Page([message(2), message(3)], "e1.3"))
        assert [m.id for m in client.messages] == [1, 2, 3]
        client.deliver(Page([message(2)], "e1.2"))  # a page that was overtaken
        client.deliver(Page([message(3), message(4)], "e1.4"))
        assert ([m.id for m in client.messages], client.cursor) == ([1, 2, 3, 4], "e1.4")
        client.deliver(Page([message(1, "k3"), message(2, "x")], "e2.2", gap=True))
        assert [m.key for m in client.messages] == ["k1", "k2", "k3", "k4", "x"]
        assert (client.cursor, client.gaps) == ("e2.2", 1)

    asyncio.run(main())
