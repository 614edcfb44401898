"""The session: cells run one after the other, on the loop that is there; what they say goes to the page.

Enters: the text of a cell, a message of a view, a wish to stop. Leaves: messages, the last of a run being ``done``.
A cell that waits is stopped by cancelling it; one that never waits can only be interrupted by who started Python.
"""

import asyncio
import json
import sys
from collections.abc import Callable

from helpers.kernel.tab.cell import file_name, run
from helpers.kernel.tab.page import Page, Printed, running
from helpers.kernel.tab.shell import Shell, install

__all__ = ["Session"]


class Session:
    """What the worker holds; ``post`` takes JSON for the page."""

    def __init__(self, post: Callable[[str], None]) -> None:
        self.page = Page(post)
        self.shell = Shell(self.page)
        self._streams = Printed(self.page, "stdout"), Printed(self.page, "stderr")
        self._task: asyncio.Task[bool] | None = None

    def begin(self) -> None:
        """From now on this is the process's notebook session."""
        install(self.shell)
        sys.stdout, sys.stderr = self._streams

    async def run(self, number: int, source: str) -> None:
        """Run a cell as the run ``number``; what it raises is shown, and never comes out of here."""
        running.set(number)
        self._task = asyncio.ensure_future(self._ran(number, source))
        try:
            failed = await self._task
        finally:
            self._task = None
        for stream in self._streams:
            stream.flush()
        self.page.say("done", failed=failed)

    def stop(self) -> None:
        """Stop the cell that runs, where it waits."""
        if self._task is not None:
            self._task.cancel()

    def receive(self, text: str) -> None:
        """A view said something, in JSON."""
        self.page.receive(json.loads(text))

    async def _ran(self, number: int, source: str) -> bool:
        try:
            value = await run(source, self.shell.user_ns, name=file_name(number))
            if value is not None:
                self.shell.display(value)
        except BaseException as error:  # a stop is one, and SystemExit must not end the worker
            self.shell.failed(error)
            return True
        return False
