from helpers.loops.nap import nap
from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_on")
WAIT, NAP = "await clock.sleep(delay(failures))", "await nap(clock, 3, woken=gate.changed)"
WATCHED, RESET = "await gate.watched()\n        ", "failures = 0\n            render"
NOT_SHORTER = "Whoever looks again does not shorten this wait, delay(2) from 2.75 s on"

ANSWERS.edits(
    (WAIT, "await nap(clock, delay(failures), woken=gate.changed)", NOT_SHORTER),
    (WAIT, "await clock.sleep(3)", "delay(1) is 0.75 s: the next leaves at 5.75 s"),
    (WAIT, "pass", "delay(1) is 0.75 s: the next leaves at 5.75 s"),
    (WAIT, f"{WAIT}\n            {NAP}", "delay(1) is 0.75 s: the next leaves at 5.75 s"),
    ("delay(failures)", "delay(1)", "delay gets the number of failures in a row: 1, 2, 3"),
    ("delay(failures)", "delay(failures - 1)", "delay(1) is 0.75 s"),
    (RESET, "render", "and after a reply 1 again"),
    (WATCHED, f"if gate.paused:\n            failures = 0\n        {WATCHED}", "A pause is no reply"),
    (WATCHED, "", "Your code raised ValueError: a loop that is paused cannot have asked"),
    (WATCHED, "", "while True:", "await gate.watched()\n    while True:", "cannot have asked"),
    (NAP, "await clock.sleep(3)", "No failure: whoever looks again shortens the sleep"),
    ("gate.asked()\n        ", "", "Nobody looks: nothing is asked. When somebody looks again it asks at once"),
    ("failures += 1", "pass", "delay(1) is 0.75 s"),
    ("except OSError", "except ZeroDivisionError", "Your code raised ConnectionResetError"),
    ("except OSError", "except BaseException", "Somebody cancelled your loop, and it went on"),
    ("failures += 1", "return", "Your loop came to an end: it returned None"),
    ("render(reply)", "pass", "Reply 1 came at 1 s and was not rendered"),
    ("await ask()", "1", "Nothing was asked"),
)  # fmt: skip


@ANSWERS.right
async def remembers_when_it_may_ask(gate, ask, render, clock, delay):
    failures, earliest = 0, clock()
    while True:
        await clock.sleep(earliest - clock())
        if gate.paused:
            await gate.watched()
        gate.asked()
        try:
            render(await ask())
        except OSError:
            failures += 1
            earliest = clock() + delay(failures)
        else:
            failures = 0
            await nap(clock, 3, woken=gate.changed)


@ANSWERS.right
async def a_loop_of_failures_in_a_loop_of_replies(gate, ask, render, clock, delay):
    async def reply():
        for failures in range(1, 1000):
            await gate.watched()
            gate.asked()
            try:
                return await ask()
            except OSError:
                await clock.sleep(delay(failures))

    while True:
        render(await reply())
        await nap(clock, 3, woken=gate.changed)


ANSWERS.right_edits(("except OSError", "except (OSError, ValueError)"))
