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
from tests.chat.chat_browser import chromium, enter, needs_chromium, shown, wait_for_messages
from tests.chat.chat_samples import in_loop

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


@pytest.mark.parametrize("transport", ["polling", "long-polling", "sse"])
@in_loop
async def test_works_behind_the_proxys_prefix(transport: str, tmp_path: Path):
    chat = Chat("e1", now=lambda: 0.0)
    chat.post(Post("k1", "bob", "history"))
    ways = [
        polling(seconds=0.05),
        long_polling(),
        sse(),
    ]  # a proxy of Jupyter holds any other reply back to its end
    server = await serve("chat", app=chat_app(chat, ways, base=0.02))
    async with jupyter(tmp_path) as address, chromium() as browser:
        prefix = f"{address}{BASE}proxy/{server.port}/"
        page = await enter(browser, f"{prefix}?transport={transport}&token={TOKEN}", name="ada")
        await wait_for_messages(page, 1)
        await page.fill("#text", "through the proxy")
        await page.press("#text", "Enter")
        await wait_for_messages(page, 2)
        chat.post(Post("k2", "bob", "and back"))
        await wait_for_messages(page, 3)
        assert await shown(page) == ["history", "through the proxy", "and back"]
        addresses = await page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        assert all(one.startswith(prefix) for one in addresses)
        assert page.errors == []
        await page.context.close()
