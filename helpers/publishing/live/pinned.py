"""What is fetched from npm and from PyPI, exactly: `pinned.json`, which `helpers.publishing.live.pin` writes.

Enters: the file. Leaves: the runtime, the clients of pages and the wheels, each with version and sha256, a wheel also
with the modules that it brings and the wheels that it depends on.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["PINNED", "Pin", "Wheel", "pinned_clients", "pinned_runtime", "pinned_wheels", "with_depends"]

PINNED = Path(__file__).with_name("pinned.json")


@dataclass(frozen=True, slots=True)
class Pin:
    """One file of a registry."""

    name: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Wheel(Pin):
    """A pure wheel; its modules and its dependencies are names."""

    imports: tuple[str, ...]
    depends: tuple[str, ...]


def pinned_runtime() -> Pin:
    """The npm package of Pyodide."""
    return Pin(**json.loads(PINNED.read_text("utf-8"))["runtime"])


def pinned_clients() -> list[Pin]:
    """The npm packages of other people's clients, in the versions that `course clients` brings."""
    return [Pin(**row) for row in json.loads(PINNED.read_text("utf-8"))["clients"]]


@cache
def pinned_wheels() -> Mapping[str, Wheel]:
    """The wheels, by the normalised names of their packages."""
    rows = json.loads(PINNED.read_text("utf-8"))["wheels"]
    return {
        row["name"]: Wheel(**row | {"imports": tuple(row["imports"]), "depends": tuple(row["depends"])})
        for row in rows
    }


def with_depends(names: Iterable[str]) -> list[str]:
    """Packages and all that they depend on, in alphabetical order."""
    known, found, todo = pinned_wheels(), set[str](), list(names)
    while todo:
        if (name := todo.pop()) not in found:
            found.add(name)
            todo += known[name].depends
    return sorted(found)
