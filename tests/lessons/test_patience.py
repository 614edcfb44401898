"""Nobody gives up because a learner reads: after Run All the kernel's clock jumps on, and what was held is held."""

import asyncio

import pytest

from tests.lessons.kernels import NOTEBOOKS, cells_of, kernel

JUMP = """
import asyncio
from helpers.net.registry import registry
from helpers.net.settle import settle
from helpers.net.tap import Tap

def _endings():
    return {tap.name: sum(getattr(one, "ending", None) is not None for one in tap.trace.records)
            for tap in registry().all(Tap) if tap.holding}

async def _read_for(seconds):
    before, loop = _endings(), asyncio.get_running_loop()
    clock = loop.time
    loop.time = lambda: clock() + seconds  # every timer up to here rings now
    for _ in range(3):
        await asyncio.sleep(0.01)
        await settle()
    del loop.time
    return {name: count - before[name] for name, count in _endings().items() if count != before[name]}
"""
MINUTES = 400  # s: aiohttp's own patience is 300 s, the longest of all that the lessons use


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_held_waits_for_its_reader(kernels, notebook, tmp_path):
    async def main() -> str:
        async with kernel(kernels, tmp_path, notebook) as one:
            for source, _ in cells_of(notebook):
                await one.run(source)
            await one.run(JUMP)
            return (await one.run(f"print(await _read_for({MINUTES}))")).text

    assert asyncio.run(main()).strip() == "{}"
