"""Every lesson in a real kernel whose network is in memory: the cells that a browser tab runs."""

import asyncio
from pathlib import Path

import pytest

from tests.audit import AFTER, BEFORE
from tests.lessons.kernels import NOTEBOOKS, Reply, cells_of, kernel
from tests.lessons.nursery import Nursery

IN_MEMORY = (
    "import asyncio as _a; import helpers.net.memory; helpers.net.memory.install(_a.get_running_loop())"
)
SHORT = ("1a-", "2c-", "4a-")  # .ci/proofs runs all
LESSONS = [
    pytest.param(path, id=path.stem, marks=() if path.stem.startswith(SHORT) else pytest.mark.slow)
    for path in NOTEBOOKS
]


async def replies(kernels: Nursery, notebook: Path, folder: Path) -> list[tuple[Reply, bool]]:
    """What each cell came to, and whether it had to fail."""
    cells = [(source, tags) for source, tags in cells_of(notebook) if "install" not in tags]
    async with kernel(kernels, folder, notebook) as one:
        prepared = [(await one.run(source), False) for source in (BEFORE, IN_MEMORY)]
        ran = [(await one.run(source, limit=60), "raises-exception" in tags) for source, tags in cells]
        return [*prepared, *ran, (await one.run(AFTER), False)]


@pytest.mark.parametrize("notebook", LESSONS)
def test_a_lesson_runs_on_the_network_in_memory(kernels: Nursery, notebook: Path, tmp_path: Path) -> None:
    came = asyncio.run(replies(kernels, notebook, tmp_path))
    wrong = [reply for reply, fails in came if reply.timed_out or bool(reply.error) != fails]
    assert "\n\n".join(f"{one.error}: {one.message} in {one.source}" for one in wrong) == ""
