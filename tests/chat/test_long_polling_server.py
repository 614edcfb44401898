"""Long polling over real sockets: a question is kept until there is news, or its time or its client is gone."""

import asyncio

import pytest
from aiohttp import web

from helpers.chat.domain import Chat
from helpers.chat.servers.long_polling import HOLD, Holding
from helpers.loops.clock import StepClock
from helpers.loops.lane import NOWHERE, Lane
from helpers.net import serve
from helpers.trace import Trace
from tests.chat.chat_samples import Site, ids, in_loop, site


def ask(here: Site, path: str) -> asyncio.Task:
    return asyncio.create_task(here.get(path))


@in_loop
async def test_a_held_poll_is_woken_by_news():
    async with site("/long-poll") as here:
        task = ask(here, "/long-poll?after=e1.0")
        await here.clock.advance(10)
        assert not task.done()
        here.fill(1)
        await here.clock.settle()
        assert ids(task.result()[1]) == [1]
        assert here.clock.sleepers == []


@pytest.mark.parametrize(("query", "held"), [("", 30), ("&wait=5", 5), ("&wait=99", 30), ("&wait=0", 0)])
@in_loop
async def test_a_held_poll_ends_with_its_time(query: str, held: float):
    async with site("/long-poll") as here:
        task = ask(here, "/long-poll?after=e1.0" + query)
        if held:
            await here.clock.advance(held - 0.1)
            assert not task.done()
        await here.clock.advance(0.1)
        status, reply, _ = task.result()
        assert (status, ids(reply), reply["cursor"]) == (200, [], "e1.0")


@in_loop
async def test_a_poll_with_something_to_tell_is_not_held():
    async with site("/long-poll") as here:
        here.fill(2)
        for path in ("/long-poll", "/long-poll?after=e1.1", "/long-poll?after=e0.2"):
            assert (await here.get(path))[0] == 200
        assert here.clock.sleepers == []


@in_loop
async def test_a_thousand_held_polls_are_all_woken_by_one_message():
    async with site("/long-poll") as here:
        here.session.connector._limit = 0
        here.session.connector._limit_per_host = 0
        tasks = [ask(here, "/long-poll?after=e1.0") for _ in range(1000)]
        await here.clock.settle()
        assert len(here.clock.sleepers) == 1000
        here.fill(1)
        replies = await asyncio.gather(*tasks)
        assert all(ids(reply) == [1] for _, reply, _ in replies)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("after=e1.0&wait=soon", "wait must be a number of seconds"),
        ("after=e1.0&wait=-1", "wait must be a number of seconds"),
        ("wait=nan", "wait must be a number of seconds"),
        ("after=nonsense", "'nonsense' is not a cursor"),
    ],
)
@in_loop
async def test_a_bad_query_gets_400(query: str, reason: str):
    async with site("/long-poll") as here:
        status, reply, _ = await here.get(f"/long-poll?{query}")
        assert status == 400
        assert reason in reply["error"]


@in_loop
async def test_a_held_poll_ends_with_its_client_and_says_so_on_the_lane():
    trace = Trace(clock=lambda: 0.0)
    async with site("/long-poll", lane=Lane("server", trace)) as here:
        task = ask(here, "/long-poll?after=e1.0")
        await here.clock.advance(5)
        assert len(here.chat._listeners) == 1
        task.cancel()
        await here.clock.settle()
        assert (here.chat._listeners, here.clock.sleepers) == ([], [])
        assert [mark.label for mark in trace.records] == ["hold · its client left"]


def test_a_server_holds_for_less_than_the_strictest_proxy_waits():
    """30 s are safe (RFC 6202 §5.5), so there are proxies that give up after 30 s."""
    assert HOLD < 30


# ---- the lost-message race ----


class Forgetful:
    """Long polling as one writes it first: wait for the *next* message, and remember nothing between two requests."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

    async def get(self, request: web.Request) -> web.Response:
        following = asyncio.get_running_loop().create_future()
        leave = self.chat.subscribe(lambda message: following.done() or following.set_result(message))
        message = await following
        leave()
        return web.json_response({"messages": [message.as_json()], "cursor": self.chat.cursor})


@pytest.mark.parametrize(("forgetful", "seen"), [(True, [1, 3]), (False, [1, 2, 3])])
@in_loop
async def test_a_message_between_two_requests_is_lost_without_a_cursor(forgetful: bool, seen: list[int]):
    clock = StepClock()
    chat = Chat("e1", now=clock)
    handler = Forgetful(chat).get if forgetful else Holding(chat, 30, clock, NOWHERE).get
    app = web.Application()
    app.router.add_get("/long-poll", handler)
    async with site() as here:
        here.server, here.chat = await serve("race", app=app), chat
        got, cursor = [], "e1.0"
        for _ in range(2):
            task = ask(here, f"/long-poll?after={cursor}")
            await clock.settle()
            here.fill(1)  # while it is held: it comes
            await clock.settle()
            got += ids(task.result()[1])
            cursor = task.result()[1]["cursor"]
            if len(got) == 1:
                here.fill(1)  # between two requests: nobody listens
        if not forgetful:
            task = ask(here, f"/long-poll?after={cursor}")
            await clock.settle()
            got += ids(task.result()[1])
        assert got == seen
        assert chat.cursor == "e1.3"
