"""2E: a client that gets its reply through every failure that may pass, and no other."""

import asyncio
from collections.abc import Iterator, Sequence

from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same
from helpers.checks.judges.scenes import Wrong, on_scenes
from helpers.checks.judges.stage import Question, Scene, Stage
from helpers.checks.judges.wire import json_reply

__all__ = ["judge"]

RUNS = 25  # that chance misses half of a range in all of them has odds of 1 to 30 million
LONG = "500, 503 7, 500, 500, 500, 200"
PASS = "This may pass: wait, and ask again."
FINAL = "That will not pass: raise LookupError, and do not ask again."
SIX = "After six attempts: raise TimeoutError."
# what the server says, with the seconds of its Retry-After; which error is due, if any, and after how many requests
SCENES = (
    Scene("200 at once", why="Return the body of the reply with status 200."),
    Scene("500, 503, then 200", faults="500, 503, 200", why=PASS),
    Scene("a connection that breaks, then 200", faults="drop, 200", why=PASS),
    Scene("503 with Retry-After: 7, then 200", faults="503 7, 200", why=PASS),
    Scene("429 with Retry-After: 2, then 200", faults="429 2, 200", why=PASS),
    Scene("408, 425, then 200", faults="408, 425, 200", why=PASS),
    Scene("404", faults="404", due=(LookupError, 1), why=FINAL),
    Scene("500, then 403", faults="500, 403", due=(LookupError, 2), why=FINAL),
    Scene("499", faults="499", due=(LookupError, 1), why=FINAL),
    Scene("502, 504, then 501", faults="502, 504, 501", due=(LookupError, 3), why=FINAL),
    Scene("500 for ever", faults="500", due=(TimeoutError, 6), why=SIX),
    Scene("a broken network for ever", faults="drop", due=(TimeoutError, 6), why=SIX),
    *[Scene("500, 503 with Retry-After: 7, 500 three times, then 200", faults=LONG, why=PASS)] * RUNS,
)


class _Stage(Stage):
    """Sleeping takes no time, and is noted; whatever comes of the answer is looked at."""

    spotless, storm = False, 100

    def prepare(self) -> None:
        self.slept: list[float] = []
        self.outcome = Outcome()

    async def perform(self) -> None:
        self.outcome = await self.trial.attempt(self.get, self.sleep, case=self.scene.about)

    async def get(self) -> tuple[int, int | None, str]:
        status, (after, body) = await self.exchange("/poll")
        return status, after, body

    async def sleep(self, seconds: float) -> None:
        self.slept.append(float(seconds))
        await asyncio.sleep(0)

    async def reply(self, question: Question) -> bytes:
        status, after = self.says(question)
        return json_reply(status, [after, f"reply {question.number}"]) if status else b""

    def says(self, question: Question) -> tuple[int | None, int | None]:
        """Neither where the connection breaks."""
        status, *after = self.of(self.faults, question).replace("drop", "0").split()
        return int(status), int(after[0]) if after else None


def _ends_well(play: _Stage) -> Iterator[Wrong]:
    error, asked = play.scene.due or (None, len(play.faults))
    came, body = play.outcome, f"reply {asked}"
    if not (isinstance(came.error, error) if error else came.error is None and same(came.value, body)):
        told = came.reason or describe(came.value, limit=80)
        yield Wrong(play.scene.why, told, error.__name__ if error else repr(body))
    if len(play.questions) != asked:
        yield Wrong(play.scene.why, f"{len(play.questions)} requests", f"{asked}")


def _sleeps(play: _Stage) -> Iterator[Wrong]:
    waits = len(play.questions) - 1
    if len(play.slept) != waits:
        sentence = "Sleep once between two attempts, and not after the last."
        yield Wrong(sentence, f"slept {len(play.slept)} times", f"{waits} times")
    for question, seconds in zip(play.questions, play.slept, strict=False):
        least, room = play.says(question)[1] or 0, 2 ** (question.number - 1)
        if not least <= seconds <= least + room + 1e-9:
            full = f"Full jitter after failure {question.number}: anywhere from 0 to {room} s."
            more = f"The server asked for {least} s: not earlier, and the jitter (up to {room} s) on top."
            yield Wrong(more if least else full, f"{seconds:.4g} s", f"{least} to {least + room} s")


def _spread(plays: Sequence[_Stage]) -> Iterator[Wrong]:
    """Over many runs chance goes through all that is allowed, also on top of what the server asked for."""
    runs = [play for play in plays if play.scene.faults == LONG]
    for place, drawn in enumerate(zip(*(play.slept for play in runs), strict=True)):
        least, room = runs[0].says(runs[0].questions[place])[1] or 0, 2**place
        seen, due = f"{min(drawn):.3g} to {max(drawn):.3g} s", f"{least} to {least + room} s"
        if not min(drawn) <= least + room / 2 <= max(drawn):
            part = f"In {RUNS} runs the delay after failure {place + 1} used only a part of its range."
            top = " Retry-After tells everybody the same moment: the jitter comes on top of it."
            yield Wrong(part + top * bool(least), seen, due)
        if all(seconds.is_integer() for seconds in drawn):
            yield Wrong("Only whole seconds: draw anything between, as random.uniform does.", seen, due)


judge = on_scenes(SCENES, _ends_well, _sleeps, stage=_Stage, together=_spread)
