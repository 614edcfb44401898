"""The chat page behind a Jupyter server's proxy: ``<base_url>proxy/PORT/``, where every address must be relative."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.chat.servers.sse import sse
from helpers.net import serve
from tests.chat.chat_browser import chromium, enter, in_browser_loop, needs_chromium, shown, wait_for_messages

pytest.importorskip(
    "jupyter_server_proxy", reason="no jupyter-server-proxy: pip install jupyter-server-proxy"
)
pytestmark = [pytest.mark.browser, needs_chromium]

TOKEN, BASE = "t0ken", "/hub/user/ada/"


@asynccontextmanager
async def jupyter(folder: Path) -> AsyncIterator[str]:
    """A Jupyter server of its own, as a Hub would start it; its address without the base URL."""
    options = {
        "ServerApp": {
            "base_url": BASE,
            "port": 0,
            "ip": "127.0.0.1",
            "open_browser": False,
            "allow_root": True,
        },
        "IdentityProvider": {"token": TOKEN},
    }
    config = folder / "config.json"
    config.write_text(json.dumps(options))
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "jupyter_server", f"--config={config}", f"--ServerApp.root_dir={folder}"),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            yield await _address(server.stderr)
    finally:
        server.terminate()
        await server.communicate()


async def _address(log: asyncio.StreamReader) -> str:
    while line := (await log.readline()).decode():
        if "http://127.0.0.1:" in line:
            return line[line.index("http://") :].split(BASE)[0].strip()
    raise RuntimeError("the Jupyter server ended before it listened")


@in_browser_loop
async def test_works_behind_the_proxys_prefix(tmp_path: Path):
    """A proxy of Jupyter holds any other reply back to its end."""
    chat = Chat("e1", now=lambda: 0.0)
    ways = {"polling": polling(seconds=0.05), "long-polling": long_polling(), "sse": sse()}
    server = await serve("chat", app=chat_app(chat, list(ways.values()), base=0.02))
    async with jupyter(tmp_path) as address, chromium() as browser:
        prefix = f"{address}{BASE}proxy/{server.port}/"
        for way in ways:
            chat.post(Post(f"{way} 1", "bob", "history"))
            page = await enter(browser, f"{prefix}?transport={way}&token={TOKEN}", name="ada")
            before = len(chat._log)
            await wait_for_messages(page, before)
            await page.fill("#text", f"through the proxy by {way}")
            await page.press("#text", "Enter")
            await wait_for_messages(page, before + 1)
            chat.post(Post(f"{way} 2", "bob", "and back"))
            await wait_for_messages(page, before + 2)
            said = ["history", f"through the proxy by {way}", "and back"]
            assert await shown(page) == [message.text for message in chat._log]
            assert (await shown(page))[-3:] == said
            resources = "performance.getEntriesByType('resource').map(entry => entry.name)"
            assert all(one.startswith(prefix) for one in await page.evaluate(resources))
            assert page.errors == []
            await page.context.close()
