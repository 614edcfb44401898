"""Ways to the chat that no file of ``helpers`` knows: an endless reply, an upgraded connection, a server of its own.

Each is a module of the server, one of the Python client and one of the page, in this folder; nothing is registered.
"""

import asyncio
from random import Random

import pytest

from helpers.chat.clients.client import Client, Presence, Refused
from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.loops.quiet import quiet
from helpers.net import Server, serve
from helpers.net.registry import registry
from tests.chat.chat_browser import chromium, enter, needs_chromium, outlive, shown, wait_for_messages
from tests.chat.chat_samples import in_loop
from tests.joints.chat.elsewhere import Elsewhere, elsewhere
from tests.joints.chat.endless import Endless, endless
from tests.joints.chat.upgraded import Upgraded, upgraded

CLIENTS = {"endless": Endless, "upgraded": Upgraded, "elsewhere": Elsewhere}
NAMES = ["polling", "long-polling", *CLIENTS]
EACH = pytest.mark.parametrize("name", CLIENTS)


def fresh() -> Chat:
    return Chat("e1", now=lambda: 0.0)


async def serve_all(chat: Chat, *, port: int = 0, own: int = 0) -> Server:
    ways = [polling(seconds=0.05), long_polling(hold=20), endless(), upgraded(), elsewhere(own)]
    return await serve("chat", app=chat_app(chat, ways, base=0.02), port=port)


def join(server: Server, name: str, who: str = "eve") -> Client:
    return Client(who, CLIENTS[name](server.url()), random=Random(who))


def texts(client: Client) -> list[str]:
    return [message.text for message in client.messages]


@EACH
@in_loop
async def test_a_python_client_sees_the_history_its_own_and_the_others_messages(name: str):
    chat = fresh()
    chat.post(Post("k1", "bob", "history"))
    server = await serve_all(chat)
    async with asyncio.timeout(20), join(server, name) as eve, join(server, name, "ada") as ada:
        await eve.seen(1)
        stored = await eve.post("hello")
        await ada.post("hello eve")
        chat.post(Post("k2", "bob", "all over one chat"))
        expected = ["history", "hello", "hello eve", "all over one chat"]
        for client in (eve, ada):
            await client.seen(4)
            assert texts(client) == expected
            assert client.presence is Presence.LIVE
        assert eve.messages[1] == stored
        with pytest.raises(Refused, match="text is empty"):
            await eve.post(" ")
    await quiet()
    assert chat._listeners == []  # that they left was seen


@EACH
@in_loop
async def test_a_python_client_waits_for_a_server_that_stops_and_loses_nothing(name: str):
    chat = fresh()
    server = await serve_all(chat)
    own = registry().find(Server, "elsewhere").port
    async with asyncio.timeout(20), join(server, name) as eve:
        chat.post(Post("k1", "bob", "before"))
        await eve.seen(1)
        await server.aclose()
        posting = asyncio.create_task(eve.post("meanwhile"))
        chat.post(Post("k2", "bob", "nobody saw it go"))
        await serve_all(chat, port=server.port, own=own)
        await posting
        await eve.seen(3)
        assert texts(eve) == ["before", "nobody saw it go", "meanwhile"]


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("name", NAMES)
@in_loop
async def test_two_browsers_and_a_python_client_talk(name: str):
    chat = fresh()
    server = await serve_all(chat)
    async with chromium() as browser, join(server, "endless") as eve:
        pages = [await enter(browser, server.url(f"/?transport={name}"), name=who) for who in ("ada", "bob")]
        assert await pages[0].input_value("#transport") == name
        for number, page in enumerate(pages):
            await page.fill("#text", f"message {number}")
            await page.press("#text", "Enter")
            await wait_for_messages(page, number + 1)
        await eve.post("from the kernel")
        for page in pages:
            await wait_for_messages(page, 3)
            assert await shown(page) == ["message 0", "message 1", "from the kernel"]
            assert await page.locator("#outbox li").count() == 0
            assert page.errors == []
        assert texts(eve) == ["message 0", "message 1", "from the kernel"]


@pytest.mark.browser
@needs_chromium
@in_loop
async def test_one_page_goes_from_way_to_way_and_loses_nothing():
    chat = fresh()
    server = await serve_all(chat)
    async with chromium() as browser:
        page = await enter(browser, server.url())
        options = await page.eval_on_selector_all("#transport option", "all => all.map(one => one.value)")
        assert options == NAMES
        for number, name in enumerate(NAMES[1:] + NAMES):
            await page.select_option("#transport", name)
            chat.post(Post(f"k{number}", "bob", f"in the gap {number}"))
            await page.fill("#text", f"over {name}")
            await page.press("#text", "Enter")
            await wait_for_messages(page, 2 * number + 2)
            await page.wait_for_selector("[data-presence=live]")
            assert page.url.endswith(f"?transport={name}")
        expected = [message.text for message in chat._log]
        assert await shown(page) == expected
        assert len(set(expected)) == len(expected) - len(NAMES) + 1  # each way but the first was taken twice
        await page.reload()
        await page.wait_for_selector("[data-presence=live]")
        assert await page.input_value("#transport") == NAMES[-1]
        assert page.errors == []


@pytest.mark.browser
@needs_chromium
@EACH
@in_loop
async def test_a_page_waits_for_a_server_that_stops_and_loses_nothing(name: str):
    chat = fresh()
    server = await serve_all(chat)
    own = registry().find(Server, "elsewhere").port
    async with chromium() as browser:
        page = await enter(browser, server.url(f"/?transport={name}"), name="ada")
        await outlive(page, server, chat=chat, again=lambda: serve_all(chat, port=server.port, own=own))
