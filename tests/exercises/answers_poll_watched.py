import asyncio

from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_watched")
WATCHED = "await gate.watched()"
GAP = "await clock.sleep(earliest - clock())\n        "
NAP = "await nap(clock, 3, woken=gate.changed)"
RENDER = "render(await ask())"
SOON = "whoever flips through tabs must not cause a storm"
AT_ONCE = "When somebody looks again it asks at once, and goes on from there"

ANSWERS.right_edits(
    (WATCHED, f"if gate.paused:\n            {WATCHED}"),
    (f"{GAP}{WATCHED}", f"{WATCHED}\n        if clock() < earliest:\n            {GAP}    continue"),
    (RENDER, "reply = await ask()\n        render(reply)", NAP, f"if not gate.changed.is_set():\n            {NAP}"),
)  # fmt: skip


@ANSWERS.right
async def from_a_generator_of_moments(gate, ask, render, clock):
    async def moments():
        last = -1
        while True:
            while gate.paused or clock() - last < 1:
                await gate.watched()
                await clock.sleep(last + 1 - clock())
            last = clock()
            yield
            await nap(clock, 3, woken=gate.changed)

    async for _ in moments():
        gate.asked()
        reply = await ask()
        render(reply)


@ANSWERS.right
async def with_its_own_race(gate, ask, render, clock):
    second = None
    while True:
        while gate.paused or (second and not second.done()):
            await gate.watched()
            await asyncio.wait({second or asyncio.create_task(asyncio.sleep(0))})
        gate.asked()
        second = asyncio.create_task(clock.sleep(1))
        render(await ask())
        sleeping, changed = asyncio.create_task(clock.sleep(3)), asyncio.create_task(gate.changed.wait())
        await asyncio.wait({sleeping, changed}, return_when=asyncio.FIRST_COMPLETED)
        sleeping.cancel()
        changed.cancel()


ANSWERS.edits(
    (f"{WATCHED}\n        gate.asked()\n        ", "", NAP, "await clock.sleep(3)",
     "Nobody looks: gate.paused is true, and nothing is asked"),
    (NAP, "await clock.sleep(3)", "A short look away counts too"),
    ("gate.asked()\n        ", "", AT_ONCE),
    (WATCHED, f"if gate.paused:\n            {WATCHED}\n            gate.asked()\n            await clock.sleep(3)",
     AT_ONCE),
    ("gate.asked()\n        ", "", RENDER, f"{RENDER}\n        if not gate.paused:\n            gate.asked()",
     "may be old: when it has come, ask at once"),
    (WATCHED, "while gate.paused:\n            await nap(clock, 3, woken=gate.changed)",
     "no nap lasts, await gate.watched()"),
    ("earliest = clock()\n", "earliest = clock()\n    gate.show()\n", "It begins paused"),
    ("while True:", "for _ in range(5):", "Your loop came to an end"),
    (RENDER, "reply = await ask()\n        render(reply)\n        render(reply)", "A reply was rendered twice"),
    (RENDER, "await ask()", "Reply 1 came at 1 s and was not rendered"),
    (RENDER, "reply = await ask()", NAP, f"{NAP}\n        render(reply)",
     "Reply 1 came at 1 s and was rendered at 4 s"),
    (RENDER, "for reply in await asyncio.gather(ask(), ask()):\n            render(reply)",
     "from", "import asyncio\nfrom",
     "left while another was on its way"),
    (GAP, "", SOON),
    ("clock() + 1", "clock() + 0.9", SOON),
    ("clock() + 1", "clock() + 1.5", SOON),
    (RENDER, f"{RENDER}\n        earliest = clock() + 1", "may be old: when it has come, ask at once"),
    (f"{GAP}{WATCHED}", f"{WATCHED}\n        {GAP}", "ValueError: a loop that is paused cannot have asked"),
)  # fmt: skip


@ANSWERS.wrong("Reply 1 came at 2 s and was not rendered")
async def throws_away_what_comes_while_hidden(gate, ask, render, clock):
    while True:
        await gate.watched()
        gate.asked()
        asking = asyncio.create_task(ask())
        while not asking.done() and not gate.paused:
            await nap(clock, 0.25, woken=asyncio.Event())
        if gate.paused:
            asking.cancel()
            continue
        render(await asking)
        await nap(clock, 3, woken=gate.changed)
