"""A package of npm as one file: fetched once, checked, and opened.

Enters: a pin and the cache. Leaves: files of the package, by name.
"""

import io
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from helpers.publishing.live.kept import checked, kept
from helpers.publishing.live.pinned import Pin
from helpers.publishing.npm import run_npm
from helpers.publishing.page.fonts import keep

__all__ = ["fetch_package", "files_of"]

OFFLINE = "once you are online, run it again; publishing without --live needs no network"
AGAIN = "run npm pack {} to see more"


def files_of(pin: Pin, names: Iterable[str], *, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    """These files of a package, which is fetched unless the cache has it."""
    data = kept(cache / pin.file, sha256=pin.sha256)
    if data is None:
        say(f"asking npm for {pin.name} {pin.version} …")
        with tempfile.TemporaryDirectory() as folder:
            fetch_package(pin.name, pin.version, Path(folder))
            data = keep(cache / pin.file, checked(Path(folder, pin.file), sha256=pin.sha256))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = {name: archive.extractfile(f"package/{name}") for name in names}
        return {name: member.read() for name, member in members.items() if member is not None}


def fetch_package(name: str, version: str, folder: Path) -> None:
    """Have npm put a package into a folder, as one file."""
    wanted = f"{name}@{version}"
    run_npm(["pack", wanted], folder, offline=OFFLINE, again=AGAIN.format(wanted))
