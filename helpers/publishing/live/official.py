"""Other people's clients for a page of a lesson's server: what `course clients` is for a kernel, for a tab.

Enters: the pins, and what a lesson imports. Leaves: wheels, by their path in `live/`, that lay the files where
`helpers/chat/servers/official.py` looks for them. One that cannot be had is said to lack, here and by the page.
"""

import json
from collections.abc import Callable
from pathlib import Path

from helpers.publishing.clients import FOLDER, PINNED
from helpers.publishing.errors import CourseError
from helpers.publishing.live.needs import Needs
from helpers.publishing.live.own import wheel_of
from helpers.publishing.live.packed import files_of
from helpers.publishing.live.pinned import Pin, pinned_clients

__all__ = ["clients_of", "official"]

# A lesson that shows a page of a server that serves them.
SHOWS = {"helpers.chat.visit", "helpers.chat.servers.official"}
ABOUT = ("LICENSE", "package.json")


def official(*, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    """The wheel of each client that the cache or npm has."""
    found = dict[str, bytes]()
    for pin in pinned_clients():
        try:
            name, wheel = _wheel(pin, cache=cache, say=say)
        except CourseError as error:
            say(f"without {pin.name}, so the page that wants it shows a sentence: {error}")
        else:
            found[f"wheels/{name}"] = wheel
    return found


def clients_of(needs: Needs) -> list[str]:
    """The packages of the clients that a lesson's pages may ask for."""
    return [_package(pin) for pin in pinned_clients() if needs.first >= SHOWS]


def _package(pin: Pin) -> str:
    return pin.name.replace(".", "-")


def _wheel(pin: Pin, *, cache: Path, say: Callable[[str], None]) -> tuple[str, bytes]:
    file = json.loads(PINNED.read_text("utf-8"))[pin.name]["file"]
    files = files_of(pin, [*ABOUT, file], cache=cache, say=say)
    place = f"{FOLDER}/node_modules/{pin.name}"
    return wheel_of(_package(pin), pin.version, ((f"{place}/{name}", data) for name, data in files.items()))
