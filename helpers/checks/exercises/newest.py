"""2C: a fixed rate whose replies overtake each other, and a screen that never goes back in time."""

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import describe, same
from helpers.checks.exercises.numbered import Numbered

__all__ = ["NEWEST"]

NEVER = 1_000_000.0  # s
CASES: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("replies that take 4 s each, longer than the rate", (4,)),
    ("replies that take 5 s, 1 s, 5 s, 1 s and so on", (5, 1) * 5),
    ("the third reply takes 9 s, all others 1 s", (1, 1, 9, 1)),
    ("reply 3 comes first, then 1, then 2", (8, 5.5, 1, 1)),
    ("the second reply never comes", (1, NEVER, 1)),
)
RATE, WATCHED = 3.0, 32.0  # s


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(CASES), "servers"
    for about, takes in CASES:
        async with Numbered(trial, *takes) as stage:
            task = await stage.begin(stage.ask, stage.render, stage.sleep, case=about)
            if await stage.until(WATCHED, task):
                told = f"it returned {describe(task.result(), limit=60)}"
                sentence = f"Your loop came to an end: {told}. It goes on until somebody cancels it."
                trial.fail(sentence, case=about)
            _asked(trial, stage, about)
            _rendered(trial, stage, about)
        trial.done += 1


def _asked(trial: Trial, stage: Numbered, about: str) -> None:
    if not stage.asked:
        trial.fail("Nothing was asked: await ask(1) sends the first question.", case=about)
    for at in range(int(WATCHED // RATE) + 1):
        due, left = at * RATE, stage.asked[at] if at < len(stage.asked) else None
        if left is None or abs(left - due) > 1e-6:
            told = "it did not leave" if left is None else f"it left at {left:g} s"
            sentence = (f"Question {at + 1} is due at {due:g} s. One leaves every 3 s, by the sleep that you are "
                        "given, whether replies have come or not.")  # fmt: skip
            trial.fail(sentence, pair=(Said(told), Said(f"at {due:g} s")), case=about)
        if not same(stage.numbers[at], at + 1):
            pair = (Said(describe(stage.numbers[at], limit=40)), Said(f"{at + 1}"))
            trial.fail("The questions are numbered 1, 2, 3 and so on.", pair=pair, case=about)
    if len(stage.asked) > WATCHED // RATE + 1:
        trial.fail("More questions left than one every 3 s.", case=about)


def _rendered(trial: Trial, stage: Numbered, about: str) -> None:
    """A reply that is newer than all before it is due when it comes; nothing else is."""
    given, newest = list(stage.rendered), 0
    for moment, number in stage.arrivals():
        if number < newest:
            continue
        if given and (given[0][0] < moment or stage.number(given[0][1]) is None):
            _too_much(trial, stage, about, given[0], newest)
        if not given or given[0] != (moment, stage.reply(number)):
            _missing(trial, stage, about, moment, number)
        given.pop(0)
        newest = number
    if given:
        _too_much(trial, stage, about, given[0], newest)


def _missing(trial: Trial, stage: Numbered, about: str, moment: float, number: int) -> None:
    sentence = f"Reply {number} came at {moment:g} s, newer than all that was on the screen,"
    later = [when for when, what in stage.rendered if stage.number(what) == number]
    if later:
        sentence += f" and was rendered at {later[0]:g} s only: wait for no older one."
    elif str(number) in stage.given_up:
        sentence = (f"You cancelled question {number} at {stage.given_up[str(number)]:g} s. Its reply was due at "
                    f"{moment:g} s, and would have been newer than all that was on the screen.")  # fmt: skip
    else:
        sentence += (" and was not rendered. Compare with the last one rendered, not with the last one sent, "
                     "and hold no place for one that is missing.")  # fmt: skip
    trial.fail(sentence, case=about)


def _too_much(trial: Trial, stage: Numbered, about: str, given: tuple[float, object], newest: int) -> None:
    number = stage.number(given[1])
    if number is None:
        trial.fail(f"Rendered was {describe(given[1], limit=60)}, which is not a reply.", case=about)
    if number == newest:
        trial.fail(f"Reply {number} was rendered twice.", case=about)
    trial.fail(f"At {given[0]:g} s reply {number} was rendered over reply {newest}: the screen goes back in time. "
               "Drop a reply that is older than the last one rendered.", case=about)  # fmt: skip


NEWEST = Exercise(
    name="newest",
    lesson="2C",
    title="Never back in time",
    task="Nothing is written yet. Begin with the rate: a task for each question, then await sleep(3).",
    hints=(
        "A small coroutine inside yours does one question: it awaits ask(number), then decides. "
        "create_task of an asyncio.TaskGroup starts it and goes on at once.",
        "One number has to be kept, where every question can see it (nonlocal): that of the last reply rendered.",
        "When a reply has come: if number > shown, set shown to number and render. An older one falls through, "
        "and one that never comes holds up nobody.",
    ),
    rfc="",
    judge=_judge,
    praise="Five servers: a question every 3 s, every newer reply shown when it came, and never a step back.",
)
