"""2E: a client that gets its reply through every failure that may pass, and no other."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same
from helpers.checks.judges.wire import Wire, replying
from helpers.protocols.http1 import header, parse_response_head

__all__ = ["RECOVER"]

REQUEST = b"GET /poll HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
RUNS = (
    25  # of the last scene: that chance misses half of the range in all of them has odds of 1 to 30 million
)
DROP = 0

Reply = tuple[int, int | None]  # status (DROP: the connection ends without a reply), Retry-After


@dataclass(frozen=True, slots=True)
class Scene:
    """What the server says, one reply a request (the last for all that follow), and what must come of it."""

    about: str
    replies: Sequence[Reply]
    error: type[Exception] | None = None
    asked: int = 0
    why: str = ""


PASS = "This may pass: wait, and ask again."
NEVER = "That will not pass: raise LookupError, and do not ask again."


def _scenes() -> Iterator[Scene]:
    yield Scene("200 at once", [(200, None)])
    yield Scene("500, 503, then 200", [(500, None), (503, None), (200, None)], why=PASS)
    yield Scene("a connection that breaks, then 200", [(DROP, None), (200, None)], why=PASS)
    yield Scene("503 with Retry-After: 7, then 200", [(503, 7), (200, None)], why=PASS)
    yield Scene("429 with Retry-After: 2, then 200", [(429, 2), (200, None)], why=PASS)
    yield Scene("408, 425, then 200", [(408, None), (425, None), (200, None)], why=PASS)
    yield Scene("404", [(404, None)], LookupError, 1, NEVER)
    yield Scene("500, then 403", [(500, None), (403, None)], LookupError, 2, NEVER)
    yield Scene("499", [(499, None)], LookupError, 1, NEVER)
    yield Scene("500 for ever", [(500, None)], TimeoutError, 6, "After six attempts: raise TimeoutError.")
    yield Scene(
        "a broken network for ever",
        [(DROP, None)],
        TimeoutError,
        6,
        "After six attempts: raise TimeoutError.",
    )
    for _ in range(RUNS):
        yield Scene("500 five times, then 200", [(500, None)] * 5 + [(200, None)], why=PASS)


class Server:
    """Says what the scene says, and notes what was asked and slept."""

    def __init__(self, scene: Scene, wire: Wire) -> None:
        self.scene, self.wire = scene, wire
        self.asked = 0
        self.slept: list[float] = []

    @property
    def next(self) -> Reply:
        """The reply to the next request."""
        return self.scene.replies[min(self.asked, len(self.scene.replies) - 1)]

    async def respond(self, head: bytes) -> bytes:
        """The bytes of a reply."""
        status, after = self.next
        self.asked += 1
        if status == DROP:
            return b""
        more = f"Retry-After: {after}\r\n" if after is not None else ""
        body = f"reply {self.asked}"
        return f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    def get(self) -> Callable[[], Awaitable[tuple[int, int | None, str]]]:
        """What the answer calls."""

        async def get() -> tuple[int, int | None, str]:
            data = await self.wire.say(REQUEST)
            if not data:
                raise ConnectionResetError("the connection broke")
            head, _, body = data.partition(b"\r\n\r\n")
            response = parse_response_head(head + b"\r\n\r\n")
            after = header(response.headers, "Retry-After")
            return response.status, None if after is None else int(after), body.decode()

        return get

    def sleep(self) -> Callable[[float], Awaitable[None]]:
        """Notes how long, and lets others have a turn."""

        async def sleep(seconds: float) -> None:
            self.slept.append(float(seconds))
            await asyncio.sleep(0)

        return sleep


async def _judge(trial: Trial) -> None:
    scenes = list(_scenes())
    trial.total, trial.unit = len(scenes), "scenes"
    before = random.getstate()
    random.seed("recover")  # the same verdict each time, for whoever draws from the module
    longest: list[list[float]] = []
    try:
        for scene in scenes:
            slept = await _play(trial, scene)
            longest += [slept] if len(slept) == 5 and scene.error is None else []
            trial.done += 1
    finally:
        random.setstate(before)
    _spread(trial, longest)


async def _play(trial: Trial, scene: Scene) -> list[float]:
    wire = Wire(replying(lambda head: server.respond(head)))
    server = Server(scene, wire)
    async with wire:
        outcome = await trial.attempt(server.get(), server.sleep(), case=scene.about)
    _outcome(trial, scene, server, outcome)
    _sleeps(trial, scene, server)
    return server.slept


def _outcome(trial: Trial, scene: Scene, server: Server, outcome: Outcome) -> None:
    wanted = scene.error
    said = Said(outcome.reason or describe(outcome.value, limit=80))
    if wanted is None:
        if outcome.error is not None or not same(outcome.value, f"reply {len(scene.replies)}"):
            sentence = scene.why or "Return the body of the reply with status 200."
            trial.fail(sentence, pair=(said, Said(f"'reply {len(scene.replies)}'")), case=scene.about)
    elif not isinstance(outcome.error, wanted):
        trial.fail(scene.why, pair=(said, Said(wanted.__name__)), case=scene.about)
    wanted_asks = scene.asked or len(scene.replies)
    if server.asked != wanted_asks:
        trial.fail(
            scene.why, pair=(Said(f"{server.asked} requests"), Said(f"{wanted_asks}")), case=scene.about
        )


def _sleeps(trial: Trial, scene: Scene, server: Server) -> None:
    waits = server.asked - 1
    if len(server.slept) != waits:
        pair = (Said(f"slept {len(server.slept)} times"), Said(f"{waits} times"))
        trial.fail("Sleep once between two attempts, and not after the last.", pair=pair, case=scene.about)
    for number, seconds in enumerate(server.slept):
        least = scene.replies[min(number, len(scene.replies) - 1)][1] or 0
        most = least + 2**number
        if not least <= seconds <= most + 1e-9:
            sentence = f"Full jitter after failure {number + 1}: anywhere from 0 to {2**number} s."
            if least:
                sentence = f"The server asked for {least} s: not earlier, and the jitter (up to 1 s) on top."
            pair = (Said(f"{seconds:.4g} s"), Said(f"{least} to {most} s"))
            trial.fail(sentence, pair=pair, case=scene.about)


def _spread(trial: Trial, runs: list[list[float]]) -> None:
    for number in range(5):
        delays = [run[number] for run in runs]
        half = 2**number / 2
        if min(delays) > half or max(delays) < half:
            pair = (Said(f"{min(delays):.3g} to {max(delays):.3g} s"), Said(f"0 to {2**number} s"))
            sentence = (
                f"In {len(runs)} runs the delay after failure {number + 1} used only a part of its range."
            )
            trial.fail(sentence, pair=pair, case="500 five times, then 200")


RECOVER = Exercise(
    name="recover",
    lesson="2E",
    title="Make the client recover",
    task="Nothing is written yet. Begin with a server that is well: status, after, body = await get().",
    hints=(
        "for failures in range(6): goes through the attempts; sleep at the head of all but the first.",
        "try … except OSError around get() alone. A status is no exception: look at it yourself.",
        "The delay after failure n is random.uniform(0, 2 ** (n - 1)), and Retry-After comes on top.",
    ),
    rfc="RFC 9110 §10.2.3",
    judge=_judge,
    praise="It comes through failures before and after the reply, obeys Retry-After, and knows when to stop.",
)
