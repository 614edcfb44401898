"""What lesson 6B says that a browser does by itself, asked of one: cookies, origins, forms, preflights, markup."""

from typing import Any

import pytest
from aiohttp import web

from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.origins import ANY
from helpers.chat.servers.polling import polling
from helpers.chat.servers.requests import stored
from helpers.chat.servers.websocket import websocket
from helpers.net import Server, serve
from tests.chat.chat_browser import chromium, in_browser_loop, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium]

LISTEN = """(url) => new Promise((heard) => {
  const socket = new WebSocket(url)
  socket.onmessage = (event) => heard(event.data)
  socket.onclose = () => heard("closed")
})"""
FORM = """<!doctype html><form action="%s" method="post" enctype="text/plain">
<input name='{"key": "k1", "name": "Ada", "text": "I quit.", "x": "' value='"}'></form>
<script>document.forms[0].submit()</script>"""
POST = """(url) => fetch(url, {method: "POST", credentials: "include", body: "{}",
  headers: {"Content-Type": "application/json"}}).then(() => "sent", () => "not sent")"""
INSERT = """([how, text]) => new Promise((done) => {
  window.hit = 0
  document.body[how] = text
  const later = new Image() // which fails after the one in the text
  later.onerror = () => done(window.hit)
  later.src = "y"
})"""


class Seen:
    """A middleware that keeps the heads of all requests."""

    def __init__(self) -> None:
        self.heads: list[Any] = []

    def __call__(self) -> Any:
        @web.middleware
        async def see(request: web.Request, handler: Any) -> web.StreamResponse:
            self.heads.append(request)
            return await handler(request)

        return see


async def a_chat(seen: Seen, **options: Any) -> tuple[Server, Chat]:
    chat = Chat(epoch="monday", now=lambda: 0.0)
    chat.post(Post("key-1", "Ada", "The code of the door is 4711."))
    ways = [websocket(**options), polling()]
    return await serve("chat", app=chat_app(chat, ways, middlewares=[seen()])), chat


async def a_site(html: str = "<!doctype html><title>evil</title><body></body>", **headers: str) -> Server:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/", page)
    return await serve("stranger", app=app)


def elsewhere(site: Server) -> str:
    """The same site by the other name of this machine, which makes it another *site*."""
    return f"http://localhost:{site.port}/"


async def visit(browser: Any, address: str, chat: Server, same_site: str | None) -> Any:
    """A page in which somebody is logged in to the chat, by a cookie of that kind."""
    context = await browser.new_context()
    cookie = {"name": "session", "value": "ada", "url": chat.url("/")}
    await context.add_cookies([cookie | ({"sameSite": same_site} if same_site else {})])
    page = await context.new_page()
    await page.goto(address)
    return page


@in_browser_loop
async def test_a_page_on_another_port_listens_with_a_strict_cookie_until_its_origin_is_looked_at():
    for options, ends in (({"origins": [ANY]}, "4711"), ({}, "closed")):
        seen = Seen()
        (chat, _), site = await a_chat(seen, **options), await a_site()
        async with chromium() as browser:
            page = await visit(browser, site.url("/"), chat, "Strict")
            assert ends in await page.evaluate(LISTEN, chat.url("/socket", "ws"))
        (head,) = seen.heads
        assert head.cookies == {"session": "ada"}
        assert head.headers["Origin"] == site.url("").rstrip("/")


@pytest.mark.parametrize("same_site", ["Strict", "Lax", None])
@in_browser_loop
async def test_a_page_of_another_site_listens_without_the_cookie(same_site):
    seen = Seen()
    (chat, _), site = await a_chat(seen, origins=[ANY]), await a_site()
    async with chromium() as browser:
        page = await visit(browser, elsewhere(site), chat, same_site)
        assert "4711" in await page.evaluate(LISTEN, chat.url("/socket", "ws"))
    (head,) = seen.heads
    assert head.cookies == {}
    assert head.headers["Origin"] == elsewhere(site).rstrip("/")


@pytest.mark.parametrize(("same_site", "sent"), [("Strict", {}), ("Lax", {"session": "ada"})])
@in_browser_loop
async def test_a_link_from_another_site_sends_a_lax_cookie(same_site, sent):
    seen = Seen()
    chat, _ = await a_chat(seen)
    site = await a_site(f'<!doctype html><a href="{chat.url("/")}">the chat</a>')
    async with chromium() as browser:
        page = await visit(browser, elsewhere(site), chat, same_site)
        await page.get_by_role("link").click()
        await page.wait_for_url(chat.url("/") + "**")
    assert seen.heads[0].cookies == sent


@pytest.mark.parametrize(("place", "sent"), [(Server.url, {"session": "ada"}), (elsewhere, {})])
@in_browser_loop
async def test_a_form_posts_json_as_text_and_is_stored_by_whoever_believes_it(place, sent):
    chat, heads = Chat(epoch="monday", now=lambda: 0.0), []

    async def believes(request: web.Request) -> web.Response:
        heads.append(request)
        status, said = stored(chat, await request.read())
        return web.json_response(said, status=status)

    app = web.Application()
    app.router.add_post("/poll", believes)
    believer = await serve("believer", app=app)
    site = await a_site(FORM % believer.url("/poll"))
    async with chromium() as browser:
        page = await visit(browser, "about:blank", believer, "Lax")
        await page.goto(place(site))
        await page.wait_for_url("**/poll")
    assert [message.text for message in chat.greeting().messages] == ["I quit."]
    (head,) = heads
    assert head.cookies == sent
    assert (head.content_type, head.headers["Origin"]) == ("text/plain", place(site).rstrip("/"))
    assert head.headers["Sec-Fetch-Site"] == ("same-site" if sent else "cross-site")


@in_browser_loop
async def test_a_form_is_refused_by_our_chat():
    seen = Seen()
    chat, log = await a_chat(seen)
    site = await a_site(FORM % chat.url("/poll"))
    async with chromium() as browser:
        page = await visit(browser, "about:blank", chat, "Strict")
        await page.goto(site.url("/"))
        await page.wait_for_url("**/poll")
        assert "send application/json" in await page.content()
    assert len(log.greeting().messages) == 1


@in_browser_loop
async def test_before_json_of_a_foreign_page_comes_a_question_without_cookies():
    seen = Seen()
    (chat, _), site = await a_chat(seen), await a_site()
    async with chromium() as browser:
        page = await visit(browser, site.url("/"), chat, "Strict")
        assert await page.evaluate(POST, chat.url("/poll")) == "not sent"
    assert [(head.method, dict(head.cookies)) for head in seen.heads] == [("OPTIONS", {})]


@pytest.mark.parametrize(
    ("how", "text", "runs"),
    [
        ("innerHTML", "<img src=x onerror='window.hit = 1'>", True),
        ("innerHTML", "<script>window.hit = 1</script>", False),
        ("textContent", "<img src=x onerror='window.hit = 1'>", False),
    ],
)
@in_browser_loop
async def test_what_runs_of_what_is_inserted(how, text, runs):
    site = await a_site()
    async with chromium() as browser:
        page = await browser.new_page()
        await page.goto(site.url("/"))
        assert await page.evaluate(INSERT, [how, text]) == runs
        chat, _ = await a_chat(Seen())
        await page.goto(chat.url("/"))  # a page of ours, with its policy
        assert await page.evaluate(INSERT, [how, text]) == 0
