"""Who explains the units of a protocol. ``known.py`` registers those of the course; anybody may register more."""

from collections.abc import Callable
from typing import Protocol

from helpers.dissectors.section import Explained
from helpers.protocols.reading import Reading
from helpers.protocols.unit import Unit

__all__ = ["Explainer", "explainer", "register"]


class Explainer(Protocol):
    """Explains the units of one connection, of both sides, in their order. Never raises.

    The fields have to tile the unit (offsets from its first byte). What is raw or malformed never gets here.
    """

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """Explain a unit with all of its bytes."""

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """Explain what came of a unit, of which ``data`` may be just the beginning; asked again when more comes."""


_explainers: dict[str, Callable[[Reading], Explainer]] = {}


def register(protocol: str, make: Callable[[Reading], Explainer]) -> None:
    """From now on units of ``protocol`` are explained by what ``make`` makes, once for each connection."""
    _explainers[protocol] = make


def explainer(reading: Reading) -> Explainer | None:
    """A new explainer for a connection that is read so; ``None`` where nobody explains its protocol."""
    make = _explainers.get(reading.protocol)
    return None if make is None else make(reading)
