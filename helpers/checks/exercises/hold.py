"""2F: the server's half of long polling. Real connections ask, time is a step clock."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from helpers.checks.engine.alarm import Budget
from helpers.checks.engine.compare import Said
from helpers.checks.engine.ending import end
from helpers.checks.engine.exercise import Exercise, Trial
from helpers.checks.engine.limits import Printed, Trouble, step
from helpers.checks.engine.values import describe, type_name
from helpers.checks.judges.stage import SharedClock

__all__ = ["HOLD"]

SECONDS = 30


class Board:
    """What the answer gets as ``chat``: messages are their ids. With ``ambush`` one comes right after a look."""

    def __init__(self, budget: Budget, *ids: int, ambush: bool = False) -> None:
        self.ids, self.ambush = list(ids), ambush
        self.listeners: list[Callable[[int], object]] = []
        self.trouble = ""  # what became of a listener, the first in trouble
        self._budget = budget

    def __deepcopy__(self, memo: object) -> "Board":
        return self  # a check copies arguments; this one is shared

    def after(self, cursor: int) -> list[int]:
        """What came after an id."""
        if self.ambush:
            self.ambush = False
            asyncio.get_running_loop().call_soon(self.post)
        return [one for one in self.ids if one > cursor]

    def subscribe(self, listener: Callable[[int], object]) -> Callable[[], None]:
        """Call ``listener`` with each new message; what comes back ends that."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None

    def post(self) -> None:
        """One more message."""
        self.ids.append(len(self.ids) + 1)
        for listener in tuple(self.listeners):
            outcome = step(partial(listener, self.ids[-1]), self._budget, Printed())
            if outcome.trouble is Trouble.RAISED:
                self.trouble = self.trouble or f"Your listener raised {outcome.reason}."
            elif outcome.trouble is not None:
                self.trouble = (
                    self.trouble or f"In your listener {outcome.reason or 'nothing is written yet'}."
                )


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks (cursors), what is posted when, and what everybody must get when."""

    about: str
    there: int
    cursors: Sequence[int]
    posts: Sequence[float]
    gets: Sequence[int]
    at: float
    why: str
    ambush: bool = False


SCENES = (
    Scene("two messages are there", 2, (0,), (), (1, 2), 0, "There is news already: answer at once."),
    Scene("three are there, the client has two", 3, (2,), (), (3,), 0, "Only what came after the cursor."),
    Scene("nothing is there; one comes at 10 s", 0, (0,), (10,), (1,), 10, "Hold, and wake when it comes."),
    Scene("nothing comes at all", 1, (1,), (), (), 30, "After 30 s the hold is over: an empty list, no error."),
    Scene("three clients wait; one message comes at 5 s", 1, (1, 1, 1), (5,), (2,), 5, "All who wait get it."),
    Scene("two come in the same moment, 10 s", 0, (0,), (10, 10), (1, 2), 10, "Look again: all that is new."),
    Scene(
        "one comes right after your first look", 0, (0,), (), (1,), 0,
        "It fell between the look and the subscription. Subscribe first, or await nothing between them.", True,
    ),
)  # fmt: skip


class Held:
    """A server whose handlers are the answer, and the clients that ask it."""

    def __init__(self, trial: Trial, board: Board, about: str) -> None:
        self.trial, self.board, self.about = trial, board, about
        self.clock = SharedClock()
        self.replies: list[tuple[float, object]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Held":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()
        self.clock.close()
        await self.hang_up()
        await self._server.wait_closed()

    async def hang_up(self) -> None:
        """Cancel everybody, as when the clients have gone."""
        await end(self.tasks)

    def ask(self, cursor: int) -> None:
        """One more client."""
        self.tasks.append(asyncio.ensure_future(self._client(cursor)))

    async def until(self, moment: float) -> None:
        """Let time pass; what is wrong with the answer already is raised."""
        await self.clock.advance(moment - self.clock())
        if self.board.trouble:
            sentence = f"{self.board.trouble} Each new message calls listener(message)."
            self.trial.fail(sentence, case=self.about)
        for task in self.tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def _client(self, cursor: int) -> None:
        reader, writer = await asyncio.open_connection(*self._server.sockets[0].getsockname())
        try:
            writer.write(b"GET /poll?after=%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % cursor)
            _, _, body = (await reader.read()).partition(b"\r\n\r\n")
            if body:
                self.replies.append((self.clock(), json.loads(body)))
        finally:
            writer.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.append(asyncio.ensure_future(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            cursor = int(head.split(b" ")[1].rpartition(b"=")[2])
            value = await self.trial.call(self.board, cursor, SECONDS, self.clock, case=self.about)
            if not isinstance(value, list) or not all(type(one) is int for one in value):
                sentence = (
                    f"Your function returned {type_name(value)}, expected the list that chat.after gives."
                )
                self.trial.fail(sentence, case=self.about)
            body = json.dumps(value).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        finally:
            writer.close()


async def _judge(trial: Trial) -> None:
    trial.total, trial.unit = len(SCENES) + 1, "scenes"
    for scene in SCENES:
        board = Board(trial.children.budget, *range(1, scene.there + 1), ambush=scene.ambush)
        async with Held(trial, board, scene.about) as held:
            await _play(trial, held, scene)
        trial.done += 1
    await _vanish(trial)
    trial.done += 1


async def _play(trial: Trial, held: Held, scene: Scene) -> None:
    for cursor in scene.cursors:
        held.ask(cursor)
    await held.until(0)
    for moment in sorted(set(scene.posts)):
        await held.until(moment)
        for _ in range(scene.posts.count(moment)):
            held.board.post()
    await held.until(scene.at)
    if not held.replies and scene.at == SECONDS:
        await held.until(SECONDS + 1)
    wanted = [(scene.at, list(scene.gets))] * len(scene.cursors)
    if held.replies != wanted:
        trial.fail(scene.why, pair=(_said(held.replies), _said(wanted)), case=scene.about)
    if held.board.listeners:
        trial.fail("The reply is sent and your listener still subscribed: call what subscribe gave you, "
                   "in a finally.", case=scene.about)  # fmt: skip


async def _vanish(trial: Trial) -> None:
    about, board = "a client hangs up while it is held", Board(trial.children.budget)
    async with Held(trial, board, about) as held:
        held.ask(0)
        await held.until(5)
        await held.hang_up()
        if board.listeners:
            trial.fail("Its request was cancelled, and your listener is still subscribed: unsubscribe in a finally.",
                       case=about)  # fmt: skip


def _said(replies: Sequence[tuple[float, object]]) -> Said:
    told = [f"{describe(what, limit=40)} at {when:g} s" for when, what in replies[:4]]
    return Said(", ".join(told) or "no reply yet")


HOLD = Exercise(
    name="hold",
    lesson="2F",
    title="Hold and wake",
    task="Nothing is written yet. Begin with news that is there: return chat.after(cursor).",
    hints=(
        "An asyncio.Event is what you sleep on: nap(clock, seconds, woken=news). A listener sets it: news.set().",
        "Subscribe before you look. Then whatever comes from now on wakes you.",
        "try … finally: unsubscribe() runs on every way out, also when the client has gone.",
    ),
    rfc="RFC 6202 §2.2",
    judge=_judge,
    praise="Held and woken, all who waited, nothing lost in between, and nobody left on the list.",
)
