"""Chromium on the test's own event loop, so that the chat it looks at lives in the same kernel.

Tests that say ``in_browser_loop`` share one loop: the driver of the browser lives on it from the first to the last,
and so does the browser itself, of which each test gets pages of its own. Half of what such a test costs is saved.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from helpers.chat.domain import Chat, Post
from helpers.net import Server, stop_all
from tests.chromium import ARGUMENTS, MISSING, SHELL

needs_chromium = pytest.mark.skipif(SHELL is None, reason=MISSING)


class Browsing:
    """The shared loop, and a browser for each set of arguments; the fixture ``browsing`` ends it with the session."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._driver = self._runner.run(async_playwright().start())
        self._browsers: dict[tuple[str, ...], Browser] = {}

    @asynccontextmanager
    async def chromium(self, *arguments: str) -> AsyncIterator[Browser]:
        """The browser; the pages that were opened in the block are closed with it."""
        if arguments not in self._browsers:
            self._browsers[arguments] = await _launch(self._driver, arguments)
        browser = self._browsers[arguments]
        try:
            yield browser
        finally:
            for context in browser.contexts:
                await context.close()

    def run(self, test: Coroutine[object, object, None]) -> None:
        """Run a test, and leave nothing behind that it began."""
        self._runner.run(self._alone(test))

    async def _alone(self, test: Coroutine[object, object, None]) -> None:
        before = asyncio.all_tasks()
        try:
            await test
        finally:
            await stop_all()
            for task in (left := asyncio.all_tasks() - before):
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def close(self) -> None:
        """End browsers, driver and loop."""
        for browser in self._browsers.values():
            self._runner.run(browser.close())
        self._runner.run(self._driver.stop())
        self._runner.close()


_shared: list[Browsing] = []


def in_browser_loop(test: Callable[..., Coroutine[object, object, None]]) -> Callable[..., None]:
    """Run a coroutine test on the shared loop."""

    def run(browsing: Browsing, **fixtures: object) -> None:
        _shared.append(browsing)
        try:
            browsing.run(test(**fixtures))
        finally:
            _shared.clear()

    wanted = inspect.signature(test)
    first = inspect.Parameter("browsing", inspect.Parameter.KEYWORD_ONLY)
    run.__name__, run.__doc__ = test.__name__, test.__doc__
    run.__signature__ = wanted.replace(parameters=[*wanted.parameters.values(), first])
    run.__dict__.update(test.__dict__)
    return run


@asynccontextmanager
async def chromium(*arguments: str) -> AsyncIterator[Browser]:
    """The shared browser, or on a loop that ends with its test one of its own."""
    if _shared:
        async with _shared[0].chromium(*arguments) as browser:
            yield browser
        return
    async with async_playwright() as driver:
        browser = await _launch(driver, arguments)
        try:
            yield browser
        finally:
            await browser.close()


async def _launch(driver: Any, arguments: tuple[str, ...]) -> Browser:
    return await driver.chromium.launch(executable_path=SHELL, args=[*ARGUMENTS, *arguments])


async def enter(browser: Browser, url: str, *, name: str = "", **options) -> Page:
    """Open the chat in a browser profile of its own; wait until its light is green."""
    context = await browser.new_context(**options)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda line: page.errors.append(line.text) if line.type == "error" else None)
    await page.goto(url)
    await page.wait_for_selector("[data-presence=live]")
    if name:
        await page.fill("#name", name)
    return page


async def shown(page: Page) -> list[str]:
    """The texts of all messages on the page."""
    return await page.eval_on_selector_all("#messages li p", "all => all.map(p => p.textContent)")


async def watch_light(page: Page) -> None:
    """From now on the page keeps in ``lights`` what its light says."""
    light = "document.getElementById('presence')"
    await page.evaluate(
        f"window.lights = []; new MutationObserver(() => lights.push({light}.dataset.presence))"
        f".observe({light}, {{attributes: true}})"
    )


async def red_and_green_again(page: Page) -> bool:
    """Whether the light was red in between, and is green."""
    lights = await page.evaluate("lights")
    return "retrying" in lights and lights[-1] == "live"


async def outlive(page: Page, server: Server, *, chat: Chat, again: Callable[[], Awaitable[object]]) -> None:
    """The server stops, and starts ``again``: the page says so, waits, and has what was said meanwhile."""
    chat.post(Post("k1", "bob", "before"))
    await wait_for_messages(page, 1)
    await server.aclose()
    await page.wait_for_selector("[data-presence=retrying]")
    await page.fill("#text", "meanwhile")
    await page.press("#text", "Enter")
    await page.wait_for_selector("#outbox li")
    chat.post(Post("k2", "bob", "nobody saw it go"))
    await again()
    await page.wait_for_selector("[data-presence=live]")
    await wait_for_messages(page, 3)
    assert await shown(page) == ["before", "nobody saw it go", "meanwhile"]
    assert await page.locator("#outbox li").count() == 0


async def wait_for_messages(page: Page, count: int, *, timeout: float = 15_000) -> None:
    await page.locator("#messages li").nth(count - 1).wait_for(state="attached", timeout=timeout)
