"""The answer writes the bytes of a connection: clients send theirs, and read what it makes of them.

Enters: clients, a table of what each sends and hears, what the answer is given of the bytes, and what to say of a
reply. Each has a connection of its own, which is closed after one reply.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import as_bytes, type_name
from helpers.checks.engine.verdict import Finding
from helpers.checks.judges.wire import Read, Wire, read_request, replying

__all__ = ["Caller", "over_wire"]


@dataclass(frozen=True, slots=True)
class Caller:
    """What is special about it, what it sends and what it wants to hear: bytes, or what ``wrong`` understands."""

    about: str
    sends: bytes
    hears: Any


def over_wire(
    clients: Callable[[], Iterable[Caller]],
    wrong: Callable[[Caller, bytes], Finding | None],
    *,
    read: Read = read_request,
    given: Callable[[bytes], object] = bytes,
    no_bytes: str = ", expected the reply's bytes.",
) -> Judge:
    """A judge over clients; ``read`` takes one thing from a connection, and the answer is ``given`` it."""

    async def judge(trial: Trial) -> None:
        for client in trial.each(clients(), "clients"):

            async def respond(data: bytes, about: str = client.about) -> bytes:
                value = await trial.call(given(data), case=f"a client sends {about}")
                if (reply := as_bytes(value)) is None:
                    trial.fail(f"Your function returned {type_name(value)}{no_bytes}")
                return reply

            async with Wire(replying(respond, read=read)) as wire:
                reply = await wire.say(client.sends)
                wire.look()
            if (found := wrong(client, reply)) is not None:
                trial.fail(found.sentence, pair=found.pair, rfc=found.rfc)

    return judge
