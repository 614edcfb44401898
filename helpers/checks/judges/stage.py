"""Where a loop is watched: a server on 127.0.0.1, a step clock, and the answer as a task between them.

Enters: a scene, one row of an exercise's table. Leaves: which questions came when, what was rendered when, in seconds
of the clock: a check of a minute takes milliseconds, and gives the same each time. It stays calm whatever the answer
does: one that idles, one that storms, one that refuses to end. Nothing is left open, nobody left running.
"""

import asyncio
import inspect
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.checks.engine.children import end
from helpers.checks.engine.exercise import Trial
from helpers.checks.judges.props import StageClock, StageEvent, StageGate
from helpers.checks.judges.wire import Wire, get, json_reply, replying, status_and_json
from helpers.loops.clock import StepClock
from helpers.protocols.http1 import parse_request_head

__all__ = ["Question", "Scene", "Stage"]


@dataclass(frozen=True, slots=True)
class Scene:
    """``events`` are methods of the stage, each at its second: ``2 hide, 9.5 show``; at ``until`` the scene ends.

    ``takes`` are the seconds of the replies, ``faults`` what becomes of them: ``200, drop, 503``; the last one is
    for all that follow. ``due`` is what the laws compare with, ``why`` what they say.
    """

    about: str
    until: float = 0
    events: str = ""
    takes: Sequence[float] = (0,)
    faults: str = "200"
    due: Any = ()
    why: str = ""


@dataclass(slots=True)
class Question:
    """It came ``at`` a moment, its reply left at ``until``; ``got`` is what an exercise notes of that."""

    number: int
    target: str
    at: float
    until: float = math.inf
    got: Any = None


class Stage:
    """One scene. ``cast`` names what the answer gets of it; ``perform`` is its part, ``reply`` the server's."""

    cast = "ask render sleep"
    prompt = True  # the answer begins by asking or sleeping: wait for that, in real time
    spotless = True  # no question fails, and so no task of the answer may raise anything
    storm = 25  # questions in one moment of the clock: whoever sends more never stops

    def __init__(self, trial: Trial, scene: Scene) -> None:
        self.trial, self.scene, self.trouble = trial, scene, ""
        self.faults = scene.faults.split(", ")
        self.clock, self.gate = StageClock(), StageGate()
        self.stop = StageEvent("stop is set, so that no nap lasts: your loop is over")
        self.halt, self.hide, self.show = self.stop.set, self.gate.hide, self.gate.show
        self.wire = Wire(replying(self._respond))
        self.questions: list[Question] = []
        self.rendered: list[tuple[float, object]] = []
        self.given_up: dict[str, float] = {}  # target → when the answer cancelled its question
        self.happened: dict[str, tuple[float, int]] = {}  # event → when, and how many questions there were
        self.task: asyncio.Task[object] | None = None
        self.over: float | None = None  # when the answer came to its end, with ``left`` sleeps still there
        self.left, self._burst = 0, (0.0, 0)
        self.prepare()

    def prepare(self) -> None:
        """What the scene needs besides."""

    async def perform(self) -> object:
        """The answer's part."""
        cast = [_plain(getattr(self, name)) for name in self.cast.split()]
        return await self.trial.call(*cast, case=self.scene.about)

    async def ask(self) -> object:
        """Send a question; the body of the reply."""
        return (await self.exchange("/poll"))[1]

    def render(self, reply: object) -> None:
        """Note what was shown, and when."""
        if asyncio.iscoroutine(reply):
            reply.close()
        self.rendered.append((self.clock(), reply))

    async def sleep(self, seconds: float) -> None:
        """Sleep on the stage's clock."""
        await self.clock.sleep(seconds)

    async def exchange(self, target: str) -> tuple[int, Any]:
        """Send a question over a connection of its own; status and body, or an ``OSError``.

        What is too much for one moment waits for ever: then nothing moves, and the check can go on.
        """
        self.clock.note()
        self._burst = self.clock(), self._burst[1] + 1 if self._burst[0] == self.clock() else 1
        if self._burst[1] > self.storm:
            await asyncio.Event().wait()
        try:
            return status_and_json(await self.wire.say(get(target)))
        except asyncio.CancelledError:
            self.given_up[target] = self.clock()
            raise
        except json.JSONDecodeError:
            raise OSError("the reply ended in the middle") from None
        except ValueError:
            raise ConnectionResetError("the connection broke") from None

    async def _respond(self, request: bytes) -> bytes:
        question = Question(len(self.questions) + 1, parse_request_head(request).target, self.clock())
        self.questions.append(question)
        data = await self.reply(question)
        question.until = self.clock()
        return data

    async def reply(self, question: Question) -> bytes:
        """What the server says, when its time has come."""
        await StepClock.sleep(self.clock, self.of(self.scene.takes, question))
        fault = self.of(self.faults, question)
        return b"" if fault == "drop" else json_reply(int(fault), self.body(question))

    def body(self, question: Question) -> object:
        """What stands in a reply."""
        return question.number

    @property
    def replied(self) -> list[Question]:
        """The questions that have their replies."""
        whole = (one for one in self.questions if self.of(self.faults, one) != "drop")
        return [one for one in whole if one.until <= self.clock()]

    def of(self, row: Sequence[Any], question: Question) -> Any:
        """What stands in a row for a question."""
        return row[min(question.number, len(row)) - 1]

    async def play(self) -> None:
        """From the first event to the end; what happens at 0 s happens before the answer begins."""
        for moment, event, *details in (one.split() for one in self.scene.events.split(", ") if one):
            if float(moment) > 0:
                await self._until(float(moment))
            self.happened[event] = self.clock(), len(self.questions)
            if asyncio.iscoroutine(happens := getattr(self, event)(*details)):
                await happens
        await self._until(self.scene.until)

    async def _until(self, moment: float) -> None:
        """Let time pass; what is wrong with the answer already is raised."""
        if self.task is None:
            self.task = self.wire.begin(self.perform())
            self.task.add_done_callback(self._end)
            if self.prompt:
                await self.clock.first.wait()
        await self.clock.advance(moment - self.clock())
        children = self.trial.children
        if wrong := self.trouble or children.trouble or (self.spotless and children.raised):
            self.trial.fail(wrong, case=self.scene.about)
        self.wire.look()

    def _end(self, task: object) -> None:
        self.over, self.left = self.clock(), self.clock.asleep
        self.clock.first.set()

    async def goes_on(self) -> bool:
        """Cancel the answer; whether it asked or slept again."""
        begun = self.clock.begun
        await end([self.task] if self.task else [])
        return self.clock.begun > begun

    async def leave(self) -> None:
        """End the answer, and then its tasks, whose end would only make it go on."""
        await self.goes_on()
        await self.trial.children.end()
        self.clock.close()


def _plain(prop: Any) -> Any:
    """A method as a function whose ``TypeError`` counts no self; anything else as it is."""
    if not inspect.ismethod(prop):
        return prop
    signature = inspect.signature(prop)

    def call(*args: Any) -> Any:
        try:
            signature.bind(*args)
        except TypeError as error:
            raise TypeError(f"{prop.__name__}(): {error}") from None
        return prop(*args)

    return call
