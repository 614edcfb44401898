"""2D: a loop that pauses while nobody looks, and catches up at once when somebody does."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.judges.stage import SharedGate, Stage

__all__ = ["POLL_WATCHED"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens to the page (seconds, ``hide`` or ``show``), and when the loop must ask."""

    about: str
    takes: float
    events: Sequence[tuple[float, str]]
    asks: Sequence[float]
    why: str


SCENES = (
    Scene("seen all the time", 1, (), (0, 4, 8, 12, 16), "It asks, and sleeps 3 s after each reply."),
    Scene("hidden from 2 s on", 1, ((2, "hide"),), (0,), "Nobody looks: gate.paused is true, and nothing is asked."),
    Scene(
        "hidden at 2 s, seen again at 9.5 s", 1, ((2, "hide"), (9.5, "show")), (0, 9.5, 13.5, 17.5),
        "When somebody looks again it asks at once, and goes on from there.",
    ),
    Scene(
        "hidden at 0.5 s, in the middle of a request, seen at 6 s", 2, ((0.5, "hide"), (6, "show")), (0, 6, 11, 16),
        "The reply is waited for; then it pauses.",
    ),
    Scene(
        "hidden at 2 s and seen at 2.5 s, both within one sleep", 1, ((2, "hide"), (2.5, "show")),
        (0, 2.5, 6.5, 10.5, 14.5, 18.5), "A short look away counts too: it asks at once, not when the sleep is over.",
    ),
    Scene(
        "hidden at 1 s and seen at 2 s, while a reply takes until 4 s", 4, ((1, "hide"), (2, "show")), (0, 4, 11, 18),
        "That reply was asked for before the pause, and may be old: when it has come, ask at once.",
    ),
    Scene("hidden before it began, seen at 5 s", 1, ((0, "hide"), (5, "show")), (5, 9, 13, 17), "It begins paused."),
    Scene(
        "hidden, seen and hidden again, the whole day", 1,
        ((2, "hide"), (3, "show"), (3.5, "hide"), (8, "show"), (8, "hide"), (12, "show")), (0, 3, 8, 12, 16),
        "Each time somebody looks it asks at once; hidden, it does not.",
    ),
)  # fmt: skip
WATCHED = 19.0  # s


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(SCENES), "scenes"
    for scene in SCENES:
        async with Stage(scene.takes) as stage:
            await _play(trial, stage, scene)
        trial.done += 1


async def _play(trial: Trial, stage: Stage, scene: Scene) -> None:
    gate = SharedGate()
    early = [act for moment, act in scene.events if moment == 0]
    for act in early:
        getattr(gate, act)()
    task = stage.start(trial, gate, stage.ask, stage.render, stage.clock, case=scene.about)
    for moment, act in scene.events[len(early) :]:
        await stage.until(moment, task)
        getattr(gate, act)()
    ended = await stage.until(WATCHED, task)
    if ended:
        trial.fail("Your loop came to an end. It goes on until somebody cancels it.", case=scene.about)
    _compare(trial, stage, scene)


def _compare(trial: Trial, stage: Stage, scene: Scene) -> None:
    if stage.most > 1:
        trial.fail(f"At {stage.crowded:g} s two requests were in flight.", case=scene.about)
    if [round(moment, 6) for moment in stage.asked] != list(scene.asks):
        trial.fail(scene.why, pair=(_times(stage.asked), _times(scene.asks)), case=scene.about)
    _compare_rendered(trial, stage, scene)


def _compare_rendered(trial: Trial, stage: Stage, scene: Scene) -> None:
    came = dict(enumerate(stage.answered, 1))
    for when, what in stage.rendered:
        if type(what) is int and when > came.get(what, when):
            trial.fail(f"A reply came at {came[what]:g} s and was rendered at {when:g} s.", case=scene.about)
    shown = [what for _, what in stage.rendered]
    for number, moment in came.items():
        if number not in shown:
            sentence = f"The reply that came at {moment:g} s was never rendered."
            trial.fail(f"{sentence} Render one that comes while the page is hidden too.", case=scene.about)
    if shown != list(came):
        trial.fail("Not every reply was rendered, once and in order.", case=scene.about)


def _times(moments: Sequence[float]) -> Said:
    return Said(
        "asked at " + ", ".join(f"{moment:g}" for moment in moments[:12]) + " s" if moments else "never asked"
    )


POLL_WATCHED = Exercise(
    name="poll_watched",
    lesson="2D",
    title="Pause, resume, catch up",
    task="Nothing is written yet. Begin with a page that is seen all the time: ask, render, sleep 3 s.",
    hints=(
        "At the head of the loop: while the gate is paused, await gate.watched().",
        "A sleep that a change ends: nap(clock, 3, woken=gate.changed). After it, begin the loop again.",
        "Call gate.asked() right before you ask: it tells the gate that you have caught up, and the next nap "
        "lasts 3 s again.",
    ),
    rfc="",
    judge=_judge,
    praise="Eight scenes: silent while nobody looks, and there at once when somebody does.",
)
