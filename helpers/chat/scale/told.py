"""What a lesson tells of several processes: live where the parts are here, and otherwise as it was recorded.

Enters: the name of a story, and a coroutine that gives its lines. Leaves: printed lines. What is recorded stands in
``recorded.toml``, word for word as a run printed it.
"""

import tomllib
from collections.abc import Awaitable, Callable, Iterable
from importlib.resources import files

from helpers.chat.scale.workers import Workers

__all__ = ["recorded_stories", "told"]


async def told(name: str, story: Callable[[], Awaitable[Iterable[str]]], workers: Workers | None) -> None:
    """Print the lines of ``story``; without ``workers`` those of the recording of that name, marked as such."""
    if workers is not None:
        await workers.mend()
        print(*await story(), sep="\n")
        return
    recorded = recorded_stories()
    print(f"Recorded with {recorded['with'][0]}:", *recorded[name], sep="\n")


def recorded_stories() -> dict[str, list[str]]:
    """The lines of each story."""
    return tomllib.loads((files(__package__) / "recorded.toml").read_text("utf-8"))
