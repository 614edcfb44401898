"""The chat as an application: its page, its transports, and nothing else."""

from pathlib import Path

import pytest
from aiohttp import web

from helpers.chat.domain import Chat
from helpers.chat.servers.app import Transport, chat_app
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.net import serve
from tests.chat.chat_samples import body, in_loop, site


@in_loop
async def test_serves_the_page_and_nothing_outside_its_folder():
    async with site(hold=20) as here:
        async with here.session.get(here.server.url("/")) as reply:
            assert (reply.status, reply.content_type) == (200, "text/html")
            policy = reply.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert policy.endswith("connect-src 'self'")
        for path in (
            "/%2e%2e/domain.py",
            "/..%2fdomain.py",
            "/index.html/",
            "/transports",
            "/transports/x.js",
        ):
            assert (await here.get(path))[0] == 404
        _, settings, _ = await here.get("/settings.json")
        assert settings == {
            "base": 1.0,
            "transports": [
                {"name": "polling", "path": "poll", "seconds": 3.0},
                {"name": "long-polling", "path": "long-poll", "hold": 20},
            ],
        }


@in_loop
async def test_two_transports_are_two_ways_to_one_chat():
    async with site() as here:
        assert (await here.post(body("k1")))[0] == 201
        here.path = "/long-poll"
        assert (await here.post(body("k1")))[0] == 200
        assert (await here.post(body("k2")))[0] == 201
        here.path = "/poll"
        _, page, _ = await here.get()
        assert [message["key"] for message in page["messages"]] == ["k1", "k2"]


@in_loop
async def test_only_what_was_asked_for_is_there():
    app = chat_app(Chat("e1", now=lambda: 0.0), [long_polling()])
    async with site() as here:
        here.server = await serve("one way", app=app)
        statuses = [(await here.get(path))[0] for path in ("/poll", "/transports/polling.js", "/long-poll")]
        assert statuses == [404, 404, 200]
        async with here.session.get(here.server.url("/transports/long-polling.js")) as reply:
            assert reply.content_type == "text/javascript"


@in_loop
async def test_a_server_of_its_own_may_be_spoken_to_as_soon_as_it_has_an_origin(tmp_path: Path):
    settings, module = {}, tmp_path / "own.js"
    module.write_text("export const open = null;")
    app = chat_app(
        Chat("e1", now=lambda: 0.0), [polling(), Transport("own", module, lambda app, chat: settings)]
    )
    async with site() as here:
        here.server = await serve("own", app=app)
        settings["origin"] = "http://127.0.0.1:1234"
        async with here.session.get(here.server.url("/")) as reply:
            assert reply.headers["Content-Security-Policy"].endswith(
                "connect-src 'self' http://127.0.0.1:1234"
            )
        _, told, _ = await here.get("/settings.json")
        assert told["transports"][1] == {"name": "own", "origin": "http://127.0.0.1:1234"}
        async with here.session.get(here.server.url("/transports/own.js")) as reply:
            assert await reply.text() == "export const open = null;"


@pytest.mark.parametrize("names", [[], ["a", "a"], ["A"], ["../x"], ["a-"], [""]])
def test_transports_have_names_of_their_own(names: list[str]):
    transports = [Transport(name, Path("x.js"), lambda app, chat: {}) for name in names]
    with pytest.raises(ValueError, match="names of their own"):
        chat_app(Chat("e1", now=lambda: 0.0), transports)


def test_two_transports_at_one_address_are_refused():
    async def get(request: web.Request) -> web.Response:
        return web.Response()

    def mount(app: web.Application, chat: Chat) -> dict[str, object]:
        app.router.add_get("/poll", get)
        return {}

    with pytest.raises(RuntimeError, match="GET is already registered"):
        chat_app(Chat("e1", now=lambda: 0.0), [polling(), Transport("other", Path("x.js"), mount)])
