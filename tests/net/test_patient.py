"""The patient client: what it says of itself, on any machine."""

from aiohttp import web

from helpers.net import serve
from helpers.net.patient import patient_session
from tests.net.net_samples import in_loop


@in_loop
async def test_a_request_is_the_same_on_every_machine_but_for_versions() -> None:
    async def mirror(request: web.Request) -> web.Response:
        return web.json_response([[name, value] for name, value in request.headers.items()])

    app = web.Application()
    app.router.add_get("/", mirror)
    server = await serve("mirror", app=app)
    async with patient_session() as session, session.get(server.url()) as reply:
        said = dict(await reply.json())
    assert {name: said[name] for name in said if name not in ("Host", "User-Agent")} == {
        "Accept": "*/*",
        "Accept-Encoding": "gzip, deflate",
    }
