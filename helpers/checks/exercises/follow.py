"""2F: the client's half of long polling. Its chat holds, fails, begins anew and is closed."""

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.values import describe, same
from helpers.checks.exercises.feed import Feed, Question
from helpers.checks.exercises.follow_scenes import Scene, scenes

__all__ = ["FOLLOW"]

LONGEST = 30.0  # s, of a sleep


async def _judge(trial: Trial) -> None:
    every = list(scenes())
    trial.total, trial.unit = len(every), "scenes"
    for scene in every:
        feed = Feed(trial, scene.faults, empty=scene.empty)
        async with feed:
            await _play(trial, feed, scene)
        trial.done += 1


async def _play(trial: Trial, feed: Feed, scene: Scene) -> None:
    early = [act for moment, act in scene.events if moment == 0]
    for act in early:
        getattr(feed, act)()
    task = await feed.begin(feed.ask, feed.render, feed.sleep, case=scene.about)
    for moment, act in scene.events[len(early) :]:
        await feed.until(moment, task)
        getattr(feed, act)()
    ended = await feed.until(scene.ends, task)
    told = feed.questions[-1].got if feed.questions else ""
    if ended and told != "closed":
        told = f"it returned {describe(task.result(), limit=60)}"
        trial.fail(f"Your loop came to an end: {told}. Only a 410 ends it.", case=scene.about)
    if not feed.questions:
        trial.fail("Nothing was asked: await ask(None) is the first question.", case=scene.about)
    _asked(trial, feed, scene.about)
    _rendered(trial, feed, scene.about)
    if not ended and told == "closed":
        trial.fail("The chat is closed (410): return.", case=scene.about)
    if not ended and await feed.goes_on(task):
        trial.fail("Somebody cancelled your loop, and it went on. Catch OSError alone: a bare except catches "
                   "the cancelling too.", case=scene.about)  # fmt: skip


def _asked(trial: Trial, feed: Feed, about: str) -> None:
    """A question must leave when the reply before it says, with the cursor of the last page."""
    before, cursor, failures, due = None, None, 0, 0.0
    for question in feed.questions:
        if before and (before.got == "" or question.at < before.until):
            trial.fail(f"At {question.at:g} s a question left while another was on its way.", case=about)
        if before and before.got == "closed":
            trial.fail("The chat is closed (410), and you asked again: return.", case=about)
        if abs(question.at - due) > 1e-6:
            pair = (Said(f"asked at {question.at:g} s"), Said(f"at {due:g} s"))
            trial.fail(_when(before, failures, question.at), pair=pair, case=about)
        if question.cursor != cursor:
            pair = (Said(f"ask({describe(question.cursor, limit=60)})"), Said(f"ask({cursor!r})"))
            trial.fail(_which(before, question.cursor), pair=pair, case=about)
        before, failures = question, failures + 1 if question.got == "failure" else 0
        due = question.until + (min(LONGEST, 2.0 ** (failures - 1)) if failures else 0.0)
        cursor = question.page["cursor"] if question.page else cursor
    if before and before.got not in ("", "closed") and due <= feed.clock():
        pair = (Said(f"not asked at {feed.clock():g} s"), Said(f"at {due:g} s"))
        trial.fail(_when(before, failures, None), pair=pair, case=about)


def _when(before: Question | None, failures: int, asked: float | None) -> str:
    if before is None:
        return "The first question leaves at once."
    if before.got in ("empty", "204"):
        return "A hold that ran out is no failure: ask again at once. The waiting was done by the server."
    if not failures:
        return "A page has come: ask again at once, so that a question is always waiting."
    if asked == before.until:
        return ("A failure, and the next question at once: with a server that is down this is a tight loop. "
                "Sleep first.")  # fmt: skip
    if failures == 1:
        return "The first failure waits 1 s. Any other reply ends the row, and the next failure is a first one again."
    return f"Failure {failures} in a row: twice as long as the one before, 30 s at most, by the sleep you are given."


def _which(before: Question | None, given: str | None) -> str:
    if before is not None and given is None:
        return "Without a cursor the server sends its history again, and messages come twice."
    if before is not None and before.got == "gap":
        return "The page with the gap has a new cursor. With the old one the same gap comes again and again."
    if before is not None and before.got == "failure":
        return "A failure brings no page: ask with the cursor that you had."
    return "The first question has no cursor; each other one has that of the last page."


def _rendered(trial: Trial, feed: Feed, about: str) -> None:
    pages = [(question.until, question.page) for question in feed.questions if question.page]
    due = [(at, what) for at, page in pages for what in [None] * page["gap"] + page["messages"]]
    for place, (moment, wanted) in enumerate(due):
        when, what = feed.rendered[place] if place < len(feed.rendered) else (0.0, ...)
        pair = (Said("nothing more" if what is ... else _text(what)), Said(_text(wanted)))
        if not same(what, wanted):
            trial.fail(_why(feed, place, what, wanted), pair=pair, case=about)
        if when > moment:
            sentence = f"It came at {moment:g} s and was rendered at {when:g} s: render first, then go on."
            trial.fail(sentence, pair=pair, case=about)
    for _, what in feed.rendered[len(due) :]:
        trial.fail(
            _why(feed, len(due), what, ...), pair=(Said(_text(what)), Said("nothing more")), case=about
        )


def _why(feed: Feed, place: int, what: object, wanted: object) -> str:
    if wanted is None:
        return "The page says gap: render(None) comes first, then the page's messages."
    if what is None:
        return "render(None) stands for a gap, and here was none."
    if what is not ... and any(same(what, earlier) for _, earlier in feed.rendered[:place]):
        return "A message was rendered twice."
    if isinstance(what, list) or (isinstance(what, dict) and "messages" in what):
        return "Render each message by itself: render(message)."
    return 'Not every message was rendered, in order: render each of page["messages"].'


def _text(what: object) -> str:
    text = what.get("text") if type(what) is dict else None
    return text if isinstance(text, str) else describe(what, limit=60)


FOLLOW = Exercise(
    name="follow",
    lesson="2F",
    title="The client's half",
    task="Nothing is written yet. Begin with a chat that is well: status, page = await ask(cursor), from None on.",
    hints=(
        "while True: ask, look at what came, go on. A sleep stands in one place only: behind a failure.",
        "try … except OSError around await ask(cursor) alone. That and a status from 500 on are one case: "
        "await sleep(min(30, 2 ** failures)), failures += 1, continue.",
        'Behind it failures = 0. A 204 has no page. Else if page["gap"]: render(None); then render each message; '
        'then cursor = page["cursor"].',
    ),
    rfc="RFC 6202 §2.2",
    judge=_judge,
    praise="Twelve scenes: every message once and in order, through failures, gaps and a restart.",
)
