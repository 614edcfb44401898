"""The polling server over real sockets: every request gets its status and its reason."""

from random import Random

import pytest

from helpers.chat.servers.failing import failing
from tests.chat.chat_samples import body, ids, in_loop, site


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
    ],
)
@in_loop
async def test_a_bad_query_gets_400(query: str, reason: str):
    async with site() as here:
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
