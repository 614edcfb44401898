"""Chromium on the test's own event loop, so that the chat it looks at lives in the same kernel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.chromium import ARGUMENTS, CHROMIUM, MISSING

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


@asynccontextmanager
async def chromium(*arguments: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *arguments])
        try:
            yield browser
        finally:
            await browser.close()


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


async def wait_for_messages(page: Page, count: int, *, timeout: float = 15_000) -> None:
    await page.locator("#messages li").nth(count - 1).wait_for(state="attached", timeout=timeout)
