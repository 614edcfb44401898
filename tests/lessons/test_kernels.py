"""Every lesson in a real kernel: twice in a row, in random order, interrupted at random, and what it costs."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.audit import AFTER, BEFORE
from tests.lessons.kernels import NOTEBOOKS, Reply, cells_of, kernel

ORDERS, INTERRUPTS = 20, 20
AT_ONCE = 4
SECONDS_OF_CPU = 4.0
# What a cell that runs out of order may end in; each says what to do next.
NAMED = {"NameError", "NothingToStep", "Unfinished", "LookupError"}
CPU = "import resource as _r; _u = _r.getrusage(_r.RUSAGE_SELF); print(_u.ru_utime + _u.ru_stime)"

pytestmark = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def wrong(reply: Reply, allowed: set[str]) -> str:
    """What is wrong with this reply, or nothing."""
    if reply.timed_out:
        return f"hung: {reply.source}"
    if reply.error and reply.error not in allowed:
        return f"{reply.error}: {reply.message} in: {reply.source}"
    return ""


async def in_order(one, notebook) -> list[Reply]:
    return [
        reply
        for source, tags in cells_of(notebook)
        if (reply := await one.run(source)) and "raises-exception" not in tags
    ]


def test_runs_twice_in_one_kernel_and_leaves_nothing(notebook, tmp_path):
    async def main():
        async with kernel(tmp_path, notebook) as one:
            replies = [await one.run(BEFORE)]
            replies += await in_order(one, notebook)
            replies += await in_order(one, notebook)
            return [*replies, await one.run(AFTER)]

    replies = asyncio.run(main())
    assert [text for reply in replies if (text := wrong(reply, set()))] == []


def test_costs_little(notebook, tmp_path):
    async def main():
        async with kernel(tmp_path, notebook) as one:
            await in_order(one, notebook)
            return float((await one.run(CPU)).text)

    assert asyncio.run(main()) <= SECONDS_OF_CPU


@pytest.mark.slow
def test_survives_any_order(notebook, tmp_path):
    async def shuffled(seed: int, folder: Path) -> list[str]:
        cells = cells_of(notebook)
        random.Random(seed).shuffle(cells)
        async with kernel(folder, notebook) as one:
            replies = [
                await one.run(BEFORE),
                *[await one.run(source) for source, _ in cells],
                await one.run(AFTER),
            ]
        problems = [wrong(replies[0], set()), wrong(replies[-1], {"ModuleNotFoundError"})]
        return [
            f"seed {seed}: {text}"
            for text in [*problems, *(wrong(one, NAMED) for one in replies[1:-1])]
            if text
        ]

    assert "\n\n".join(asyncio.run(_many(shuffled, ORDERS, tmp_path))) == ""


@pytest.mark.slow
def test_survives_interrupts_at_random_moments(notebook, tmp_path):
    async def interrupted(seed: int, folder: Path) -> list[str]:
        generator = random.Random(seed)
        cells = cells_of(notebook)
        victim = generator.randrange(len(cells))
        async with kernel(folder, notebook) as one:
            replies = [await one.run(BEFORE)]
            for number, (source, _) in enumerate(cells):
                moment = generator.uniform(0, 0.05) if number == victim else None
                replies.append(await one.run(source, interrupt_after=moment))
            again = [await one.run(source) for source, _ in cells]
            replies.append(await one.run(AFTER))
        problems = [wrong(reply, NAMED | {"KeyboardInterrupt", "CancelledError"}) for reply in replies]
        problems += [wrong(reply, set()) for reply in again]
        return [f"seed {seed}: {text}" for text in problems if text]

    assert "\n\n".join(asyncio.run(_many(interrupted, INTERRUPTS, tmp_path))) == ""


async def _many(trial, count: int, folder: Path) -> list[str]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(seed: int) -> list[str]:
        async with gate:
            own = folder / str(seed)
            own.mkdir()
            return await trial(seed, own)

    return [text for problems in await asyncio.gather(*map(one, range(count))) for text in problems]
