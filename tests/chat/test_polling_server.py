"""The polling server over real sockets: every request gets its status and its reason."""

import asyncio
import json
from random import Random

import pytest
from aiohttp import web

from helpers.chat.domain import Chat
from helpers.chat.servers.failing import failing
from helpers.chat.servers.polling import PollingServer
from helpers.loops.clock import StepClock
from helpers.net import serve
from tests.chat.chat_samples import Site, body, in_loop, site


def ids(reply: dict) -> list[int]:
    return [message["id"] for message in reply["messages"]]


@in_loop
async def test_history_on_arrival_then_what_came_after():
    async with site() as here:
        here.fill(60)
        status, first, headers = await here.get()
        assert (status, ids(first), first["cursor"]) == (200, list(range(11, 61)), "e1.60")
        assert first["messages"][-1] == {
            "id": 60,
            "key": "fill-60",
            "name": "bob",
            "text": "message 60",
            "time": 1000.0,
        }
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        here.fill(2)
        _, then, _ = await here.get(f"/poll?after={first['cursor']}")
        assert (ids(then), then["gap"], then["more"]) == ([61, 62], False, False)


@in_loop
async def test_a_post_is_stored_once_however_often_it_comes():
    async with site() as here:
        assert await here.post(body()) == (
            201,
            {"id": 1, "key": "k", "name": "ada", "text": "hi", "time": 1000.0},
        )
        status, again = await here.post(body())
        assert (status, again["id"]) == (200, 1)
        status, other = await here.post(body(text="other"))
        assert (status, other) == (409, {"error": "key k was used before, for another message"})
        assert here.chat.cursor == "e1.1"


@pytest.mark.parametrize(
    ("data", "content_type"), [(b"text=hi", "application/x-www-form-urlencoded"), (body(), "text/plain")]
)
@in_loop
async def test_only_json_is_taken(data: bytes, content_type: str):
    """What a form on a foreign page could send without asking."""
    async with site() as here:
        assert await here.post(data, content_type) == (
            415,
            {"error": f"send application/json, not {content_type}"},
        )
        assert here.chat.cursor == "e1.0"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("after=nonsense", "'nonsense' is not a cursor"),
        ("after=", "'' is not a cursor"),
        ("after=e1.0&wait=soon", "wait must be a number of seconds"),
        ("after=e1.0&wait=-1", "wait must be a number of seconds"),
        ("wait=nan", "wait must be a number of seconds"),
    ],
)
@in_loop
async def test_a_bad_query_gets_400(query: str, reason: str):
    async with site(hold=30) as here:
        status, reply, _ = await here.get(f"/poll?{query}")
        assert status == 400
        assert reason in reply["error"]


@in_loop
async def test_other_methods_and_addresses_are_refused_in_json():
    async with site() as here:
        async with here.session.delete(here.server.url("/poll")) as reply:
            assert (reply.status, reply.headers["Allow"]) == (405, "GET,POST")
            assert await reply.json() == {"error": "this address does not take that method"}
        status, reply, _ = await here.get("/../domain.py")
        assert (status, reply) == (404, {"error": "there is nothing at this address"})
        assert here.log == ["DELETE /poll 405", "GET /domain.py 404"]


@in_loop
async def test_304_saves_the_body_while_nothing_is_new():
    async with site() as here:
        here.fill(1)
        _, _, headers = await here.get()
        tag = headers["ETag"]
        assert tag == '"e1.1"'
        for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            status, reply, headers = await here.get(**{"If-None-Match": sent})
            assert (status, reply, headers["ETag"]) == (304, {}, tag)
        for sent in ('"x"', "nonsense", ""):
            assert (await here.get(**{"If-None-Match": sent}))[0] == 200
        here.fill(1)
        assert (await here.get(**{"If-None-Match": tag}))[0] == 200


# ---- long polling ----


def ask(here: Site, path: str) -> asyncio.Task:
    return asyncio.create_task(here.get(path))


@in_loop
async def test_a_held_poll_is_woken_by_news():
    async with site(hold=30) as here:
        task = ask(here, "/poll?after=e1.0")
        await here.clock.advance(10)
        assert not task.done()
        here.fill(1)
        await here.clock.settle()
        assert ids(task.result()[1]) == [1]
        assert here.clock.sleepers == []


@pytest.mark.parametrize(("query", "held"), [("", 30), ("&wait=5", 5), ("&wait=99", 30), ("&wait=0", 0)])
@in_loop
async def test_a_held_poll_ends_with_its_time(query: str, held: float):
    async with site(hold=30) as here:
        task = ask(here, "/poll?after=e1.0" + query)
        if held:
            await here.clock.advance(held - 0.1)
            assert not task.done()
        await here.clock.advance(0.1)
        status, reply, _ = task.result()
        assert (status, ids(reply), reply["cursor"]) == (200, [], "e1.0")


@in_loop
async def test_a_poll_with_something_to_tell_is_not_held():
    async with site(hold=30) as here:
        here.fill(2)
        for path in ("/poll", "/poll?after=e1.1", "/poll?after=e0.2"):
            assert (await here.get(path))[0] == 200
        assert here.clock.sleepers == []


@in_loop
async def test_a_thousand_held_polls_are_all_woken_by_one_message():
    async with site(hold=30) as here:
        here.session.connector._limit = 0
        here.session.connector._limit_per_host = 0
        tasks = [ask(here, "/poll?after=e1.0") for _ in range(1000)]
        await here.clock.settle()
        assert len(here.clock.sleepers) == 1000
        here.fill(1)
        replies = await asyncio.gather(*tasks)
        assert all(ids(reply) == [1] for _, reply, _ in replies)


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
    handler = Forgetful(chat).get if forgetful else PollingServer(chat, hold=30, clock=clock).get
    app = web.Application()
    app.router.add_get("/poll", handler)
    async with site() as here:
        here.server, here.chat = await serve("race", app=app), chat
        got, cursor = [], "e1.0"
        for _ in range(2):
            task = ask(here, f"/poll?after={cursor}")
            await clock.settle()
            here.fill(1)  # while it is held: it comes
            await clock.settle()
            got += ids(task.result()[1])
            cursor = task.result()[1]["cursor"]
            if len(got) == 1:
                here.fill(1)  # between two requests: nobody listens
        if not forgetful:
            task = ask(here, f"/poll?after={cursor}")
            await clock.settle()
            got += ids(task.result()[1])
        assert got == seen
        assert chat.cursor == "e1.3"


# ---- failing on purpose ----


@in_loop
async def test_fails_a_seeded_half_some_before_and_some_after_storing():
    async with site(middlewares=[failing(Random(7))]) as here:
        statuses = [(await here.post(body(key=f"k{n}")))[0] for n in range(200)]
        assert set(statuses) == {201, 500}
        failed = statuses.count(500)
        assert 80 < failed < 120
        stored = len(here.chat._log)
        assert 200 - failed < stored < 200
    async with site(middlewares=[failing(Random(7), retry_after=3)]) as here:
        again = [(await here.post(body(key=f"k{n}")))[0] for n in range(200)]
        assert again == statuses
        while (reply := await here.get())[0] != 500:
            pass
        assert reply[2]["Retry-After"] == "3"
        assert reply[1]["error"].startswith("failed on purpose")


@in_loop
async def test_fails_only_what_it_was_told_to():
    async with site(middlewares=[failing(Random(7), share=1)]) as here:
        assert (await here.get("/settings.json"))[0] == 200
        assert (await here.get())[0] == 500


# ---- the page's files ----


@in_loop
async def test_serves_the_page_and_nothing_outside_its_folder():
    async with site(hold=25) as here:
        async with here.session.get(here.server.url("/")) as reply:
            assert (reply.status, reply.content_type) == (200, "text/html")
            assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        for path in ("/%2e%2e/domain.py", "/..%2fdomain.py", "/index.html/", "/transports"):
            assert (await here.get(path))[0] == 404
        _, settings, _ = await here.get("/settings.json")
        assert settings == {
            "transports": ["polling", "long-polling"],
            "interval": 3.0,
            "hold": 25,
            "base": 1.0,
        }
        assert json.dumps(settings)
