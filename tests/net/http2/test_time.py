"""Time-outs of a server on a lesson's clock: they end who never settles or asks nothing, and no wire that is held."""

import asyncio
from contextlib import closing

from h2.errors import ErrorCodes as Code

from helpers.loops.clock import StepClock
from helpers.net import tap
from helpers.net.http2 import Limits, connect_http2, serve_http2
from tests.net.http2.http2_samples import GOAWAY, PREFACE, SETTINGS, Tales, frame, headers, raw
from tests.net.net_samples import in_loop

QUICK = Limits(settle=10, idle=60)


@in_loop
async def test_a_client_that_never_settles_is_sent_away():
    with closing(StepClock()) as clock:
        server = await serve_http2("tales", Tales(), limits=QUICK, clock=clock)
        async with raw(server, polite=False) as mute, raw(server) as polite:
            mute.send(PREFACE, frame(SETTINGS))  # and never acknowledges ours
            await clock.advance(9)
            assert not mute.reader.at_eof()
            await clock.advance(1)
            goodbye = await mute.until(GOAWAY)
            assert (goodbye.code, goodbye.reason) == (
                Code.SETTINGS_TIMEOUT,
                "the settings did not come in 10 s",
            )
            polite.send(headers(1))
            assert await polite.status(1) == "200"


@in_loop
async def test_a_connection_that_nobody_uses_ends_and_one_with_an_open_reply_does_not():
    with closing(StepClock()) as clock:
        server = await serve_http2("tales", Tales(), limits=QUICK, clock=clock)
        async with connect_http2(server.url()) as idle, connect_http2(server.url()) as busy:
            await clock.advance(50)
            await (await idle.get("/")).read()
            reply = await busy.get("/endless")
            await clock.advance(59)
            assert idle.over is None
            await clock.advance(1)
            assert str(idle.over).endswith("NO_ERROR: nobody asked for anything in 60 s")
            await clock.advance(600)
            assert busy.over is None
            reply.close()
            await clock.advance(121)
            assert busy.over is not None
        assert server.log == []


@in_loop
async def test_a_wire_that_is_held_for_ten_minutes_breaks_nobody():
    """Each of the frames waits in its turn, the first SETTINGS included."""
    with closing(StepClock()) as clock:
        wire = await tap(
            "wire", await serve_http2("tales", Tales(), limits=QUICK, clock=clock), hold=lambda held: True
        )
        async with connect_http2(wire.url()) as client:
            asking = asyncio.create_task(client.get("/"))
            while not asking.done():
                await clock.advance(600)
                await wire.step()
            reply = asking.result()
            wire.run()
            assert (reply.status, await reply.read()) == (200, b"GET /")
            assert client.over is None


@in_loop
async def test_by_default_an_hour():
    with closing(StepClock()) as clock:
        server = await serve_http2("tales", Tales(), clock=clock)
        async with connect_http2(server.url()) as client:
            await clock.advance(3599)
            assert client.over is None
            await clock.advance(1)
            assert client.over is not None
