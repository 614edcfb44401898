"""HTTP/2 through a tap that holds: the connection's own frames pass, HEADERS and DATA wait; TLS or not."""

import asyncio

import pytest

from helpers.net import finish, spawn, tap
from helpers.net.http2 import connect_http2, serve_http2
from helpers.net.tls import Authority
from tests.net.http2.http2_samples import DATA, HEADERS, PREFACE, Tales
from tests.net.net_samples import in_loop

AUTHORITY = Authority()


@pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["in plain", "over TLS"])
@in_loop
async def test_a_request_and_its_reply_step_by_step(tls):
    wire = await tap("wire", await serve_http2("tales", Tales(), tls=tls), hold=True)

    async def ask() -> bytes:
        async with connect_http2(wire.url(), authority=tls) as client:
            await client.ping()
            reply = await client.request("POST", "/", body=b"hello")
            return await reply.read()

    ada = spawn("ada", ask())
    steps = [(await wire.step()).data for _ in range(4)]
    assert [step[3] for step in steps] == [HEADERS, DATA, HEADERS, DATA]
    assert steps[1].endswith(b"hello")
    wire.run()
    assert await finish(ada) == b'{"bytes": 5}'


@in_loop
async def test_frame_by_frame_where_everything_is_held():
    wire = await tap("wire", await serve_http2("tales", Tales()), hold=lambda held: True)
    async with connect_http2(wire.url()) as client:
        asking = asyncio.create_task(client.get("/"))
        seen = b""
        while not asking.done():
            seen += (await wire.step()).data
        wire.run()
        assert await asking.result().read() == b"GET /"
    assert seen.startswith(PREFACE)
