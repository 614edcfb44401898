"""The WebSocket of a page, over true connections: what the tap sees, what the page hears, and every end."""

import asyncio

import pytest

from helpers.net import tap
from helpers.net.tab import Browser
from helpers.net.websocket import serve_websocket
from helpers.protocols.websocket.deflate import NAME
from tests.net.net_samples import CLIENT, Far, arrivals, in_loop, settled
from tests.net.websocket.websocket_samples import echo


class Page:
    """Hears what a line says."""

    def __init__(self, place, target="/", **options):
        self.said = asyncio.Queue()
        told = lambda word, value: self.said.put_nowait((word, value))  # noqa: E731
        self.line = Browser().open(place.port, target, told, origin=place.port, **options)

    async def hears(self):
        return await self.said.get()

    async def ends(self):
        while True:
            word, value = await self.hears()
            if word == "close":
                return value


@in_loop
async def test_messages_go_both_ways_and_the_handshake_is_a_browsers():
    wire = await tap("wire", await serve_websocket("echo", echo, subprotocols=("json",)))
    page = Page(wire, "/x?y=1", subprotocols=["other", "json"], headers=[["User-Agent", "a page"]])
    assert await page.hears() == ("open", "json")
    for message, size in (("Olé", 4), (b"\x00\xff", 2)):
        page.line.send(message)
        assert {await page.hears(), await page.hears()} == {("sent", size), ("message", message)}
    page.line.close(4001, "enough")
    assert await page.ends() == (4001, "")
    head, *frames = (one.data for one in arrivals(wire, CLIENT) if one.data)
    assert head.startswith(b"GET /x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % wire.port)
    for line in (
        f"Origin: http://127.0.0.1:{wire.port}",
        "User-Agent: a page",
        "Sec-WebSocket-Protocol: other, json",
    ):
        assert f"\r\n{line}\r\n".encode() in head
    assert f"Sec-WebSocket-Extensions: {NAME}; client_max_window_bits\r\n".encode() in head
    assert all(frame[1] & 0b1000_0000 for frame in frames)  # masked


@in_loop
async def test_a_server_that_closes_says_why():
    async def refuse(socket):
        socket.close(4400, reason="no such cursor")

    page = Page(await serve_websocket("refuses", refuse))
    assert await page.hears() == ("open", "")
    assert await page.hears() == ("close", (4400, "no such cursor"))


@pytest.mark.parametrize("answer", [b"HTTP/1.1 403 Forbidden\r\n\r\n", b""])
@in_loop
async def test_a_page_learns_nothing_of_a_refusal(answer):
    far = await Far().start()
    page = Page(far.server)
    peer = await far.accept()
    peer.send(answer)
    peer.close()
    assert await page.hears() == ("close", (1006, ""))


@in_loop
async def test_nobody_listens():
    far = await Far().start()
    await far.server.aclose()
    assert await Page(far.server).hears() == ("close", (1006, ""))


@in_loop
async def test_a_page_that_closes_before_it_is_open():
    far = await Far().start()
    page = Page(far.server)
    peer = await far.accept()
    page.line.close()
    assert await page.hears() == ("close", (1006, ""))
    await peer.read_all()
    peer.close()


@in_loop
async def test_a_close_without_a_code_is_an_empty_frame():
    wire = await tap("wire", await serve_websocket("echo", echo))
    page = Page(wire)
    await page.hears()
    page.line.close()
    assert await page.ends() == (1005, "")
    (close,) = [one.data for one in arrivals(wire, CLIENT)[1:] if one.data]
    assert close[:2] == b"\x88\x80"


@in_loop
async def test_a_held_handshake_waits():
    wire = await tap("wire", await serve_websocket("echo", echo), hold=True)
    page = Page(wire)
    await settled(lambda: wire.held)
    assert page.said.empty()
    wire.run()
    assert await page.hears() == ("open", "")
    page.line.close(1000)
    assert (await page.ends())[0] == 1000
