"""What a really hidden tab runs, in Chromium driven over its own protocol: Playwright's pages are never hidden."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from helpers.chat.domain import Chat, Post
from helpers.net import serve
from tests.chat.chat_browser import needs_chromium
from tests.chat.chat_samples import in_loop, quick
from tests.chromium import CHROMIUM

pytestmark = [pytest.mark.browser, needs_chromium]


class Tabs:
    """The tabs of one Chromium, over the DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._count = socket, 0
        self._waiting: dict[int, asyncio.Future] = {}
        self._loaded = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def call(self, method: str, session: str | None = None, **params) -> dict:
        self._count += 1
        self._waiting[self._count] = asyncio.get_running_loop().create_future()
        message = {"id": self._count, "method": method, "params": params}
        await self._socket.send_json(message | ({"sessionId": session} if session else {}))
        reply = await asyncio.wait_for(self._waiting[self._count], 20)
        assert "error" not in reply, reply
        return reply["result"]

    async def open(self, url: str) -> tuple[str, str]:
        """A new tab in front of the others: (target, session)."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        await self.call("Page.enable", session)
        self._loaded.clear()
        await self.call("Page.navigate", session, url=url)
        await asyncio.wait_for(self._loaded.wait(), 20)
        return target, session

    async def evaluate(self, session: str, script: str) -> object:
        result = await self.call(
            "Runtime.evaluate", session, expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def until(self, session: str, script: str) -> None:
        """Wait in the page, by a timer of the page's own, until ``script`` is true."""
        poll = f"new Promise(done => {{ const look = () => ({script}) ? done() : setTimeout(look, 20); look(); }})"
        await self.evaluate(session, poll)

    async def _read(self) -> None:
        async for message in self._socket:
            value = json.loads(message.data)
            if "id" in value:
                self._waiting.pop(value["id"]).set_result(value)
            elif value["method"] == "Page.loadEventFired":
                self._loaded.set()


@asynccontextmanager
async def chromium_tabs(folder: Path) -> AsyncIterator[Tabs]:
    options = ["--headless=new", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    browser = await asyncio.create_subprocess_exec(CHROMIUM, *options, stderr=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while b"DevTools listening on " not in (line := await browser.stderr.readline()):
                assert line, "Chromium ended before it listened"
            url = line.decode().split(" on ")[1].strip()
            async with session.ws_connect(url, max_msg_size=0) as socket:
                tabs = Tabs(socket)
                yield tabs
                await tabs.call("Browser.close")
                await tabs._reader
    finally:
        if browser.returncode is None:
            browser.terminate()
        await browser.communicate()


@in_loop
async def test_a_hidden_page_polls_not_at_all_and_catches_up_when_somebody_looks(tmp_path: Path):
    chat, log = Chat("e1", now=lambda: 0.0), []
    server = await serve("chat", app=quick(chat, log=log))
    async with chromium_tabs(tmp_path) as tabs:
        target, page = await tabs.open(server.url("/?transport=polling"))
        await tabs.until(page, "document.getElementById('presence')?.dataset.presence === 'live'")
        front, other = await tabs.open("about:blank")
        await tabs.call("Target.activateTarget", targetId=front)
        await tabs.until(
            page, "document.hidden && document.getElementById('presence')?.dataset.presence === 'paused'"
        )
        chat.post(Post("k1", "bob", "nobody looks"))
        asked = len(log)
        await tabs.evaluate(
            other, "new Promise(done => setTimeout(done, 500))"
        )  # ten intervals in a seen tab
        assert len(log) == asked
        await tabs.call("Target.activateTarget", targetId=target)
        await tabs.until(page, "document.querySelectorAll('#messages li').length === 1")
        assert await tabs.evaluate(page, "document.visibilityState") == "visible"


@in_loop
async def test_a_held_poll_still_brings_news_to_a_hidden_page(tmp_path: Path):
    chat = Chat("e1", now=lambda: 0.0)
    server = await serve("chat", app=quick(chat))
    async with chromium_tabs(tmp_path) as tabs:
        _, page = await tabs.open(server.url("/?transport=long-polling"))
        await tabs.until(page, "document.getElementById('presence')?.dataset.presence === 'live'")
        front, _ = await tabs.open("about:blank")
        await tabs.call("Target.activateTarget", targetId=front)
        await tabs.until(page, "document.hidden")
        chat.post(Post("k1", "bob", "psst"))
        await tabs.until(page, "document.querySelectorAll('#messages li').length === 1")
        assert await tabs.evaluate(page, "document.visibilityState") == "hidden"


@in_loop
async def test_a_hidden_tab_paints_nothing_and_ticks_once_a_second_and_a_frozen_one_not_at_all(
    tmp_path: Path,
):
    server = await serve("chat", app=quick(Chat("e1", now=lambda: 0.0)))
    async with chromium_tabs(tmp_path) as tabs:
        _, page = await tabs.open(server.url("/facts.html"))
        await tabs.until(
            page, "globalThis.facts && facts().at(-1).seconds > 1.5 && facts().at(-1).frames > 5"
        )
        front, other = await tabs.open("about:blank")
        await tabs.call("Target.activateTarget", targetId=front)
        await tabs.until(page, "document.hidden && facts().at(-1).seconds > 4.5")
        seen, hidden = (await tabs.evaluate(page, "facts()"))[-2:]
        assert (seen["state"], hidden["state"]) == ("visible", "hidden")
        assert seen["frames"] / seen["seconds"] > 3
        assert hidden["frames"] <= 1
        assert hidden["ticks"] / hidden["seconds"] < seen["ticks"] / seen["seconds"] / 2
        assert hidden["ticks"] / hidden["seconds"] <= 2.5

        await tabs.call("Page.setWebLifecycleState", page, state="frozen")
        before = await tabs.evaluate(page, "facts().at(-1)")
        await tabs.evaluate(other, "new Promise(done => setTimeout(done, 2000))")
        after = await tabs.evaluate(page, "facts().at(-1)")
        assert (after["ticks"], after["chain"], after["frames"]) == (
            before["ticks"],
            before["chain"],
            before["frames"],
        )
        assert after["seconds"] - before["seconds"] > 1.5
