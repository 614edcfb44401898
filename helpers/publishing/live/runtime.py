"""Pyodide: Python for a browser's WebAssembly, from npm.

Enters: the pin and the cache. Leaves: the files that a tab loads, by name. The lock of Pyodide's own packages, which
lie on a host of its own, is left out: ours takes its place.
"""

import io
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from helpers.publishing.live.kept import checked, kept
from helpers.publishing.live.pinned import Pin
from helpers.publishing.npm import run_npm
from helpers.publishing.page.fonts import keep

__all__ = ["FILES", "fetch_package", "runtime"]

# package.json names the licence (MPL 2.0) and where the source is.
FILES = ("package.json", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip")
OFFLINE = "once you are online, run it again; publishing without --live needs no network"
AGAIN = "run npm pack {} to see more"


def runtime(pin: Pin, *, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    """The runtime's files, fetched unless the cache has them."""
    data = kept(cache / pin.file, sha256=pin.sha256)
    if data is None:
        say(f"asking npm for {pin.name} {pin.version} …")
        with tempfile.TemporaryDirectory() as folder:
            fetch_package(pin.name, pin.version, Path(folder))
            data = keep(cache / pin.file, checked(Path(folder, pin.file), sha256=pin.sha256))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = {name: archive.extractfile(f"package/{name}") for name in FILES}
        return {name: member.read() for name, member in members.items() if member is not None}


def fetch_package(name: str, version: str, folder: Path) -> None:
    """Have npm put a package into a folder, as one file."""
    wanted = f"{name}@{version}"
    run_npm(["pack", wanted], folder, offline=OFFLINE, again=AGAIN.format(wanted))
