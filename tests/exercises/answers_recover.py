import random

from tests.exercises.proofs import Answers

ANSWERS = Answers("recover")


@ANSWERS.right
async def sleeps_at_the_head(get, sleep):
    wanted = None
    for attempt in range(6):
        if attempt:
            await sleep((wanted or 0) + random.uniform(0, 2 ** (attempt - 1)))
        wanted = None
        try:
            status, wanted, body = await get()
        except OSError:
            continue
        if status == 200:
            return body
        if status < 500 and status not in (408, 425, 429):
            raise LookupError(f"status {status}")
    raise TimeoutError("six attempts failed")


@ANSWERS.right
async def in_a_function_that_calls_itself(get, sleep):
    async def attempts_from(number):
        try:
            status, retry_after, body = await get()
        except OSError:
            status, retry_after, body = 599, None, None
        match status:
            case 200:
                return body
            case 408 | 425 | 429:
                pass
            case refused if refused < 500:
                raise LookupError(refused)
        if number == 6:
            raise TimeoutError
        pause = random.random() * 2 ** (number - 1)
        await sleep(pause if retry_after is None else retry_after + pause)
        return await attempts_from(number + 1)

    return await attempts_from(1)


@ANSWERS.right
async def with_a_while(get, sleep):
    failures = 0
    while True:
        after = None
        try:
            status, after, body = await get()
            if status == 200:
                return body
            if 400 <= status < 500 and status not in (408, 425, 429):
                raise LookupError(status)
        except OSError:
            pass
        failures += 1
        if failures == 6:
            raise TimeoutError
        await sleep((after or 0) + random.random() * 2 ** (failures - 1))


@ANSWERS.right
async def called_again_and_again(get, sleep, attempt=1):
    try:
        status, after, body = await get()
    except ConnectionError:
        status, after, body = 599, 0, ""
    if status == 200:
        return body
    if status < 500 and status not in (408, 425, 429):
        raise KeyError(status)
    if attempt == 6:
        raise TimeoutError("enough")
    await sleep(random.uniform(after or 0, (after or 0) + 2 ** (attempt - 1)))
    return await called_again_and_again(get, sleep, attempt + 1)


def answer(**changes):
    """A right answer with places to go wrong."""
    passing = changes.get("passing", lambda status: status >= 500 or status in (408, 425, 429))
    wait = changes.get("wait", lambda n, after: (after or 0) + random.uniform(0, 2 ** (n - 1)))
    attempts, network = changes.get("attempts", 6), changes.get("network", OSError)
    last, gives_up = changes.get("last", False), changes.get("gives_up", TimeoutError)

    async def recover(get, sleep):
        for number in range(1, attempts + 1):
            try:
                status, after, body = await get()
            except network:
                status, after, body = 500, None, ""
            if status == 200:
                return body
            if not passing(status):
                raise LookupError(status)
            if number < attempts or last:
                await sleep(wait(number, after))
        raise gives_up

    return recover


@ANSWERS.wrong("This may pass: wait, and ask again")
async def only_once(get, sleep):
    _, _, body = await get()
    return body


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


wrong("network_errors_are_fatal", "This may pass: wait, and ask again", network=ZeroDivisionError)
wrong(
    "retry_after_ignored", "The server asked for 7 s", wait=lambda n, after: random.uniform(0, 2 ** (n - 1))
)
wrong("retry_after_alone", "In 25 runs the delay", wait=lambda n, after: after or 2 ** (n - 1))
wrong("429_is_fatal", "This may pass", passing=lambda status: status >= 500)
wrong("408_and_425_are_fatal", "This may pass", passing=lambda status: status >= 500 or status == 429)
wrong("404_may_pass", "That will not pass", passing=lambda status: True)
wrong("499_may_pass", "That will not pass", passing=lambda status: status >= 499 or status in (408, 425, 429))
wrong("five_attempts", "After six attempts", attempts=5)
wrong("seven_attempts", "After six attempts", attempts=7)
wrong("sleeps_after_the_last", "Sleep once between two attempts, and not after the last", last=True)
wrong("another_error", "After six attempts: raise TimeoutError", gives_up=RuntimeError)
wrong("no_sleep", "In 25 runs the delay after failure 1", wait=lambda n, after: after or 0)
wrong("linear", "Full jitter after failure 1", wait=lambda n, after: 3 + 5 * n)
wrong(
    "one_power_too_many",
    "Full jitter after failure",
    wait=lambda n, after: (after or 0) + random.uniform(0, 2**n),
)
wrong(
    "half_the_range", "used only a part of its range",
    wait=lambda n, after: (after or 0) + random.uniform(0.6, 1) * 2 ** (n - 1),
)  # fmt: skip
