"""The line to the page: every message is JSON, and names the run of a cell that it belongs to.

Enters: streams, bundles, errors. Leaves: text for the function that the worker gave. Which run speaks is a context
variable, so that a task that goes on after its cell still speaks for it. More than a page can show is not sent.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

__all__ = ["Page", "Printed", "running"]

MOST = 200_000  # characters that one run may print: a loop that prints for ever must not fill the page
CUT = "\n… more was printed than this page shows."

running: ContextVar[int] = ContextVar("running", default=0)


class Page:
    """What the session says to the page."""

    def __init__(self, post: Callable[[str], None]) -> None:
        self._post = post
        self._printed: dict[int, int] = {}
        self._receive: Callable[[dict[str, Any]], None] | None = None

    def say(self, kind: str, **said: object) -> None:
        """One message; half a surrogate pair, which JSON takes and a page does not, is written out."""
        text = json.dumps({"kind": kind, "run": running.get(), **said}, ensure_ascii=False)
        self._post(text.encode("utf-8", "backslashreplace").decode())

    def printed(self, stream: str, text: str) -> None:
        """What a cell prints, up to its limit."""
        number = running.get()
        before = self._printed.get(number, 0)
        self._printed[number] = before + len(text)
        if before <= MOST:
            cut = before + len(text) > MOST
            self.say("stream", name=stream, text=text[: MOST - before] + CUT if cut else text)

    # ---- as the hub's carrier ----

    def send(self, message: dict[str, Any], /) -> None:
        """Bring a message of the hub to the views."""
        self.say("hub", message=message)

    def listen(self, receive: Callable[[dict[str, Any]], None], /) -> None:
        """The hub is there, and takes what views say."""
        self._receive = receive
        self.say("hub")

    def receive(self, message: dict[str, Any]) -> None:
        """A view said something."""
        if self._receive is not None:
            self._receive(message)


class Printed:
    """Stands in the place of ``sys.stdout`` or ``sys.stderr``, and sends whole lines."""

    encoding, errors = "utf-8", "backslashreplace"

    def __init__(self, page: Page, name: str) -> None:
        self._page, self._name = page, name
        self._line: dict[int, str] = {}  # by run

    def write(self, text: str) -> int:
        """Take a text; it goes out with the end of its line, or when somebody flushes."""
        number = running.get()
        lines, end, rest = (self._line.pop(number, "") + text).rpartition("\n")
        if rest:
            self._line[number] = rest
        if end:
            self._page.printed(self._name, lines + end)
        return len(text)

    def flush(self) -> None:
        """Send what waits for the end of its line."""
        if rest := self._line.pop(running.get(), ""):
            self._page.printed(self._name, rest)

    def isatty(self) -> bool:
        """No terminal: nobody colours what they print."""
        return False
