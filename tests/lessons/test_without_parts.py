"""Lesson 5D where something is not installed: every cell runs, says what is missing, and shows what was recorded."""

import asyncio
import re

from helpers.chat.scale.programs import CADDY
from helpers.chat.scale.told import recorded_stories
from tests.lessons.kernels import NOTEBOOKS, cells_of, kernel

LACK = "import helpers.chat.scale.programs as _programs; _programs.find_caddy = lambda: None"
LESSON = next(path for path in NOTEBOOKS if path.stem.startswith("5d-"))


def test_it_runs_whole_without_a_proxy(kernels, tmp_path):
    async def main():
        async with kernel(kernels, tmp_path, LESSON) as one:
            return [await one.run(LACK), *[await one.run(source) for source, _ in cells_of(LESSON)]]

    replies = asyncio.run(main())
    assert [reply.message for reply in replies if reply.error or reply.timed_out] == []
    assert any(reply.text == f"{CADDY}\n" for reply in replies)
    recorded = recorded_stories()
    shown = {
        match[1]: reply.text for reply in replies if (match := re.search(r'told\("([^"]+)"', reply.source))
    }
    assert set(shown) == set(recorded) - {"with"}
    for name, text in shown.items():
        assert text.splitlines() == [f"Recorded with {recorded['with'][0]}:", *recorded[name]]
