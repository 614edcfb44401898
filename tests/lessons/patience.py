"""Nobody gives up because a learner reads: after Run All the kernel's clock jumps on, and what was held is held."""

from tests.lessons.kernels import Kernel

__all__ = ["JUMP", "MINUTES", "given_up"]

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


async def given_up(one: Kernel) -> str:
    """The taps of a kernel that ran a lesson, with how many of their connections ended meanwhile: ``{}``."""
    await one.run(JUMP)
    return (await one.run(f"print(await _read_for({MINUTES}))")).text.strip()
