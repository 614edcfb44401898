"""The chat page in Chromium at the ``websockets`` library's server, which has a port of its own beside the page's."""

import asyncio

import pytest

from helpers.chat.domain import Post
from helpers.chat.servers.websockets_library import websockets_library
from tests.chat.chat_browser import chromium, enter, in_browser_loop, needs_chromium, shown, wait_for_messages
from tests.chat.stream_samples import fresh
from tests.chat.test_page import SAY
from tests.chat.test_websockets_library import join, serve_chat

pytestmark = [pytest.mark.browser, needs_chromium]


@in_browser_loop
async def test_a_page_goes_red_and_green_again_and_has_every_message_once():
    chat, way, count = fresh(), websockets_library(), 10
    page_server, library = await serve_chat(chat, way)
    async with chromium() as browser, join(library) as eve:
        page = await enter(browser, page_server.url("/?transport=websockets-library"), name="ada")
        await page.evaluate(SAY, ["ada", count])
        await eve.seen(count)
        await library.aclose()
        await page.wait_for_selector("[data-presence=retrying]")
        chat.post(Post("k1", "bob", "meanwhile"))
        await serve_chat(chat, way)
        async with asyncio.timeout(20):
            await eve.post("and on")
            await eve.seen(count + 2)
        await page.wait_for_selector("[data-presence=live]")
        await wait_for_messages(page, count + 2)
        assert await shown(page) == [message.text for message in chat._log]
        ended = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET")
        assert [one for one in page.errors if not any(end in one for end in ended)] == []
