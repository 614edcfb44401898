"""What the code of a server or of a party raised: said once to those who wait, and told to the taps at once.

Enters: an error and whose it is. Leaves: one sentence, with the section that assigns a missing name and the line of
the learner's own code. Where no cell waits, it is kept for the next one that does.
"""

import math
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from helpers.kernel.sections import remedy
from helpers.kernel.stopped import where
from helpers.vocabulary import Side

__all__ = ["Crash", "Crashes"]


class Crash(NamedTuple):
    """The code of ``name`` (``who`` in a sentence) ended with ``error``, at ``moment`` of ``time.monotonic()``.

    ``origins`` are the addresses from which the connections were opened that it had in hand, as far as they are
    known; ``born`` is when the code began, where whoever knows no address may guess by that.
    """

    name: str
    error: Exception
    side: Side
    who: str
    origins: frozenset[Any]
    moment: float
    born: float = math.inf

    @property
    def text(self) -> str:
        """The error, and for a missing name the section that assigns it."""
        said, help_ = str(self.error), remedy(self.error)
        known = f"{type(self.error).__name__}: {said}" if said else type(self.error).__name__
        return known if known.endswith(help_) else known + help_

    @property
    def sentence(self) -> str:
        """Who raised what, and the line of the learner's own code that did."""
        lines = where(self.error.__traceback__, vars(sys.modules["__main__"]))
        return "\n".join([f"{self.who} raised {self.text}", *lines[-1:]])


class Crashes:
    """The crashes of one event loop: all of them, those that no cell has shown yet, and who is told at once."""

    def __init__(self) -> None:
        self.causes: list[Crash] = []  # of servers and taps: why their peers failed
        self.listeners: list[Callable[[Crash], None]] = []
        self._news: list[Crash] = []

    def tell(self, crash: Crash, *, cause: bool = True) -> None:
        """Keep it, and tell everybody who listens; ``cause``: it may be why a peer of it failed."""
        self._news.append(crash)
        if cause:
            self.causes.append(crash)
        self.pass_on(crash)

    def pass_on(self, crash: Crash) -> None:
        """Tell everybody who listens, with what one of them knows of where it was."""
        for listener in tuple(self.listeners):
            listener(crash)

    def since(self, moment: float) -> BaseException | None:
        """The first error of a server or a tap since then."""
        return next((crash.error for crash in self.causes if crash.moment >= moment), None)

    def of(self, name: str) -> list[Exception]:
        """All errors of the server or the tap of that name."""
        return [crash.error for crash in self.causes if crash.name == name]

    def seen(self, *errors: BaseException | None) -> None:
        """The cell shows these itself."""
        self._news = [crash for crash in self._news if not any(crash.error is error for error in errors)]

    def news(self, *, parties: bool = True) -> str:
        """What no cell has shown yet, in sentences, also of ``parties``; from now on all of it counts as shown."""
        news, self._news = self._news, []
        return "\n".join(crash.sentence for crash in news if parties or crash in self.causes)

    def forget(self) -> None:
        """Everybody whose code it was is closed."""
        self.causes.clear()
        self._news.clear()

    def show(self) -> None:
        """Print the news under the cell that runs."""
        if news := self.news():
            print(news, file=sys.stderr, flush=True)
