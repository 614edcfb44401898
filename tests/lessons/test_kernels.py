"""Every lesson in a real kernel: twice in a row, in random order, interrupted at random, and what it costs.

Between the two runs it is asked whether somebody gave up, and whether the cells show what the lesson says.
"""

import asyncio
import random
from pathlib import Path

import pytest

from tests.audit import AFTER, BEFORE
from tests.lessons.claims import CLAIMS, untrue
from tests.lessons.kernels import NOTEBOOKS, Kernel, Reply, cells_of, kernel
from tests.lessons.nursery import Nursery
from tests.lessons.patience import given_up

KERNELS = 4  # for each of the two long proofs
ORDERS = INTERRUPTS = 5  # in each of them
SECONDS_OF_CPU = 4.0
# What a cell that runs out of order may end in; each says what to do next.
NAMED = {"NameError", "NothingToStep", "Unfinished", "LookupError"}
CPU = "import resource as _r; _u = _r.getrusage(_r.RUSAGE_SELF); print(_u.ru_utime + _u.ru_stime)"

# Of the two long proofs every run has a short form, with the first lesson that was made; .ci/proofs has all of both.
PROVEN = [
    *(
        pytest.param(path, 1, id=f"{path.stem} in one kernel")
        for path in NOTEBOOKS
        if path.stem.startswith("4a-")
    ),
    *(pytest.param(path, KERNELS, id=path.stem, marks=pytest.mark.slow) for path in NOTEBOOKS),
]


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


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_twice_in_one_kernel_keeps_its_word_leaves_nothing_and_costs_little(kernels, notebook, tmp_path):
    async def main():
        async with kernel(kernels, tmp_path, notebook) as one:
            replies = [await one.run(BEFORE)]
            replies += await in_order(one, notebook)
            seconds = float((await one.run(CPU)).text) + kernels.seconds
            broken = await given_up(one), await untrue(one, notebook.stem.partition("-")[0].upper())
            replies += await in_order(one, notebook)
            return [*replies, await one.run(AFTER)], seconds, broken

    replies, seconds, broken = asyncio.run(main())
    assert [text for reply in replies if (text := wrong(reply, set()))] == []
    assert broken == ("{}", {})
    assert seconds <= SECONDS_OF_CPU


def test_every_claim_is_of_a_lesson():
    assert set(CLAIMS) <= {path.stem.partition("-")[0].upper() for path in NOTEBOOKS}


@pytest.mark.parametrize(("notebook", "count"), PROVEN)
def test_survives_any_order(kernels, notebook, count, tmp_path):
    async def shuffled(seed: int, one: Kernel) -> list[str]:
        cells = cells_of(notebook)
        random.Random(seed).shuffle(cells)
        before = await one.run(BEFORE)
        replies = [await one.run(source) for source, _ in cells]
        after = await one.run(AFTER)
        problems = [wrong(before, set()), wrong(after, {"ModuleNotFoundError"})]
        problems += [wrong(reply, NAMED) for reply in replies]
        await one.run("%reset -f")
        return [f"seed {seed}: {text}" for text in problems if text]

    async def orders(number: int, one: Kernel) -> list[str]:
        seeds = range(number * ORDERS, (number + 1) * ORDERS)
        return [problem for seed in seeds for problem in await shuffled(seed, one)]

    assert "\n\n".join(asyncio.run(_many(orders, count, kernels, notebook, tmp_path))) == ""


@pytest.mark.parametrize(("notebook", "count"), PROVEN)
def test_survives_interrupts_at_random_moments(kernels, notebook, count, tmp_path):
    async def interrupted(seed: int, one: Kernel) -> list[str]:
        generator = random.Random(seed)
        cells = cells_of(notebook)
        victims = generator.sample(range(len(cells)), INTERRUPTS)
        replies = [await one.run(BEFORE)]
        for number, (source, _) in enumerate(cells):
            moment = generator.uniform(0, 0.05) if number in victims else None
            replies.append(await one.run(source, interrupt_after=moment))
        again = [await one.run(source) for source, _ in cells]
        replies.append(await one.run(AFTER))
        problems = [wrong(reply, NAMED | {"CancelledError"}) for reply in replies if not reply.interrupted]
        problems += [wrong(reply, set()) for reply in again]
        return [f"seed {seed}: {text}" for text in problems if text]

    assert "\n\n".join(asyncio.run(_many(interrupted, count, kernels, notebook, tmp_path))) == ""


async def _many(trial, count: int, kernels: Nursery, notebook: Path, folder: Path) -> list[str]:
    """The trial in several kernels at once, and all that went wrong."""

    async def one(seed: int) -> list[str]:
        own = folder / str(seed)
        own.mkdir()
        async with kernel(kernels, own, notebook) as fresh:
            return await trial(seed, fresh)

    return [text for problems in await asyncio.gather(*map(one, range(count))) for text in problems]
