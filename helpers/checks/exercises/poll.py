"""2C: ask, render, then sleep, with at most one request in flight."""

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import describe
from helpers.checks.judges.stage import Stage

__all__ = ["POLL", "judge_rhythm"]

CASES: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("a server that replies after 4 s, longer than your pause", (4,)),
    ("a server that replies after 0.5 s", (0.5,)),
    ("a server that needs 1 s, then 10 s, then 0.5 s", (1, 10, 0.5)),
)
WATCHED = 40.0  # s


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(CASES), "servers"
    for about, takes in CASES:
        async with Stage(*takes) as stage:
            task = stage.start(trial, stage.ask, stage.render, stage.sleep, case=about)
            ended = await stage.until(WATCHED, task)
            judge_rhythm(trial, stage, about)
            if ended:
                trial.fail("Your loop came to an end. It goes on until somebody cancels it.", case=about)
        trial.done += 1


def judge_rhythm(trial: Trial, stage: Stage, about: str) -> None:
    """One at a time, each reply rendered when it comes, 3 s of sleep after it; otherwise a finding."""
    if not stage.asked:
        trial.fail("Nothing was asked: await ask() sends a request.", case=about)
    if stage.most > 1:
        trial.fail(
            f"At {stage.crowded:g} s a request left while another was in flight: wait for the reply, then sleep.",
            case=about,
        )
    _rendered(trial, stage, about)
    if len(stage.asked) == 1 and stage.answered and stage.clock() > stage.answered[0] + 3:
        trial.fail(
            "One request, and then no more. Repeat it, and sleep with the sleep you are given: "
            "any other waits in real time.",
            case=about,
        )
    for number, pause in enumerate(stage.pauses(), start=1):
        if abs(pause - 3) > 1e-6:
            trial.fail(
                f"Request {number + 1} left {pause:g} s after reply {number}.",
                pair=(Said(f"{pause:g} s"), Said("3 s")),
                case=about,
            )


def _rendered(trial: Trial, stage: Stage, about: str) -> None:
    came = list(enumerate(stage.answered, start=1))
    for place, (number, moment) in enumerate(came):
        if place >= len(stage.rendered):
            trial.fail(f"Reply {number} came at {moment:g} s and was not rendered.", case=about)
        when, what = stage.rendered[place]
        if what != number or isinstance(what, bool):
            trial.fail(
                f"Rendered was {describe(what)}, not the reply: render(await ask()).",
                pair=(Said(describe(what)), Said(f"reply {number}")),
                case=about,
            )
        if when > moment:
            trial.fail(
                f"Reply {number} came at {moment:g} s and was rendered at {when:g} s: render, then sleep.",
                case=about,
            )
    if len(stage.rendered) > len(came):
        trial.fail("A reply was rendered twice.", case=about)


POLL = Exercise(
    name="poll",
    lesson="2C",
    title="At most one request in flight",
    task="Nothing is written yet. Three things, for ever: await ask(), render its reply, await sleep(3).",
    hints=(
        "while True: makes it go on for ever; the check cancels it.",
        "ask() alone sends nothing: it gives a coroutine. await it, and you have the reply.",
        "No task and no timer is needed. What stands below an await happens after it.",
    ),
    rfc="RFC 6202 §2.1",
    judge=_judge,
    praise="Three servers, never two requests in flight, and every reply on the screen when it came.",
)
