"""Putting a finished site in the place of an old one, and putting right what a run left that was killed.

Enters: where the site stands. Leaves: the old site or the new one, never something between. A site that is being made
stands beside it, under a name with a dot and the number of its process.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.publishing.running import is_running
from helpers.publishing.stopping import too_late

__all__ = ["fresh_site", "repair"]


@contextmanager
def fresh_site(output: Path) -> Iterator[Path]:
    """A folder to be filled, which then takes the place of the old site; after an error it is gone.

    Once the swap has begun, Ctrl-C comes too late.
    """
    folder = output.with_name(f".{output.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        folder.mkdir()
        yield folder
        too_late()
        _swap(folder, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, output: Path) -> None:
    """The old site goes only when the new one stands."""
    old = _old(output)
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _old(output: Path) -> Path:
    return output.with_name(f".{output.name}.old")


def repair(output: Path) -> None:
    """Between the two renames the site stands under the old one's name, half a site under that of its process."""
    if _old(output).is_dir() and not output.exists():
        _old(output).rename(output)
    shutil.rmtree(_old(output), ignore_errors=True)
    for folder in output.parent.glob(f".{output.name}.*-*"):
        process = folder.name.removeprefix(f".{output.name}.").partition("-")[0]
        if not is_running(process):
            shutil.rmtree(folder, ignore_errors=True)
