"""2F: the server's half of long polling. Real connections ask, time is a step clock."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from helpers.checks.engine.limits import Printed, Trouble, step
from helpers.checks.engine.values import type_name
from helpers.checks.judges.scenes import Wrong, at_times, broken, on_scenes
from helpers.checks.judges.stage import Question, Scene, Stage
from helpers.checks.judges.wire import json_reply

__all__ = ["judge"]

SECONDS = 30
CANCELLED = "Its request was cancelled, and your listener is still subscribed: unsubscribe in a finally."
SENT = "The reply is sent and your listener still subscribed: call what subscribe gave you, in a finally."
SCENES = (
    Scene("two messages are there", 0, "0 post 2, 0 comes 0", due=(0, [1, 2]),
          why="There is news already: answer at once."),
    Scene("three are there, the client has two", 0, "0 post 3, 0 comes 2", due=(0, [3]),
          why="Only what came after the cursor."),
    Scene("nothing is there; one comes at 10 s", 10, "0 comes 0, 10 post", due=(10, [1]),
          why="Hold, and wake when it comes."),
    Scene("nothing comes at all", SECONDS + 1, "0 post, 0 comes 1", due=(SECONDS, []),
          why="After 30 s the hold is over: an empty list, no error."),
    Scene("three clients wait; one message comes at 5 s", 5, "0 post, 0 comes 1, 0 comes 1, 0 comes 1, 5 post",
          due=(5, [2]), why="All who wait get it."),
    Scene("two come in the same moment, 10 s", 10, "0 comes 0, 10 post 2", due=(10, [1, 2]),
          why="Look again: all that is new."),
    Scene("one comes right after your first look", 0, "0 ambush, 0 comes 0", due=(0, [1]),
          why="It fell between the look and the subscription. Subscribe first, or await nothing between them."),
    Scene("a client hangs up while it is held", 5, "0 comes 0, 5 hang_up"),
)  # fmt: skip


class _Chat(Stage):
    """A server whose handlers are the answer, and the ``chat`` that the answer gets. Messages are their ids."""

    prompt = False

    def prepare(self) -> None:
        self.ids: list[int] = []
        self.listeners: list[Callable[[int], object]] = []
        self.replies: list[tuple[float, object]] = []
        self.ambushed, self.hang_up = False, self.wire.hang_up

    async def perform(self) -> None:
        """Nothing: here the answer is asked."""

    def after(self, cursor: int) -> list[int]:
        if self.ambushed:
            self.ambushed = False
            asyncio.get_running_loop().call_soon(self.post)
        return [one for one in self.ids if one > cursor]

    def subscribe(self, listener: Callable[[int], object]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None

    def post(self, count: str = "1") -> None:
        for _ in range(int(count)):
            self.ids.append(len(self.ids) + 1)
            for listener in tuple(self.listeners):
                self.tell(listener)

    def tell(self, listener: Callable[[int], object]) -> None:
        """Under the limit of the check, as all that the answer made."""
        outcome = step(partial(listener, self.ids[-1]), self.trial.children.budget, Printed())
        if outcome.trouble is not None:
            said = outcome.reason or "nothing is written yet"
            told = "Your listener raised" if outcome.trouble is Trouble.RAISED else "In your listener"
            self.trouble = self.trouble or f"{told} {said}. Each new message calls listener(message)."

    def ambush(self) -> None:
        """The next look is followed by a message."""
        self.ambushed = True

    def comes(self, cursor: str) -> None:
        """One more client."""

        async def client() -> None:
            with suppress(OSError):
                _, news = await self.exchange(f"/poll?after={cursor}")
                self.replies.append((self.clock(), news))

        self.wire.begin(client())

    async def reply(self, question: Question) -> bytes:
        about, cursor = self.scene.about, int(question.target.rpartition("=")[2])
        value = await self.trial.call(self, cursor, SECONDS, self.clock, case=about)
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            told = f"Your function returned {type_name(value)}, expected the list that chat.after gives."
            self.trial.fail(told, case=about)
        return json_reply(200, value)


_said = partial(at_times, nothing="no reply yet")


def _answered(play: _Chat) -> list[Wrong]:
    """All who asked get what is due when it is due, and no listener stays behind."""
    due = play.scene.due
    wanted = [due] * len(play.questions) if due else []
    return broken(
        (play.replies != wanted, play.scene.why, _said(play.replies), _said(wanted)),
        (play.listeners and not due, CANCELLED),
        (play.listeners, SENT),
    )


judge = on_scenes(SCENES, _answered, stage=_Chat)
