"""The wheels of what lessons import, from PyPI: pure Python, pinned, checked, and cut down to what a tab uses.

Enters: pins and the cache. Leaves: wheels, by file name.

Rejected: building from source without extensions. All that the lessons need is on PyPI as pure Python, too; a build
would ask for packages that nobody pinned, and give other bytes on each machine.
"""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from helpers.publishing.live.kept import checked, kept
from helpers.publishing.live.pinned import Wheel
from helpers.publishing.live.pip import download
from helpers.publishing.live.slim import slim
from helpers.publishing.page.fonts import keep

__all__ = ["PYTHON", "wheels"]

PYTHON = "3.14"  # Pyodide's


def wheels(pins: Iterable[Wheel], *, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    """The wheels, fetched unless the cache has them."""
    found = {pin: kept(cache / pin.file, sha256=pin.sha256) for pin in pins}
    if lacking := [pin for pin, data in found.items() if data is None]:
        say(f"asking pip for {len(lacking)} of {len(found)} wheels …")
        found |= _fetch(lacking, cache)
    return {pin.file: slim(pin.file, data) for pin, data in found.items() if data is not None}


def _fetch(pins: list[Wheel], cache: Path) -> dict[Wheel, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = "".join(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n" for pin in pins)
        (folder / "asked.txt").write_text(asked, "utf-8")
        download(["--no-deps", "--require-hashes", "--requirement", "asked.txt"], folder, python=PYTHON)
        return {pin: keep(cache / pin.file, checked(folder / pin.file, sha256=pin.sha256)) for pin in pins}
