"""Pyodide: Python for a browser's WebAssembly, from npm.

Enters: the pin and the cache. Leaves: the files that a tab loads, by name. The lock of Pyodide's own packages, which
lie on a host of its own, is left out: ours takes its place.
"""

from collections.abc import Callable
from pathlib import Path

from helpers.publishing.live.packed import files_of
from helpers.publishing.live.pinned import Pin

__all__ = ["FILES", "runtime"]

# package.json names the licence (MPL 2.0) and where the source is.
FILES = ("package.json", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip")


def runtime(pin: Pin, *, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    """The runtime's files, fetched unless the cache has them."""
    return files_of(pin, FILES, cache=cache, say=say)
