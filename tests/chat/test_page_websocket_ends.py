"""The page's WebSocket whose server is killed, cut or silent: red in time, then green, with every message once."""

import asyncio
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from helpers.chat.domain import Post
from helpers.net import serve, tap
from helpers.net.websocket import Limits
from helpers.vocabulary import Side
from tests.chat.chat_browser import chromium, enter, in_browser_loop, needs_chromium, shown, wait_for_messages
from tests.chat.stream_samples import fresh, say
from tests.chat.test_page import SAY
from tests.chat.test_websocket import join, serve_chat
from tests.chat.websocket_peers import NODE_MODULES, together
from tests.net.net_samples import settled

pytestmark = [pytest.mark.browser, needs_chromium]
RED, GREEN = "[data-presence=retrying]", "[data-presence=live]"
IN_TIME = 2.0  # s for a page to see what its kernel knows at once, on a busy machine
CHILD = """
import asyncio
from tests.chat.stream_samples import fresh, say
from tests.chat.test_websocket import serve_chat
async def main():
    chat = fresh()
    say(chat, 2)
    print((await serve_chat(chat)).port, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@asynccontextmanager
async def another_process() -> AsyncIterator[tuple[int, int]]:
    """A chat with two messages in a process of its own: which process, and its port."""
    child = await create_subprocess_exec(sys.executable, "-c", CHILD, stdout=PIPE)
    try:
        yield child.pid, int(await child.stdout.readline())
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def post(page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


@in_browser_loop
async def test_a_server_whose_process_is_killed():
    """The next one has the same chat, as after a restart from a log; the page goes on where it was."""
    chat = fresh()
    say(chat, 2)
    async with another_process() as (process, port), chromium() as browser:
        page = await enter(browser, f"http://127.0.0.1:{port}/?transport=websocket", name="ada")
        await wait_for_messages(page, 2)
        os.kill(process, signal.SIGKILL)
        killed = time.monotonic()
        await page.wait_for_selector(RED)
        assert time.monotonic() - killed < IN_TIME
        await post(page, "is anybody there?")
        chat.post(Post("k3", "bob", "nobody saw it go"))
        await serve_chat(chat, port=port)
        await page.wait_for_selector(GREEN)
        await wait_for_messages(page, 4)
        assert await shown(page) == ["message 1", "message 2", "nobody saw it go", "is anybody there?"]
        assert [message.text for message in chat._log] == await shown(page)


@in_browser_loop
async def test_cut_again_and_again_while_both_talk():
    chat, count = fresh(), 12
    wire = await tap("wire", await serve_chat(chat))
    async with chromium() as browser, join(wire) as eve:
        page = await enter(browser, wire.url("/?transport=websocket"), name="ada")

        async def talk() -> None:
            for number in range(count):
                await eve.post(f"eve {number}")
                if number % 4 == 1:
                    for link in list(wire.links):
                        wire.cut(connection=link)

        async with asyncio.timeout(25):
            await asyncio.gather(talk(), page.evaluate(SAY, ["ada", count]))
            await wait_for_messages(page, 2 * count)
            stored = [message.text for message in await eve.seen(2 * count)]
        await page.wait_for_selector(GREEN)
        assert stored == [message.text for message in chat._log] == await shown(page)
        assert sorted(stored) == sorted(
            f"{who} {number}" for who in ("ada", "eve") for number in range(count)
        )


@in_browser_loop
async def test_a_stall_longer_than_the_heartbeat_is_noticed_by_both():
    """The wire stands and nothing of the page's comes through: its server gives it up, and so does the page."""
    chat, beat = fresh(), 0.4
    server = await serve_chat(chat, beat=beat, patience=beat, limits=Limits(every=beat, patience=beat))
    wire = await tap("wire", server)
    async with chromium() as browser:
        page = await enter(browser, wire.url("/?transport=websocket"), name="ada")
        await post(page, "before")
        await wait_for_messages(page, 1)
        wire.stall(Side.CLIENT)
        stalled = time.monotonic()
        await post(page, "into the silence")
        await page.wait_for_selector(RED)
        await settled(lambda: not chat._listeners)
        assert time.monotonic() - stalled < 2 * beat + IN_TIME
        chat.post(Post("k", "bob", "meanwhile"))
        wire.resume(Side.CLIENT)
        await page.wait_for_selector(GREEN)
        await wait_for_messages(page, 3)
        assert sorted(await shown(page)) == ["before", "into the silence", "meanwhile"]
        assert [message.text for message in chat._log] == await shown(page)


@pytest.mark.skipif(not shutil.which("node"), reason="no Node: sudo apt-get install nodejs")
@pytest.mark.skipif(not (NODE_MODULES / "ws").is_dir(), reason="no ws: npm ci")
@in_browser_loop
async def test_chromium_the_library_aiohttp_node_and_our_client_in_one_chat():
    chat, count = fresh(), 8
    server = await serve_chat(chat)
    async with asyncio.timeout(25), chromium() as browser, join(server) as eve:
        page = await enter(browser, server.url("/?transport=websocket"), name="ada")

        async def talk() -> None:
            for number in range(count):
                await eve.post(f"eve {number}")

        theirs, *_ = await asyncio.gather(
            together(server.url("/socket", "ws"), count, 5 * count),
            talk(),
            page.evaluate(SAY, ["ada", count]),
        )
        await wait_for_messages(page, 5 * count)
        await eve.seen(5 * count)
        stored = [message.text for message in chat._log]
        heard = [*theirs, [message.text for message in eve.messages], await shown(page)]
    assert heard == [stored] * 5
    for name in ("ada", "eve", "library", "aiohttp", "ws"):
        assert [text for text in stored if text.startswith(name)] == [f"{name} {n}" for n in range(count)]
    assert server.log == []


@in_browser_loop
async def test_a_page_of_another_origin_is_refused():
    log: list[str] = []
    server = await serve_chat(fresh(), log=log)
    other = await serve("other", handler=empty_page)
    async with chromium() as browser:
        page = await browser.new_page()
        await page.goto(other.url())
        script = """url => new Promise(done => {
          const socket = new WebSocket(url, ["json"]);
          socket.onmessage = () => done("heard");
          socket.onclose = ({ code }) => done(code);
        })"""
        assert await page.evaluate(script, server.url("/socket", "ws")) == 1006
        assert log == ["GET /socket 403"]
        page = await enter(browser, server.url("/?transport=websocket"))
        assert await page.evaluate(script, server.url("/socket", "ws")) == "heard"


async def empty_page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    writer.close()
