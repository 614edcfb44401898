"""The chat page at servers that fail, forbid, or say what cannot be meant: it never storms, and never dies."""

from collections.abc import Callable
from itertools import product

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page

from helpers.chat.domain import UNSEEN, Chat
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.polling import polling
from helpers.net import Server, serve
from tests.chat.chat_browser import chromium, enter, in_browser_loop, needs_chromium, shown, wait_for_messages
from tests.chat.chat_samples import quick

pytestmark = [pytest.mark.browser, needs_chromium]
# Full jitter at its longest; every wait but that for an overdue reply is noted, and as short as `shrink` makes it.
WAITS = """(shrink => {
  const real = setTimeout;
  Math.random = () => 0.999;
  globalThis.waits = [];
  globalThis.setTimeout = (call, wait) => {
    if (wait && wait % 10_000 === 0) return real(call, wait);
    waits.push(wait);
    return real(call, wait / shrink);
  };
})(SHRINK)"""
WAYS = ("polling", "long-polling")


class Moody:
    """Middleware that counts polls, and answers them with ``reply`` as long as there is one."""

    def __init__(self, reply: Callable[[], web.Response] | None = None) -> None:
        self.reply, self.polls = reply, 0

    @property
    def middleware(self):
        @web.middleware
        async def answer(request: web.Request, handler) -> web.StreamResponse:
            if request.path not in ("/poll", "/long-poll"):
                return await handler(request)
            self.polls += 1
            return self.reply() if self.reply else await handler(request)

        return answer


def busy(status: int, **headers: str) -> Callable[[], web.Response]:
    return lambda: web.Response(
        status=status, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


async def moody_site(mood: Moody, **options) -> Server:
    app = quick(Chat("e1", now=lambda: 0.0), middlewares=[mood.middleware], **options)
    return await serve("chat", app=app)


async def visitor(browser: Browser, *, shrink: int) -> Page:
    """A tab that goes from server to server."""
    page = await browser.new_page(bypass_csp=True)  # or it may not wait for what a function says
    await page.add_init_script(WAITS.replace("SHRINK", str(shrink)))
    return page


async def waits(page: Page, count: int) -> list[int]:
    """The first waits between two polls, in milliseconds."""
    await page.wait_for_function(f"waits.length >= {count}")
    return [round(wait) for wait in (await page.evaluate("waits"))[:count]]


@in_browser_loop
async def test_a_server_may_ask_for_five_minutes_at_most():
    """Milliseconds beyond 2³¹ were one: 1,579 polls in 5 s."""
    async with chromium() as browser:
        page = await visitor(browser, shrink=10_000)
        for asked, way in product(("3000000", "9" * 30, "Fri, 31 Dec 9999 23:59:59 GMT"), WAYS):
            server = await moody_site(Moody(busy(503, Retry_After=asked)), base=1)
            await page.goto(server.url(f"/?transport={way}"))
            assert await waits(page, 4) == [300_999, 301_998, 303_996, 307_992], (asked, way)


@in_browser_loop
async def test_each_failure_in_a_row_is_waited_for_twice_as_long_a_429_too():
    async with chromium() as browser:
        page = await visitor(browser, shrink=1000)
        for reply, way in product((busy(429), busy(429, Retry_After="0"), busy(503)), WAYS):
            mood = Moody(reply)
            server = await moody_site(mood, base=1)
            await page.goto(server.url(f"/?transport={way}"))
            assert await waits(page, 7) == [999, 1998, 3996, 7992, 15_984, 29_970, 29_970]
            mood.reply = None
            await page.wait_for_selector("[data-presence=live]")


@in_browser_loop
async def test_an_interval_of_a_month_is_long_and_not_none_at_all():
    mood = Moody()
    app = chat_app(Chat("e1", now=lambda: 0.0), [polling(seconds=3e6)], middlewares=[mood.middleware])
    server = await serve("chat", app=app)
    async with chromium() as browser:
        page = await enter(browser, server.url())
        await page.evaluate("new Promise(done => setTimeout(done, 300))")
        assert mood.polls == 1  # an hour would be as good; too long for a timer, and there would be hundreds


GARBAGE = {
    "a proxy's page": lambda: web.Response(text="<h1>Welcome</h1>", content_type="text/html"),
    "null": lambda: web.json_response(None),
    "an empty object": lambda: web.json_response({}),
    "messages that are none": lambda: web.json_response(
        {"messages": [None], "cursor": "e1.1", "gap": False, "more": True}
    ),
    "more, for ever": lambda: web.json_response(
        {"messages": [], "cursor": "e1.0", "gap": False, "more": True}
    ),
}


@pytest.mark.parametrize("way", WAYS)
@in_browser_loop
async def test_a_reply_that_is_not_ours_kills_nothing_and_brings_no_storm(way: str):
    async with chromium() as browser:
        page = await visitor(browser, shrink=20)
        for case, reply in GARBAGE.items():
            mood = Moody(reply)
            server = await moody_site(mood, base=1)
            await page.goto(server.url(f"/?transport={way}"))
            # its interval, where the reply is one of ours
            assert (await waits(page, 2))[1] >= 50, case
            mood.reply = None
            await page.wait_for_selector("[data-presence=live]")
            await page.fill("#text", "alive")
            await page.press("#text", "Enter")
            await wait_for_messages(page, 1)
            assert await shown(page) == ["alive"]


@pytest.mark.parametrize("lost", ["settings.json", "transports/long-polling.js", "poller.js"])
@in_browser_loop
async def test_a_page_that_could_not_load_its_way_tries_again_and_sends_what_was_written_meanwhile(lost: str):
    server = await serve("chat", app=quick(Chat("e1", now=lambda: 0.0)))
    async with chromium() as browser:
        page = await browser.new_page()
        failures = []

        async def fail(route) -> None:
            if len(failures) < 2:
                failures.append(route.request.url)
                return await route.abort()
            return await route.continue_()

        await page.add_init_script("Math.random = () => 0.1")
        await page.route(f"**/{lost}*", fail)
        await page.goto(server.url("/?transport=long-polling"))
        await page.wait_for_selector("[data-presence=retrying]")
        await page.fill("#text", "I could not wait")
        await page.press("#text", "Enter")
        await page.wait_for_selector("[data-presence=live]")
        await wait_for_messages(page, 1)
        assert await shown(page) == ["I could not wait"]
        assert await page.locator("#outbox li").count() == 0
        assert len(failures) == 2


@in_browser_loop
async def test_a_way_that_cannot_be_loaded_leaves_the_one_that_works():
    chat = Chat("e1", now=lambda: 0.0)
    server = await serve("chat", app=quick(chat))
    async with chromium() as browser:
        page = await enter(browser, server.url("/?transport=polling"))
        await page.route("**/transports/long-polling.js*", lambda route: route.abort())
        await page.select_option("#transport", "long-polling")
        await page.fill("#text", "still here")
        await page.press("#text", "Enter")
        await wait_for_messages(page, 1)
        assert await page.get_attribute("#presence", "data-presence") == "live"
        await page.select_option("#transport", "polling")
        await page.unroute("**/transports/long-polling.js*")
        await page.wait_for_selector("[data-presence=live]")


@in_browser_loop
async def test_page_and_server_agree_on_what_can_be_seen():
    server = await serve("chat", app=quick(Chat("e1", now=lambda: 0.0)))
    async with chromium() as browser:
        page = await enter(browser, server.url())
        unseen = await page.evaluate(
            """async () => {
              const { SEEN } = await import("./seen.js");
              return Array.from({ length: 0x110000 }, (_, code) => code)
                .filter(code => !SEEN.test(String.fromCodePoint(code)));
            }"""
        )
        assert unseen == [code for code in range(0x110000) if UNSEEN.fullmatch(chr(code))]
        for name, text in (("\u200b", "hi"), ("ada", "\u3164"), ("ada", "\ufeff\u2800")):
            await page.fill("#name", name)
            await page.fill("#text", text)
            await page.press("#text", "Enter")
            assert await page.inner_text("#problem") == "Write your name and a message first."
