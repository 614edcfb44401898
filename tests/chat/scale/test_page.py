"""The chat's page, with the official client, at workers behind the proxy: each worker dies once, and the bus."""

import asyncio
from itertools import islice

import pytest

from helpers.chat.scale.member import Member
from helpers.chat.scale.workers import Workers, start_workers
from tests.chat.chat_browser import (
    chromium,
    enter,
    needs_chromium,
    red_and_green_again,
    shown,
    wait_for_messages,
    watch_light,
)
from tests.chat.scale.scale_samples import WHOLE
from tests.chat.test_page import SAY
from tests.chat.test_page_socketio import needs_client
from tests.net.net_samples import run_async

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_chromium, needs_client, WHOLE]
COUNT = 15


async def harm(workers: Workers, eve: Member) -> None:
    """Every page is at one of the two, so every page is cut off once; after each blow Eve says a third of hers."""
    says = iter(range(COUNT))

    async def talk() -> None:
        for number in islice(says, COUNT // 3):
            await eve.post(f"eve {number}")

    await eve.seen(COUNT)
    await workers.kill(0)
    await talk()
    await workers.mend()
    await workers.stop_bus()
    talking = asyncio.create_task(talk())
    await workers.start_bus()
    await talking
    await workers.kill(1)
    await talk()


def test_red_and_green_again_history_complete_and_no_doubles() -> None:
    async def main() -> None:
        workers = await start_workers("workers", 2)
        async with chromium() as browser, Member("eve", workers.in_turn) as eve:
            pages = {name: await enter(browser, f"{workers.sticky}/", name=name) for name in ("ada", "bob")}
            for page in pages.values():
                await watch_light(page)
            saying = [page.evaluate(SAY, [name, COUNT]) for name, page in pages.items()]
            await asyncio.gather(harm(workers, eve), *saying)
            texts = [message.text for message in await eve.seen(3 * COUNT)]
            for name in ("ada", "bob", "eve"):
                assert [text for text in texts if text.startswith(name)] == [
                    f"{name} {n}" for n in range(COUNT)
                ]
            for page in pages.values():
                await wait_for_messages(page, 3 * COUNT, timeout=40_000)
                assert await shown(page) == texts
                assert await red_and_green_again(page)

    run_async(main(), debug=False, patience=100)
