"""The chat page in Chromium: usable by everyone, safe against everyone, and it loses nothing."""

import asyncio
from random import Random

import pytest

from helpers.chat.clients.client import Client
from helpers.chat.clients.long_polling import LongPolling
from helpers.chat.clients.polling import Polling
from helpers.chat.domain import Chat, Post
from helpers.chat.servers.failing import failing
from helpers.net import Server, serve
from tests.chat.chat_browser import (
    chromium,
    enter,
    in_browser_loop,
    needs_chromium,
    outlive,
    shown,
    wait_for_messages,
)
from tests.chat.chat_samples import quick
from tests.chromium import AXE

pytestmark = [pytest.mark.browser, needs_chromium]

XSS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<iframe src=javascript:parent.hit=1>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<body onload=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<video><source onerror=window.hit=1></video>",
    "<audio src=x onerror=window.hit=1>",
    "<object data=javascript:window.hit=1>",
    "<embed src=javascript:window.hit=1>",
    "<a href=javascript:window.hit=1 id=go>click</a>",
    "<form action=javascript:window.hit=1><button>x</button></form>",
    "<math><maction actiontype=statusline xlink:href=javascript:window.hit=1>x</maction></math>",
    "<link rel=stylesheet href=javascript:window.hit=1>",
    "<style>@import 'javascript:window.hit=1';</style>",
    "<style>*{background:url(javascript:window.hit=1)}</style>",
    "<base href=https://example.invalid/>",
    "<meta http-equiv=refresh content=0;url=javascript:window.hit=1>",
    "<template><script>window.hit=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.hit=1>'>",
    "<textarea></textarea><img src=x onerror=window.hit=1>",
    "<title></title><img src=x onerror=window.hit=1>",
    "<!--><img src=x onerror=window.hit=1>-->",
    "<![CDATA[<img src=x onerror=window.hit=1>]]>",
    "'\"><img src=x onerror=window.hit=1>",
    "\"]'><script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</p></li></ol><img src=x onerror=window.hit=1>",
    "</textarea><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "{{constructor.constructor('window.hit=1')()}}",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "');window.hit=1;//",
    '\\";window.hit=1;//',
    "%3Cscript%3Ewindow.hit=1%3C/script%3E",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "&#60;img src=x onerror=window.hit=1&#62;",
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "<scr<script>ipt>window.hit=1</scr</script>ipt>",
    "<ScRiPt>window.hit=1</sCrIpT>",
    "<img/src='x'/onerror=window.hit=1>",
    "<img src=x\tonerror=window.hit=1>",
    "<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>",
    "<marquee onstart=window.hit=1>x</marquee>",
    "<div style='position:fixed;inset:0' onclick=window.hit=1>\u202e\u2066x</div>",
]


async def chat_site(**options) -> tuple[Chat, Server]:
    chat = Chat("e1", now=lambda: 1_764_000_000.0)
    return chat, await serve("chat", app=quick(chat, **options))


SAY = """async ([name, count]) => {
  const form = document.getElementById("form");
  for (let n = 0; n < count; n += 1) {
    document.getElementById("text").value = `${name} ${n}`;
    form.requestSubmit();
    if (n % 10 === 9) await new Promise((next) => setTimeout(next, 0));
  }
}"""


COUNTS = [pytest.param(40, id="40 each"), pytest.param(334, id="1,002 posts", marks=pytest.mark.slow)]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("transport", ["polling", "long-polling"])
@in_browser_loop
async def test_two_browsers_and_a_kernel_client_see_every_post_once_and_in_order(transport: str, count: int):
    """Half of the replies are 500, some before and some after storing."""
    chat, server = await chat_site(middlewares=[failing(Random(11))])
    options = {"base": 0.02, "cap": 0.5, "attempts": 60, "random": Random(1)}
    held = transport == "long-polling"
    line = LongPolling(server.url(), **options) if held else Polling(server.url(), seconds=0.05, **options)
    async with chromium() as browser, Client("eve", line, random=Random(2)) as eve:
        url = server.url(f"/?transport={transport}")
        pages = {name: await enter(browser, url, name=name) for name in ("ada", "bob")}

        async def talk() -> None:
            for n in range(count):
                await eve.post(f"eve {n}")

        await asyncio.gather(talk(), *(page.evaluate(SAY, [name, count]) for name, page in pages.items()))
        for page in pages.values():
            await wait_for_messages(page, 3 * count, timeout=240_000)
        stored = [message.text for message in await eve.seen(3 * count)]
        assert stored == [message.text for message in chat._log]
        for page in pages.values():
            assert await shown(page) == stored
            assert await page.locator("#outbox li").count() == 0
        for name in ("ada", "bob", "eve"):
            said = [text for text in stored if text.startswith(name)]
            assert said == [f"{name} {n}" for n in range(count)]
        assert eve.gaps == 0


@in_browser_loop
async def test_fifty_attacks_stay_text():
    assert len(XSS) == 50
    chat, server = await chat_site()
    async with chromium() as browser:
        page = await enter(browser, server.url("/?transport=long-polling"))
        dialogs = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        for n, text in enumerate(XSS):
            chat.post(Post(f"k{n}", text[:40], text))
        await wait_for_messages(page, 50)
        await page.fill("#name", XSS[1][:40])
        await page.fill("#text", XSS[1])
        await page.press("#text", "Enter")
        await wait_for_messages(page, 51)
        assert await shown(page) == [*XSS, XSS[1]]
        assert await page.eval_on_selector_all("#messages b", "all => all.map(b => b.textContent)") == [
            text[:40].strip() for text in [*XSS, XSS[1]]
        ]
        tags = "[...new Set([...document.querySelectorAll('main ol *')].map(e => e.localName))].sort()"
        assert await page.evaluate(tags) == ["b", "li", "p", "time"]
        assert await page.evaluate("window.hit") is None
        assert dialogs == []
        assert page.errors == []


VIOLATIONS = "axe.run().then((result) => result.violations.map((one) => one.id))"


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@in_browser_loop
async def test_axe_finds_nothing_and_nothing_is_cut_off(scheme: str):
    chat, server = await chat_site()
    for n in range(30):
        chat.post(Post(f"k{n}", "ada" * 10, f"message {n} " + "long" * 30))
    async with chromium() as browser:
        page = await enter(browser, server.url(), color_scheme=scheme, bypass_csp=True)
        await wait_for_messages(page, 30)
        await page.evaluate("document.getElementById('text').required = false")
        await page.fill("#text", "")
        await page.evaluate("document.getElementById('form').requestSubmit()")
        assert await page.inner_text("#problem") == "Write your name and a message first."
        await page.add_script_tag(path=AXE)
        for width in (280, 360, 1200):
            await page.set_viewport_size({"width": width, "height": 700})
            for state in ("live", "retrying", "paused", "connecting"):
                await page.evaluate("s => document.getElementById('presence').dataset.presence = s", state)
                assert await page.evaluate(VIOLATIONS) == [], (width, state)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            box = await page.locator("button").bounding_box()
            assert box["x"] + box["width"] <= width
        await page.goto(server.url("/facts.html"))
        await page.wait_for_selector("#facts tr")
        await page.add_script_tag(path=AXE)
        for width in (280, 360, 1200):
            await page.set_viewport_size({"width": width, "height": 700})
            assert await page.evaluate(VIOLATIONS) == [], width


@in_browser_loop
async def test_a_keyboard_is_enough():
    chat, server = await chat_site()
    async with chromium() as browser:
        page = await enter(browser, server.url())
        focused = "document.activeElement.id || document.activeElement.textContent"
        order = []
        for _ in range(5):
            await page.keyboard.press("Tab")
            order.append(await page.evaluate(focused))
        assert order == ["transport", "scroll", "name", "text", "Send"]
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.type("hello")
        await page.keyboard.press("Enter")
        await wait_for_messages(page, 1)
        assert await page.evaluate(focused) == "text"
        assert await page.input_value("#text") == ""
        assert await page.get_attribute("#messages li", "class") == "mine"
        await page.focus("#transport")
        await page.keyboard.press("ArrowDown")
        await page.wait_for_selector("[data-presence=live]")
        chat.post(Post("k", "bob", "over the other transport"))
        await wait_for_messages(page, 2)
        assert await shown(page) == ["hello", "over the other transport"]


@in_browser_loop
async def test_the_light_tells_the_truth_about_a_quiet_line():
    """A held poll has no reply for long: the first after a failure asks for a quick one."""
    chat, server = await chat_site()
    async with chromium() as browser:
        page = await enter(browser, server.url("/?transport=long-polling"))
        await server.aclose()
        await page.wait_for_selector("[data-presence=retrying]")
        await serve("chat", app=quick(chat, hold=1000), port=server.port)
        await page.wait_for_selector("[data-presence=live]")


@pytest.mark.parametrize("transport", ["polling", "long-polling"])
@in_browser_loop
async def test_a_restart_is_seen_waited_for_and_survived(transport: str):
    chat, server = await chat_site()
    async with chromium() as browser:
        page = await enter(browser, server.url(f"/?transport={transport}"), name="ada")
        await outlive(page, server, chat=chat, again=lambda: serve("chat", app=quick(chat), port=server.port))


@in_browser_loop
async def test_a_server_with_another_epoch_leaves_a_note():
    chat, server = await chat_site()
    chat.post(Post("k1", "bob", "old"))
    port = server.port
    async with chromium() as browser:
        page = await enter(browser, server.url())
        await wait_for_messages(page, 1)
        await server.aclose()
        young = Chat("e2", now=lambda: 0.0)
        young.post(Post("k9", "bob", "young"))
        await serve("chat", app=quick(young), port=port)
        await wait_for_messages(page, 3)
        rows = await page.eval_on_selector_all(
            "#messages li", "all => all.map(li => [li.className, li.lastChild.textContent])"
        )
        assert rows == [
            ["", "old"],
            ["gap", "Something is missing here: the server no longer has it."],
            ["", "young"],
        ]


@in_browser_loop
async def test_a_refused_post_comes_back_with_its_reason():
    _, server = await chat_site()
    async with chromium() as browser:
        page = await enter(browser, server.url(), name="ada")
        await page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
        await page.fill("#text", "x" * 2001)
        await page.press("#text", "Enter")
        await page.wait_for_selector("#problem:not(:empty)")
        problem = await page.inner_text("#problem")
        assert problem == "Not sent: text has 2001 characters, at most 2000 are allowed"
        assert len(await page.input_value("#text")) == 2001
        assert await page.locator("#outbox li").count() == 0


@in_browser_loop
async def test_a_page_that_leaves_while_held_leaves_the_others_alone():
    chat, server = await chat_site()
    async with chromium() as browser:
        url = server.url("/?transport=long-polling")
        gone, there = await enter(browser, url), await enter(browser, url)
        await gone.close()
        chat.post(Post("k1", "bob", "still here?"))
        await wait_for_messages(there, 1)
        assert await shown(there) == ["still here?"]
