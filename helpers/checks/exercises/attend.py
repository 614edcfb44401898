"""5A: the handler of one connection, which leaves nothing behind however it ends."""

import asyncio
from collections.abc import Iterator

from websockets.exceptions import ConnectionClosedError

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.judges.scenes import Wrong, on_scenes
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["judge"]

BYE = StopAsyncIteration
ENDS = {"bye": BYE(), "break": ConnectionClosedError(None, None)}
STANDS = (
    "At the first read the socket has to stand in everybody already, or it misses what is said meanwhile."
)
TELLS = "At the first read tell(socket) has to run already: begin it, as a task, before the loop."
TIDY = "It takes tell a moment to end when it is cancelled: wait for it before you return."
SCENES = (
    Scene("nobody says anything", 1, due=([], "")),
    Scene("a socket that says two things", 2, "1 say one, 2 say two", due=(["one", "two"], "")),
    Scene("a text, then a goodbye", 3, "1 say one, 2 end bye", due=(["one"], "return")),
    Scene("a line that breaks", 3, "2 end break", due=([], "ConnectionClosedError")),
    Scene("hear raises", 3, "1 say wrong", due=(["wrong"], "KeyError")),
    Scene("somebody cancels the handler", 3, "1 say one, 2 cancel", due=(["one"], "cancelled")),
    Scene("a goodbye at once", 2, "0 end bye", due=([], "return")),
)


class _Desk(Stage):
    """The socket, and who stands in everybody; ``flaw`` is what was wrong at a moment that a law cannot see."""

    cast, prompt = "socket everybody tell hear", False

    def __init__(self, trial: Trial, scene: Scene) -> None:
        super().__init__(trial, scene)
        self.due: tuple[list[str], str] = scene.due
        self.socket, self.other, self.flaw = self, object(), ""
        self.everybody: set[object] = {self.other}
        self.heard, self.called, self.telling, self.early = list[str](), 0, 0, False
        self.texts: asyncio.Queue[str | BaseException] = asyncio.Queue()
        self.outcome: Outcome | None = None

    async def perform(self) -> None:
        answer = self.trial.attempt(
            *[getattr(self, name) for name in self.cast.split()], case=self.scene.about
        )
        self.outcome = await answer
        self.early = self.telling > 0

    def __aiter__(self) -> "_Desk":
        return self

    async def __anext__(self) -> str:
        self.flaw = self.flaw or STANDS * (self not in self.everybody) or TELLS * (not self.called)
        if isinstance(text := await self.texts.get(), BaseException):
            raise text.with_traceback(None)
        return text

    def tell(self, socket: object) -> object:
        self.called += 1
        return self._telling()

    async def _telling(self) -> None:
        self.telling += 1
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(3):
                await asyncio.sleep(0)
            self.telling -= 1

    def hear(self, text: str) -> None:
        self.heard.append(text)
        if text == "wrong":
            raise KeyError(text)

    def say(self, text: str) -> None:
        self.texts.put_nowait(text)

    def end(self, how: str) -> None:
        self.texts.put_nowait(ENDS[how])

    def cancel(self) -> None:
        assert self.task is not None
        self.task.cancel()

    @property
    def ended(self) -> str:
        """How the answer ended, in a word."""
        if self.over is None:
            return ""
        if self.outcome is None:
            return "cancelled"
        return "return" if self.outcome.error is None else type(self.outcome.error).__name__


def _begins(play: _Desk) -> Iterator[Wrong]:
    """While it lasts."""
    if play.flaw:
        yield Wrong(play.flaw)
    if play.over is None and not play.due[1] and (play not in play.everybody or play.telling != 1):
        yield Wrong(
            "As long as the connection lasts, the socket stands in everybody and one tell(socket) runs."
        )


def _hears(play: _Desk) -> Iterator[Wrong]:
    due = play.due[0]
    if play.outcome and play.outcome.error and play.ended != play.due[1]:
        yield Wrong(f"Your code raised {play.outcome.reason}.")
    if play.heard != due:
        yield Wrong("Each text goes to hear(text), once.", str(play.heard), str(due))


def _ends(play: _Desk) -> Iterator[Wrong]:
    due = play.due[1]
    if play.ended != due and not (due == "cancelled" and play.ended == "CancelledError"):
        words = {"": "it goes on", "return": "it returns"}
        yield Wrong(
            "What ends the connection ends the handler, and what was raised is raised on.",
            *(words.get(how, how if how == "cancelled" else f"{how} is raised") for how in (play.ended, due)),
        )


def _leaves(play: _Desk) -> Iterator[Wrong]:
    if play.over is not None and play in play.everybody:
        yield Wrong("The connection is over, and its socket still stands in everybody.")
    if play.over is not None and play.telling:
        yield Wrong("The connection is over, and tell(socket) still runs: cancel its task.")
    if play.early:
        yield Wrong(TIDY)
    if play.other not in play.everybody:
        yield Wrong("Somebody else stood in everybody, and was taken out.")


judge = on_scenes(SCENES, _begins, _hears, _ends, _leaves, stage=_Desk)
