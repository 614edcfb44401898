"""The answer serves: clients ask it over HTTP, each on a connection of its own, and look at what comes back.

Enters: visits, tables of what clients send and what the answer must give, and what of a request the answer gets. What
it gives is a 200 (a 201 after POST), a ``ValueError`` a 400 with its reason, any other error a 500.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.limits import Outcome
from helpers.checks.engine.values import describe, same, type_name
from helpers.checks.judges.cases import REFUSED, Case, Explain, explained
from helpers.checks.judges.wire import Wire, json_reply, replying, status_and_json

__all__ = ["Asker", "Backend", "Call", "Visit", "over_http"]

NO_REASON = "Refused, but without a reason: ValueError says in words what is wrong."


@dataclass(frozen=True, slots=True)
class Asker:
    """What it sends, and what the answer must give for that; ``REFUSED``, or the error that must come out."""

    sends: bytes
    gets: object


@dataclass(frozen=True, slots=True)
class Visit:
    """What one server is asked, by one group of clients after the other, each of whom ask at the same time.

    It is ``given`` something; ``stored`` is what it must have stored in the end, where it stores.
    """

    about: str
    groups: Sequence[Sequence[Asker]]
    why: str = ""
    given: tuple[object, ...] = ()
    stored: Sequence[object] = ()


class Backend:
    """What stands behind the wire in one visit; ``stored`` is filled by whoever stores, ``turn`` counts the groups.

    ``trial`` is the answer's, or that of its method which is called.
    """

    def __init__(self, trial: Trial, visit: Visit) -> None:
        self.trial, self.visit = trial, visit
        self.stored: list[object] = []
        self.turn = 0
        self.all_here = asyncio.Event()  # the requests of a group

    async def ask(self, group: Sequence[Asker], call: "Call", taken: "Taken") -> list[Outcome]:
        """Let them ask, all at the same time; what came of each. A reply says which outcome it is, and no more."""
        outcomes: list[Outcome] = []
        came: list[bytes] = []
        self.turn += 1
        self.all_here.clear()

        async def respond(request: bytes) -> bytes:
            came.append(request)
            if len(came) == len(group):
                self.all_here.set()
            outcomes.append(outcome := await call(taken(request)))
            return json_reply(_status(request, outcome), len(outcomes) - 1)

        async with Wire(replying(respond)) as wire:
            clients = [wire.begin(wire.say(client.sends)) for client in group]
            await asyncio.wait(clients)
            wire.look()
        return [outcomes[status_and_json(client.result())[1]] for client in clients]

    def look_at_store(self) -> None:
        """Whether it has what it must have, and nothing else."""
        if self.stored != list(self.visit.stored):
            pair = (Said(describe(self.stored)), Said(describe(self.visit.stored)))
            self.trial.fail(self.visit.why, pair=pair, case=self.visit.about)


Call = Callable[[Any], Awaitable[Outcome]]
"""How the answer is called with what it gets of a request."""
Taken = Callable[[bytes], Any]
"""What that is."""


async def function(server: Backend) -> Call:
    """The answer is a function, called with what the server is given and with what it gets of the request."""

    async def call(what: object) -> Outcome:
        return await server.trial.attempt(*server.visit.given, what, case=server.visit.about)

    return call


def over_http(
    visits: Callable[[], Iterable[Visit]],
    taken: Taken,
    *explains: Explain,
    opened: Callable[[Backend], Awaitable[Call]] = function,
    shown: Callable[[Any], str] = describe,
    unit: str = "clients",
) -> Judge:
    """A judge over visits, made anew for every check; ``opened`` makes what is called in one of them."""

    def look(trial: Trial, visit: Visit, client: Asker, outcome: Outcome) -> None:
        if sentence := _about_status(client, outcome):
            pair = (Said(str(_status(client.sends, outcome))), Said(str(_right(client))))
            trial.fail(f"{visit.why} {sentence}".strip(), pair=pair, rfc=trial.rfc)
        if outcome.error is None and not same(outcome.value, client.gets):
            case = Case((*visit.given, taken(client.sends)), visit.why, expected=client.gets)
            trial.fail(
                _about_value(case, outcome.value, explains),
                pair=(Said(shown(outcome.value)), Said(shown(client.gets))),
                rfc=trial.rfc,
            )

    async def judge(trial: Trial) -> None:
        for visit in trial.each(visits(), unit):
            server = Backend(trial, visit)
            call = await opened(server)
            for group in visit.groups:
                for client, outcome in zip(group, await server.ask(group, call, taken), strict=True):
                    look(server.trial, visit, client, outcome)
            server.look_at_store()

    return judge


def _status(request: bytes, outcome: Outcome) -> int:
    if isinstance(outcome.error, ValueError):
        return 400
    return 500 if outcome.error else 201 if request.startswith(b"POST") else 200


def _right(client: Asker) -> int:
    error = ValueError() if client.gets is REFUSED else client.gets
    return _status(client.sends, Outcome(error=error if isinstance(error, Exception) else None))


def _about_value(case: Case, value: object, explains: Iterable[Explain]) -> str:
    if inspect.iscoroutine(value):
        value.close()
        return f"Your function returned {type_name(value)}, and not what comes of it: await it."
    none = f"Your function returned None, expected {type_name(case.expected)}."
    return none if value is None else explained(case, value, explains)


def _about_status(client: Asker, outcome: Outcome) -> str:
    """What is wrong with it, or nothing."""
    right, said = _right(client), outcome.reason
    reason = said.partition(": ")[2]
    if isinstance(outcome.error, ValueError):
        return f"It was refused: {reason}" if right != 400 else "" if reason else NO_REASON
    if right == 500:
        return "" if outcome.error is client.gets else "The error must come out as it is."
    if outcome.error is not None and right == 400:
        return f"Your code raised {said}, which is a 500: the client would try again. Raise ValueError."
    if outcome.error is not None:
        return f"Your code raised something that the server does not expect, a 500: {said}"
    done = "It was stored" if client.sends.startswith(b"POST") else "It was answered"
    done = "Your function returned None" if outcome.value is None else done
    return f"{done}; refuse it: raise ValueError with the reason." if right == 400 else ""
