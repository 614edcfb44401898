"""The chat page in Chromium with Socket.IO's official client, from the chat's own server."""

import asyncio

import pytest

from helpers.chat.servers import official
from helpers.chat.servers.bans import Bans
from helpers.net import Tap, tap
from tests.chat.chat_browser import (
    chromium,
    enter,
    in_browser_loop,
    needs_chromium,
    outlive,
    red_and_green_again,
    shown,
    wait_for_messages,
    watch_light,
)
from tests.chat.stream_samples import fresh, say
from tests.chat.test_page import SAY
from tests.chat.test_socketio import join, serve_chat

needs_client = pytest.mark.skipif(
    official.find_client("socket.io-client") is None, reason=official.missing("socket.io-client")
)
pytestmark = [pytest.mark.browser, needs_chromium]
PAGE = "/?transport=socketio"
COUNTS = [pytest.param(15, id="45 posts"), pytest.param(167, id="501 posts", marks=pytest.mark.slow)]
UPGRADE = b"Upgrade: websocket\r\n"


def said(wire: Tap) -> bytes:
    return b"".join(getattr(one, "data", b"") or b"" for one in wire.trace.records)


async def no_websocket(wire: Tap) -> None:
    """A proxy that keeps Upgrade to itself, as it is hop by hop."""
    while True:
        await wire.tamper(lambda data: data.replace(UPGRADE, b""), timeout=60)


def asks_to_upgrade(held) -> bool:
    return UPGRADE in held.data


@needs_client
@pytest.mark.parametrize("count", COUNTS)
@in_browser_loop
async def test_red_and_green_again_history_complete_and_no_doubles(count: int):
    """The server is replaced behind its tap when a third of the posts are stored; the chat is the same."""
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat))
    async with chromium() as browser, join(wire) as eve:
        pages = {name: await enter(browser, wire.url(PAGE), name=name) for name in ("ada", "bob")}
        for page in pages.values():
            await watch_light(page)

        async def talk() -> None:
            for number in range(count):
                await eve.post(f"eve {number}")

        async def restart() -> None:
            await eve.seen(count)
            await serve_chat(chat)

        async with asyncio.timeout(120):
            saying = [page.evaluate(SAY, [name, count]) for name, page in pages.items()]
            await asyncio.gather(talk(), restart(), *saying)
            for page in pages.values():
                await wait_for_messages(page, 3 * count, timeout=120_000)
            stored = [message.text for message in await eve.seen(3 * count)]
        assert stored == [message.text for message in chat._log]
        for page in pages.values():
            assert await shown(page) == stored
            assert await page.locator("#outbox li").count() == 0
            assert await red_and_green_again(page)
        for name in ("ada", "bob", "eve"):
            assert [text for text in stored if text.startswith(name)] == [f"{name} {n}" for n in range(count)]
        assert eve.gaps == 0
    assert b"HTTP/1.1 101" in said(wire)


@needs_client
@in_browser_loop
async def test_where_no_websocket_gets_through_polling_carries_on():
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat), hold=asks_to_upgrade)
    refusing = asyncio.create_task(no_websocket(wire))
    async with chromium() as browser:
        page = await enter(browser, wire.url(PAGE), name="ada")
        await page.evaluate(SAY, ["ada", 5])
        await wait_for_messages(page, 5)
        say(chat)
        await wait_for_messages(page, 6)
        assert await shown(page) == [message.text for message in chat._log]
    refusing.cancel()
    assert b"HTTP/1.1 101" not in said(wire)
    assert b"HTTP/1.1 400" in said(wire)  # what the server made of a WebSocket without its Upgrade
    assert said(wire).count(b"transport=polling") > 5


@needs_client
@in_browser_loop
async def test_a_stop_is_seen_and_waited_for_and_a_ban_is_the_end():
    chat, bans = fresh(), Bans()
    server = await serve_chat(chat, bans=bans)
    async with chromium() as browser:
        page = await enter(browser, server.url(PAGE), name="ada")
        await outlive(page, server, chat=chat, again=lambda: serve_chat(chat, port=server.port, bans=bans))
        bans.add("ada")
        await page.wait_for_selector("[data-presence=closed]")
        assert await page.inner_text("#problem") == "you are banned"


@in_browser_loop
async def test_without_the_client_the_page_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(official.find_client, "__kwdefaults__", {"root": tmp_path})
    monkeypatch.setattr(official.add_client, "__kwdefaults__", {"root": tmp_path})
    server = await serve_chat(fresh())
    async with chromium() as browser:
        page = await browser.new_page()
        await page.goto(server.url(PAGE))
        await page.wait_for_selector("[data-presence=closed]")
        assert "run “course clients” in the course's folder, then reload" in await page.inner_text("#problem")
