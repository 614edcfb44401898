"""The chat page in Chromium over our own WebSocket, in one chat with our client and the ``websockets`` library."""

import asyncio
import json

import pytest
import websockets

from helpers.chat.domain import Post
from helpers.net import tap
from tests.chat.chat_browser import chromium, enter, in_browser_loop, needs_chromium, shown, wait_for_messages
from tests.chat.stream_samples import fresh
from tests.chat.test_page import SAY
from tests.chat.test_websocket import join, serve_chat

pytestmark = [pytest.mark.browser, needs_chromium]


async def library(url: str, heard: list[str], count: int) -> None:
    """Somebody with the ``websockets`` library, who comes again by its own iterator, and says and hears all."""
    cursor, said = "", 0
    async for socket in websockets.connect(url, subprotocols=["json"], process_exception=lambda error: None):
        try:
            while len(heard) < 3 * count:
                if said < count:
                    post = {"type": "post", "key": f"lib-{said}", "name": "lib", "text": f"lib {said}"}
                    await socket.send(json.dumps(post))
                value = json.loads(await socket.recv())
                if value["type"] == "stored":
                    said = max(said, int(value["key"][4:]) + 1)
                if value["type"] == "page":
                    last = int(cursor.rpartition(".")[2] or 0)
                    heard += [one["text"] for one in value["page"]["messages"] if one["id"] > last]
                    cursor = value["page"]["cursor"]
        except websockets.ConnectionClosed:
            continue
        return


@in_browser_loop
async def test_a_page_our_client_and_the_library_see_every_post_once_though_the_server_restarts():
    """The server is replaced behind its tap when a third of the posts are stored; the chat is the same."""
    chat, count, heard = fresh(), 20, []
    wire = await tap("wire", await serve_chat(chat))
    async with chromium() as browser, join(wire) as eve:
        page = await enter(browser, wire.url("/?transport=websocket"), name="ada")

        async def talk() -> None:
            for number in range(count):
                await eve.post(f"eve {number}")

        async def restart() -> None:
            await eve.seen(count)
            await serve_chat(chat)

        async with asyncio.timeout(25):
            saying = page.evaluate(SAY, ["ada", count])
            await asyncio.gather(talk(), restart(), saying, library(wire.url("/socket", "ws"), heard, count))
            await wait_for_messages(page, 3 * count)
            stored = [message.text for message in await eve.seen(3 * count)]
        assert stored == [message.text for message in chat._log] == heard == await shown(page)
        assert await page.locator("#outbox li").count() == 0
        for name in ("ada", "eve", "lib"):
            assert [text for text in stored if text.startswith(name)] == [f"{name} {n}" for n in range(count)]
        assert eve.gaps == 0


@in_browser_loop
async def test_a_page_notices_a_line_that_says_nothing_and_a_server_that_stops():
    chat = fresh()
    server = await serve_chat(chat, beat=0.3, patience=0.3)
    wire = await tap("wire", server, hold=lambda held: True)
    wire.run()
    async with chromium() as browser:
        page = await enter(browser, wire.url("/?transport=websocket"))
        chat.post(Post("k1", "bob", "before"))
        await wait_for_messages(page, 1)
        wire.pause()  # the line is there, and nothing comes over it
        await page.wait_for_selector("[data-presence=retrying]")
        chat.post(Post("k2", "bob", "meanwhile"))
        wire.run()
        await wait_for_messages(page, 2)
        await page.wait_for_selector("[data-presence=live]")
        await server.aclose()
        await page.wait_for_selector("[data-presence=retrying]")
        chat.post(Post("k3", "bob", "nobody saw it go"))
        await serve_chat(chat, port=server.port)
        await wait_for_messages(page, 3)
        assert await shown(page) == ["before", "meanwhile", "nobody saw it go"]
