"""The chat page in Chromium over replies that stay open: by HTTP/2 with TLS, and by HTTP/1.1."""

import asyncio

import pytest

from helpers.chat.clients.client import Client
from helpers.chat.domain import Post
from helpers.net import tap
from tests.chat.chat_browser import (
    chromium,
    enter,
    in_browser_loop,
    needs_chromium,
    outlive,
    shown,
    wait_for_messages,
)
from tests.chat.stream_samples import AUTHORITY, CLIENTS, fresh, join, serve_chat
from tests.chat.test_page import SAY

pytestmark = [pytest.mark.browser, needs_chromium]
TRUST = f"--ignore-certificate-errors-spki-list={AUTHORITY.fingerprint}"
EACH = pytest.mark.parametrize("way", CLIENTS)
BOTH = pytest.mark.parametrize("http2", [False, True], ids=["HTTP/1.1", "HTTP/2"])
COUNTS = [pytest.param(14, id="42 posts"), pytest.param(167, id="501 posts", marks=pytest.mark.slow)]


class Listeners(list):
    """Who hears what is posted; tells when the last one has left."""

    def __init__(self, given):
        super().__init__(given)
        self.left = asyncio.Event()

    def remove(self, listener):
        super().remove(listener)
        if not self:
            self.left.set()


@EACH
@BOTH
@pytest.mark.parametrize("count", COUNTS)
@in_browser_loop
async def test_two_tabs_and_a_kernel_client_see_every_post_once_though_the_server_restarts(
    way: str, http2: bool, count: int
):
    """The server is replaced behind its tap when a third of the posts are stored; the chat is the same."""
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat, http2=http2))
    async with chromium(TRUST) as browser, join(wire, way) as eve:
        pages = {
            name: await enter(browser, wire.url(f"/?transport={way}"), name=name) for name in ("ada", "bob")
        }

        async def talk(client: Client) -> None:
            for n in range(count):
                await client.post(f"eve {n}")

        async def restart() -> None:
            await eve.seen(count)
            await serve_chat(chat, http2=http2)

        saying = [page.evaluate(SAY, [name, count]) for name, page in pages.items()]
        await asyncio.gather(talk(eve), restart(), *saying)
        for page in pages.values():
            await wait_for_messages(page, 3 * count, timeout=120_000)
        async with asyncio.timeout(60):
            stored = [message.text for message in await eve.seen(3 * count)]
        assert stored == [message.text for message in chat._log]
        for page in pages.values():
            assert await shown(page) == stored
            assert await page.locator("#outbox li").count() == 0
        for name in ("ada", "bob", "eve"):
            assert [text for text in stored if text.startswith(name)] == [f"{name} {n}" for n in range(count)]
        assert eve.gaps == 0


@EACH
@BOTH
@in_browser_loop
async def test_a_stop_is_seen_waited_for_and_survived(way: str, http2: bool):
    chat = fresh()
    server = await serve_chat(chat, http2=http2)
    async with chromium(TRUST) as browser:
        page = await enter(browser, server.url(f"/?transport={way}"), name="ada")
        await outlive(page, server, chat=chat, again=lambda: serve_chat(chat, http2=http2, port=server.port))


@in_browser_loop
async def test_an_event_source_comes_again_by_itself_and_says_which_event_was_the_last():
    """Its address is what it began with: where it stands is in Last-Event-ID alone."""
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat, http2=False))
    async with chromium(TRUST) as browser:
        page = await enter(browser, wire.url("/?transport=sse"))
        chat.post(Post("k1", "bob", "heard"))
        await wait_for_messages(page, 1)
        for number in list(wire.links):
            wire.cut(connection=number)
        chat.post(Post("k2", "bob", "said to nobody"))
        await wait_for_messages(page, 2)
        assert await shown(page) == ["heard", "said to nobody"]
    heads = b"".join(getattr(one, "data", b"") or b"" for one in wire.trace.records)
    assert b"Last-Event-ID: e1.1\r\n" in heads
    assert b"/events?after=" not in heads


@EACH
@in_browser_loop
async def test_of_another_epoch_a_note_is_left(way: str):
    chat = fresh()
    chat.post(Post("k1", "bob", "old"))
    server = await serve_chat(chat, http2=True)
    async with chromium(TRUST) as browser:
        page = await enter(browser, server.url(f"/?transport={way}"))
        await wait_for_messages(page, 1)
        await server.aclose()
        young = fresh()
        young.epoch = "e2"
        young.post(Post("k9", "bob", "young"))
        await serve_chat(young, http2=True, port=server.port)
        await wait_for_messages(page, 3)
        assert await page.locator("#messages li").nth(1).get_attribute("class") == "gap"


@in_browser_loop
async def test_from_way_to_way_over_one_connection_and_nothing_is_lost():
    chat = fresh()
    server = await serve_chat(chat, http2=True)
    async with chromium(TRUST) as browser:
        page = await enter(browser, server.url("/"))
        for n, way in enumerate(["sse", "http2-stream", "sse", "http2-stream"]):
            await page.select_option("#transport", way)
            chat.post(Post(f"k{n}", "bob", f"in the gap {n}"))
            await page.fill("#text", f"over {way}")
            await page.press("#text", "Enter")
            await wait_for_messages(page, 2 * n + 2)
            await page.wait_for_selector("[data-presence=live]")
        assert await shown(page) == [message.text for message in chat._log]
        protocols = "[...new Set(performance.getEntriesByType('resource').map((one) => one.nextHopProtocol))]"
        assert await page.evaluate(protocols) == ["h2"]
        assert page.errors == []
        chat._listeners = listeners = Listeners(chat._listeners)
        await page.close()
        async with asyncio.timeout(15):
            await listeners.left.wait()
