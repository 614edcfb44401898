"""Several processes are one chat: whoever dies or hangs, everybody ends with all messages once, in order."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession, CookieJar

from helpers.chat.clients.client import Client
from helpers.chat.clients.socketio import SocketIO
from helpers.chat.domain import Message, Post
from helpers.chat.scale.member import Member
from helpers.chat.scale.stream_log import StreamLog
from helpers.chat.scale.workers import Workers, start_workers
from helpers.loops.retry import TryAgain
from tests.chat.scale.scale_samples import WHOLE, ids, members
from tests.net.net_samples import run_async

TALKERS = 10


async def talk(people: list[Member], numbers: range) -> None:
    """Let the first ones say so many things, all at the same time."""

    async def one(person: Member, share: range) -> None:
        for number in share:
            await person.post(f"{person.name} says {number}")

    await asyncio.gather(*(one(person, numbers[n::TALKERS]) for n, person in enumerate(people[:TALKERS])))


async def talk_on(workers: Workers, people: list[Member], numbers: range) -> None:
    """Half is said in peace, a quarter while a worker is killed, and a quarter while the bus is away."""
    half, quarter = len(numbers) // 2, len(numbers) * 3 // 4
    await talk(people, numbers[:half])
    await asyncio.gather(workers.kill(1), talk(people, numbers[half:quarter]))
    await workers.stop_bus()
    await asyncio.gather(workers.start_bus(), talk(people, numbers[quarter:]))


async def conversation(*, processes: int, clients: int, total: int) -> None:
    workers = await start_workers("workers", processes)
    async with AsyncExitStack() as stack:
        people = await members(stack, clients, workers.sticky)
        on_the_dead = [person for person in people if person.workers[-1] == workers.names[1]]
        assert {person.workers[-1] for person in people} == set(workers.names)
        began = time.monotonic()
        await talk_on(workers, people, range(total))
        await asyncio.gather(*(person.seen(total) for person in people))
        await asyncio.gather(*(person.greeted(2) for person in on_the_dead))
        print(f"{processes} workers, {clients} clients, {total} messages: {time.monotonic() - began:.1f} s;")
        print(f"{len(on_the_dead)} came back, broadcasts: {told(people)}")
        assert all(ids(person) == list(range(1, total + 1)) for person in people)
        assert not any(person.at.gaps for person in people)


def told(people: list[Member]) -> str:
    """What the broadcast brought twice, and how often one came before another that it followed."""
    doubles, holes = (sum(getattr(person.at, what) for person in people) for what in ("doubles", "holes"))
    return f"{doubles} twice, {holes} too early"


@WHOLE
def test_all_messages_once_and_in_order() -> None:
    run_async(conversation(processes=2, clients=20, total=100), debug=False)


@WHOLE
@pytest.mark.slow
def test_all_messages_once_and_in_order_at_full_length() -> None:
    run_async(conversation(processes=4, clients=400, total=2000), debug=False, patience=540)


class Denied(Member):
    """Knows when a worker could not keep a post of hers: it said so, or nothing."""

    def __init__(self, name: str, url: str) -> None:
        super().__init__(name, url)
        self.denied = asyncio.Event()

    async def _post(self, post: Post) -> Message:
        try:
            return await super()._post(post)
        except TryAgain:
            self.denied.set()
            raise


@WHOLE
def test_whatever_happens_to_a_worker_or_the_bus() -> None:
    async def main() -> None:
        workers = await start_workers("workers", 2, beat=1)
        async with AsyncExitStack() as stack:
            people = [Denied(f"member {number}", workers.url(number)) for number in (0, 1)]
            for person in people:
                await stack.enter_async_context(person)
            await over_the_bus(people)
            await the_bus_is_away(workers, people)
            await the_bus_hangs(workers, people)
            await nothing_is_said_when_it_comes_back(workers, people)
            await a_worker_hangs(workers)
        await bus_down_at_start(workers)

    run_async(main(), debug=False, patience=90)


async def over_the_bus(people: Sequence[Member]) -> None:
    """Who is at another worker hears it."""
    await people[0].post("hello")
    await people[1].seen(1)


async def the_bus_is_away(workers: Workers, people: Sequence[Denied]) -> None:
    """A post waits until it is in the log, and then is there once."""
    await workers.stop_bus()
    posting = asyncio.ensure_future(people[0].post("into the dark"))
    await people[0].denied.wait()
    await workers.start_bus()
    assert (await posting).id == 2
    for person in people:
        await person.seen(2)


async def the_bus_hangs(workers: Workers, people: Sequence[Denied]) -> None:
    await workers.pause_bus()
    posting = asyncio.ensure_future(people[1].post("while it hangs"))
    await people[1].denied.wait()  # the worker waits for its answer no longer
    await workers.go_on_bus()
    assert (await posting).id == 3  # whether or not it took what we had given up
    for person in people:
        await person.seen(3)
        assert ids(person) == [1, 2, 3]


async def nothing_is_said_when_it_comes_back(workers: Workers, people: Sequence[Member]) -> None:
    """What was kept and never broadcast is found without another message, by the id that the workers look at."""

    assert workers.bus is not None
    log = StreamLog(workers.bus)
    await log.add(Post("quiet", "Nobody", "never broadcast"), 0.0)
    await log.aclose()
    for person in people:
        await person.seen(4)


async def a_worker_hangs(workers: Workers) -> None:
    """It does not die, it does not answer: its client goes to the other, and comes to no harm."""
    async with Member("ada", workers.sticky) as ada:
        own = workers.names.index(ada.workers[-1])
        await workers.pause(own)
        await ada.greeted(2)
        assert ada.workers[-1] == workers.names[1 - own]
        assert (await ada.post("still here")).id == 5
        await workers.go_on(own)
        async with Member("ben", workers.url(own)) as ben:
            assert ids(ben) == ids(ada) == [1, 2, 3, 4, 5]


async def bus_down_at_start(workers: Workers) -> None:
    """A worker that begins without its log takes clients, and greets them when the log is there."""
    await workers.stop_bus()
    await workers.restart(0)
    ada = Member("ada", workers.url(0))
    coming = asyncio.ensure_future(ada.__aenter__())
    done, _ = await asyncio.wait([coming], timeout=0.5)
    assert not done
    await workers.start_bus()
    await coming
    assert (await ada.post("early")).id == 6
    await ada.seen(6)
    assert ids(ada) == [1, 2, 3, 4, 5, 6]
    await ada.__aexit__()


@WHOLE
def test_who_stays_with_whom() -> None:
    """Polling needs the same worker for each of its requests: by turns it fails, by cookie it does not."""

    async def main() -> None:
        workers = await start_workers("workers", 2)
        assert [await polls(workers.in_turn) for _ in range(6)] == [False] * 6
        assert [await polls(workers.sticky) for _ in range(6)] == [True] * 6
        await other_clients(workers)

    run_async(main(), debug=False)


async def other_clients(workers: Workers) -> None:
    """The chat's other client by Socket.IO, and its page, which ask for the same as of a single process."""
    async with (
        Client("Ada", SocketIO(f"{workers.url(0)}/")) as ada,
        Client("Ben", SocketIO(f"{workers.sticky}/", transports=["websocket"])) as ben,
        ClientSession() as session,
    ):
        await ada.post("hello")
        assert [one.text for one in await ben.seen(1)] == ["hello"]
        for address in ("/", "/transports/socketio.js", "/settings.json"):
            async with session.get(workers.sticky + address) as reply:
                assert reply.status == 200


async def polls(url: str) -> bool:
    """Whether a client by polling is greeted: a GET that opens, a POST that connects, a GET for what is new."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(f"{url}/socket.io/?EIO=4&transport=polling") as reply:
            sid = (await reply.text()).split('"')[3]
        where = f"{url}/socket.io/?EIO=4&transport=polling&sid={sid}"
        async with session.post(where, data="40{}") as reply:
            if reply.status != 200:
                return False
        told = ""
        while (
            '42["msg:get",' not in told and reply.status == 200
        ):  # it may come after the answer to the connect
            async with session.get(where) as reply:
                told += await reply.text()
        return reply.status == 200


@WHOLE
def test_two_processes_without_a_bus() -> None:
    """They share a log in a file, and nothing else: who is at the other one hears nothing, and reads it later."""

    async def main() -> None:
        workers = await start_workers("alone", 2, bus=False, proxy=False)
        async with Member("ada", workers.url(0)) as ada, Member("ben", workers.url(1)) as ben:
            await ada.post("is anybody there?")
            await ada.seen(1)
            assert ben._line is not None
            answer = await ben._line.call("msg:get", ben.at.cursor)
            assert [one["text"] for one in answer["page"]["messages"]] == ["is anybody there?"]
            assert ben.messages == []  # what he was told before that answer
        async with Member("ben", workers.url(1)) as ben:
            assert ids(ben) == [1]

    run_async(main(), debug=False)
