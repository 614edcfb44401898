import random

from tests.exercises.proofs import Answers

ANSWERS = Answers("recover")
WAIT = "random.uniform(0, 2**failures)"
AFTER = "wait += after or 0"
PASSES = "status not in (408, 425, 429, 500, 502, 503, 504)"
SLEEP = "        if failures:\n            await sleep(wait)\n"
TRY = "try:\n            status, after, body = await get()\n        except OSError:\n            continue"
PART, PASS, NEVER = (
    "In 25 runs the delay after failure",
    "This may pass: wait, and ask again",
    "That will not pass",
)

ANSWERS.right_edits(
    (WAIT, "random.random() * 2**failures"),
    (AFTER, "wait = random.uniform(after or 0, (after or 0) + 2**failures)"),
    (PASSES, "status != 429 and status not in {500, 502, 503, 504} | {408, 425}"),
)


@ANSWERS.right
async def in_a_function_that_calls_itself(get, sleep, number=1):
    try:
        status, retry_after, body = await get()
    except ConnectionError:
        status, retry_after, body = 599, None, None
    match status:
        case 200:
            return body
        case 501 | 505:
            raise LookupError(status)
        case refused if refused < 500 and refused not in (408, 425, 429):
            raise KeyError(refused)
    if number == 6:
        raise TimeoutError
    pause = random.random() * 2 ** (number - 1)
    await sleep(pause if retry_after is None else retry_after + pause)
    return await in_a_function_that_calls_itself(get, sleep, number + 1)


@ANSWERS.right
async def with_a_while(get, sleep):
    failures = 0
    while True:
        after = None
        try:
            status, after, body = await get()
            if status == 200:
                return body
            if status in (501, 505) or (status < 500 and status not in (408, 425, 429)):
                raise LookupError(status)
        except OSError:
            pass
        failures += 1
        if failures == 6:
            raise TimeoutError
        await sleep((after or 0) + random.random() * 2 ** (failures - 1))


@ANSWERS.wrong(PASS)
async def only_once(get, sleep):
    _, _, body = await get()
    return body


ANSWERS.edits(
    ("except OSError", "except ZeroDivisionError", PASS),
    (AFTER, "", "The server asked for 7 s"),
    (AFTER, "wait = after or wait", f"{PART} 2 used only a part of its range. Retry-After tells everybody the same"),
    (AFTER, "wait = max(after or 0, wait)", f"{PART} 2 used only a part of its range. Retry-After tells everybody"),
    (AFTER, "wait = after or 2**failures", f"{PART} 1 used only a part of its range"),
    (PASSES, "status < 500", PASS),
    (PASSES, "status < 500 and status not in (408, 425, 429)", NEVER),
    (PASSES, "status not in (429, 500, 502, 503, 504)", PASS),
    (PASSES, "False", NEVER),
    (PASSES, "status not in (408, 425, 429, 499, 500, 502, 503, 504)", NEVER),
    ("range(6)", "range(5)", "After six attempts"),
    ("range(6)", "range(7)", "After six attempts"),
    ("    raise TimeoutError", "    await sleep(wait)\n    raise TimeoutError",
     "Sleep once between two attempts, and not after the last"),
    ("raise TimeoutError", "raise RuntimeError", "After six attempts: raise TimeoutError"),
    (WAIT, "0", f"{PART} 1"),
    (WAIT, "3 + 5 * failures", "Full jitter after failure 1"),
    (WAIT, "random.uniform(0, 2 ** (failures + 1))", "Full jitter after failure"),
    (WAIT, "random.uniform(0.6, 1) * 2**failures", "used only a part of its range"),
    (WAIT, "random.randint(0, 2**failures)", "Only whole seconds: draw anything between"),
)  # fmt: skip
