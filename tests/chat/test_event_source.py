"""What 3C says of `EventSource`, asked of a real browser: when it comes back, and when it is closed for good."""

import asyncio

import pytest
from aiohttp import web

from helpers.net import serve
from tests.chat.chat_browser import chromium, in_browser_loop, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium]

EVENT = b"retry: 10\n\nid: 7\ndata: a\n\n"
# What comes, and the readyState once its error event has fired: 0 waits to come back, 2 is closed for good.
REPLIES = {
    "an event stream that ends": ((200, "text/event-stream", EVENT), 0),
    "with parameters": ((200, "text/event-stream; charset=utf-8", EVENT), 0),
    "nothing more": ((204, "text/event-stream", b""), 2),
    "another 2xx": ((201, "text/event-stream", EVENT), 2),
    "not found": ((404, "text/event-stream", EVENT), 2),
    "too many": ((429, "text/event-stream", EVENT), 2),
    "a server in trouble": ((503, "text/event-stream", EVENT), 2),
    "another type": ((200, "text/html", EVENT), 2),
}
LISTEN = """(path) => new Promise((done) => {
  const source = new EventSource(path)
  source.onerror = () => { done(source.readyState); source.close() }
})"""
AGAIN = """(path) => new Promise((done) => {
  const source = new EventSource(path)
  let heard = 0
  source.onmessage = () => { if (++heard === 2) { source.close(); done() } }
})"""


@in_browser_loop
async def test_it_comes_back_after_an_end_and_never_after_a_refusal() -> None:
    asked: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        (status, kind, body), _ = REPLIES[request.query["what"]]
        asked.append(request.headers.get("Last-Event-ID"))
        return web.Response(status=status, body=body, headers={"Content-Type": kind})

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>x</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/events", answer)
    server = await serve("events", app=app)
    async with chromium() as browser, asyncio.timeout(30):
        tab = await browser.new_page()
        await tab.goto(server.url("/"))
        states = {what: await tab.evaluate(LISTEN, f"/events?what={what}") for what in REPLIES}
        assert states == {what: state for what, (_, state) in REPLIES.items()}
        asked.clear()
        await tab.evaluate(AGAIN, "/events?what=an event stream that ends")
        assert asked[:2] == [None, "7"]
