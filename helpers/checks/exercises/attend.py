"""5A: the handler of one connection, which leaves nothing behind however it ends."""

import asyncio

from websockets.exceptions import ConnectionClosedError

from helpers.checks.engine.limits import Outcome
from helpers.checks.judges.scenes import Wrong, broken, on_scenes
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["judge"]

ENDS = {"bye": StopAsyncIteration(), "break": ConnectionClosedError(None, None)}
STANDS = (
    "At the first read the socket has to stand in everybody already, or it misses what is said meanwhile."
)
TELLS = "At the first read tell(socket) has to run already: begin it, as a task, before the loop."
TIDY = "It takes tell a moment to end when it is cancelled: wait for it before you return."
LASTS = "As long as the connection lasts, the socket stands in everybody and one tell(socket) runs."
ENDS_IT = "What ends the connection ends the handler, and what was raised is raised on."
WORDS = {"": "it goes on", "return": "it returns", "cancelled": "cancelled"}
# what it hears, and how it ends
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

    prompt = False

    def prepare(self) -> None:
        self.other, self.flaw = object(), ""
        self.everybody: set[object] = {self.other}
        self.heard, self.called, self.telling, self.early = list[str](), 0, 0, False
        self.texts: asyncio.Queue[str | BaseException] = asyncio.Queue()
        self.outcome: Outcome | None = None

    async def perform(self) -> None:
        self.outcome = await self.trial.attempt(
            self, self.everybody, self.tell, self.hear, case=self.scene.about
        )
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
        if self.over is None or self.outcome is None:
            return "" if self.over is None else "cancelled"
        how = "return" if self.outcome.error is None else type(self.outcome.error).__name__
        return "cancelled" if how == "CancelledError" else how


def _serves(play: _Desk) -> list[Wrong]:
    texts, end = play.scene.due
    here, over = play in play.everybody, play.over is not None
    raised = play.outcome.reason if play.outcome and play.outcome.error else ""
    return broken(
        (play.flaw, play.flaw),
        (not over and not end and not (here and play.telling == 1), LASTS),
        (raised and play.ended != end, f"Your code raised {raised}."),
        (play.heard != texts, "Each text goes to hear(text), once.", play.heard, texts),
        (play.ended != end, ENDS_IT, *(WORDS.get(how, f"{how} is raised") for how in (play.ended, end))),
        (over and here, "The connection is over, and its socket still stands in everybody."),
        (over and play.telling, "The connection is over, and tell(socket) still runs: cancel its task."),
        (play.early, TIDY),
        (play.other not in play.everybody, "Somebody else stood in everybody, and was taken out."),
    )  # fmt: skip


judge = on_scenes(SCENES, _serves, stage=_Desk)
