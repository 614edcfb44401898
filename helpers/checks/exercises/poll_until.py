"""2C: a loop that can be stopped, and loses no reply."""

from dataclasses import dataclass

from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.exercises.poll import judge_rhythm
from helpers.checks.judges.stage import SharedEvent, Stage

__all__ = ["POLL_UNTIL"]


@dataclass(frozen=True, slots=True)
class Stop:
    """When somebody stops the loop, how long replies take, when it must have ended and what was asked by then."""

    about: str
    takes: float
    at: float
    ends: float
    asked: int
    late: str


STOPS = (
    Stop("stopped at 5 s, in its sleep", 0.5, 5, 5, 2, "A stop ends the sleep at once: nap(…, woken=stop)."),
    Stop(
        "stopped at 2 s, while a reply takes until 4 s",
        4,
        2,
        4,
        1,
        "With the reply it is over: no sleep then.",
    ),
    Stop("stopped at 12 s, in the second request", 8, 12, 19, 2, "With the reply it is over: no sleep then."),
    Stop(
        "stopped before it began",
        0.5,
        0,
        0,
        0,
        "It was stopped before it began: there is nothing to wait for.",
    ),
)


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(STOPS), "stops"
    for stop in STOPS:
        async with Stage(stop.takes) as stage:
            await _one(trial, stage, stop)
        trial.done += 1


async def _one(trial: Trial, stage: Stage, stop: Stop) -> None:
    event, about = SharedEvent(), stop.about
    if stop.at == 0:
        event.set()
    task = stage.start(trial, event, stage.ask, stage.render, stage.clock, case=about)
    if await stage.until(stop.at, task) and not event.is_set():
        judge_rhythm(trial, stage, about)
        trial.fail(f"Your loop ended at {stop.at:g} s or before, and nobody had stopped it.", case=about)
    if not event.is_set():
        judge_rhythm(trial, stage, about)
    event.set()
    ended = await stage.until(stop.ends, task)
    if len(stage.asked) > stop.asked:
        trial.fail("A request was sent after the stop.", case=about)
    if len(stage.rendered) < stop.asked:
        trial.fail("The reply that was on its way is lost: wait for it, and render it.", case=about)
    if not ended:
        await _late(trial, stage, stop)
    if stop.asked:
        judge_rhythm(trial, stage, about)


async def _late(trial: Trial, stage: Stage, stop: Stop) -> None:
    await stage.clock.advance(60)
    if len(stage.asked) > stop.asked:
        trial.fail("After the stop it asked once more.", case=stop.about)
    trial.fail(f"At {stop.ends:g} s it should be over. {stop.late}", case=stop.about)


POLL_UNTIL = Exercise(
    name="poll_until",
    lesson="2C",
    title="Stop without losing a reply",
    task="Nothing is written yet. Begin with the loop of poll, as long as stop.is_set() is false.",
    hints=(
        "stop is an asyncio.Event: ask it at the head of the loop, while not stop.is_set().",
        "nap(clock, 3, woken=stop) sleeps 3 s, or until stop is set. It has to be awaited.",
        "Let the request be: a reply that was asked for is awaited and rendered, stopped or not.",
    ),
    rfc="",
    judge=_judge,
    praise="Stopped asleep, stopped in a request, stopped before it began: over at once, and no reply lost.",
)
