"""The page code that 2C shows, in a page at the real server: it polls and survives, posts and says why not."""

import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from helpers.chat.domain import Chat, Post
from helpers.chat.servers.app import chat_app
from helpers.chat.servers.polling import polling
from helpers.net import serve
from tests.chat.chat_browser import chromium, in_browser_loop, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium]
LESSON = Path(__file__).parents[2] / "lessons" / "2c-polling-loop.md"
FRAGILE, STURDY, SEND, SUBMIT = re.findall(r"^~~~js\n(.*?)^~~~$", LESSON.read_text("utf-8"), re.M | re.S)
PAGE = """<!doctype html><p id="problem"></p><form id="form"><input id="text"></form><script>
const shown = [], faults = [], rings = []
const render = (page) => shown.push(page.messages.map((one) => one.text).join())
console.warn = (_, error) => faults.push(error.message)
addEventListener("unhandledrejection", (event) => faults.push("nobody caught it"))
setTimeout = (call, wait) => rings.push([call, wait])
</script>"""


@asynccontextmanager
async def page_at_a_chat(*code):
    chat = Chat(epoch="monday", now=lambda: 0.0)
    chat.post(Post("key-1", "Ada", "Is anybody here?"))
    server = await serve("chat", app=chat_app(chat, [polling()]))
    async with chromium() as browser:
        page = await browser.new_page()
        await page.route("**/taught", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        await page.goto(server.url("/taught"))
        await page.add_script_tag(content="\n".join(code))
        yield page, chat


async def until(page, condition):
    await page.wait_for_function(condition, timeout=15_000)


@in_browser_loop
async def test_without_a_catch_the_first_lost_request_ends_it():
    async with page_at_a_chat(FRAGILE) as (page, _):
        await until(page, "rings.length === 1 && shown[0] === 'Is anybody here?'")
        await page.route("**/poll", lambda route: route.abort())
        await page.evaluate("void rings[0][0]()")
        await until(page, "faults.includes('nobody caught it')")
        assert await page.evaluate("rings.length") == 1


@in_browser_loop
async def test_with_it_the_loop_goes_on_through_all_that_fails():
    failures = {
        "Failed to fetch": lambda route: route.abort(),
        "status 503": lambda route: route.fulfill(status=503, json={"error": "too much"}),
        "JSON": lambda route: route.fulfill(body="<h1>Bad gateway</h1>"),
    }
    async with page_at_a_chat(STURDY) as (page, chat):
        await until(page, "rings.length === 1")
        for number, (said, fail) in enumerate(failures.items(), 1):
            await page.route("**/poll", fail)
            await page.evaluate("rings.at(-1)[0]()")
            await until(page, f"rings.length === {number + 1}")
            assert said in await page.evaluate("faults.at(-1)")
            await page.unroute("**/poll")
        chat.post(Post("key-2", "Bob", "Yes"))
        await page.evaluate("rings.at(-1)[0]()")
        await until(page, "shown.at(-1) === 'Is anybody here?,Yes'")
        assert await page.evaluate("[rings[0][1], rings.length]") == [3000, 5]


@in_browser_loop
async def test_a_post_is_stored_or_its_text_stays_and_the_reader_is_told():
    async with page_at_a_chat(SEND, SUBMIT) as (page, chat):
        await page.fill("#text", "from the page")
        await page.press("#text", "Enter")
        await until(page, "text.value === ''")
        assert chat.greeting().messages[-1].text == "from the page"
        await page.fill("#text", " ")
        await page.press("#text", "Enter")
        await until(page, "problem.textContent.startsWith('Not sent: ')")
        assert "text" in await page.inner_text("#problem")
        assert await page.input_value("#text") == " "
