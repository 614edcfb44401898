"""What runs in this kernel, by name: servers, taps, parties.

One registry for each event loop. The same name of the same kind replaces what had it, so that a cell may be run
again; ``close_all`` leaves nothing behind. Names are what a tap looks its server up by. It also knows what an error
message wants to say: where each of them stands, and which handlers crashed.
"""

import asyncio
from collections.abc import Iterator
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

from helpers.net.crashes import Crashes

__all__ = ["Registry", "Running", "registry", "situation"]

_registries: "WeakKeyDictionary[asyncio.AbstractEventLoop, Registry]" = WeakKeyDictionary()


class Running(Protocol):
    """Anything that runs under a name until it is closed."""

    @property
    def name(self) -> str:
        """The name it was started under."""

    async def aclose(self) -> None:
        """End it, wait for that, and be safe to call twice."""

    def situation(self) -> str:
        """Where it stands, in a sentence; nothing where that holds nobody up."""


Thing = TypeVar("Thing", bound=Running)


class Registry:
    """The named things of one event loop."""

    def __init__(self) -> None:
        self.crashes = Crashes()
        self._things: dict[tuple[type[Running], str], Running] = {}

    async def replace(self, thing: Thing) -> Thing:
        """Close what has this thing's kind and name, then let the thing have it."""
        while (old := self._things.get((type(thing), thing.name))) is not None:
            await old.aclose()  # it keeps its name until it is closed: an interrupt loses nothing
            self.forget(old)
        return self.put(thing)

    def put(self, thing: Thing) -> Thing:
        """Let ``thing`` have its name; what had it before is no longer known here."""
        self._things[type(thing), thing.name] = thing
        return thing

    def find(self, kind: type[Thing], name: str) -> Thing:
        """The thing of this kind and name; a ``LookupError`` that lists the names there are."""
        thing = self._things.get((kind, name))
        if not isinstance(thing, kind):
            known = ", ".join(repr(one.name) for one in self.all(kind)) or "none"
            word = kind.__name__.lower()
            raise LookupError(f"no {word} named {name!r} is running (running: {known}): start it first")
        return thing

    def all(self, kind: type[Thing]) -> Iterator[Thing]:
        """Everything of one kind, in the order it was started."""
        return (thing for thing in tuple(self._things.values()) if isinstance(thing, kind))

    def forget(self, thing: Running) -> None:
        """Let go of ``thing`` where it still has its name."""
        key = (type(thing), thing.name)
        if self._things.get(key) is thing:
            del self._things[key]

    def situation(self, first: Running | None = None) -> str:
        """What everybody says of where they stand, ``first`` before all, and what nobody has been told yet."""
        others = [thing for thing in self._things.values() if thing is not first]
        news = " ".join(self.crashes.news(parties=False).split())  # a party says it itself
        said = [first.situation() if first else "", news and f"{news}.", *(one.situation() for one in others)]
        return " ".join(filter(None, said)) or "No tap is open."

    async def close_all(self) -> int:
        """Close everything, the newest first; says how many there were. One that fails stops no other."""
        count, failure = 0, None
        while self._things:
            key, thing = next(reversed(self._things.items()))
            try:
                await thing.aclose()
            except Exception as error:
                failure = failure or error
            if self._things.get(key) is thing:
                del self._things[key]
            count += 1
        self.crashes.forget()
        if failure is not None:
            raise failure
        return count


def registry() -> Registry:
    """The registry of the running event loop."""
    return _registries.setdefault(asyncio.get_running_loop(), Registry())


def situation(first: Running | None = None) -> str:
    """Some sentences on what the taps of the running loop hold, ``first`` before all, and who ended with an error."""
    return registry().situation(first)
