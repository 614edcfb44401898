"""The chat in several processes, for a lesson: one call starts all of it, one ends it.

What enters: how many workers, with a bus or without, behind a proxy or not. What leaves: ``Workers``, with the
addresses, and with what can happen to them: a worker is killed, or hangs, and starts again; so does the bus.
"""

import asyncio
import signal
from collections.abc import Sequence

from helpers.chat.scale.house import PAUSE, START, House, free_port, house
from helpers.chat.scale.plan import Plan
from helpers.chat.scale.programs import caddyfile, find_caddy, find_redis, missing, redis_command
from helpers.net.listener import HOST
from helpers.net.registry import registry

__all__ = ["Workers", "start_workers"]

STICKY, IN_TURN = "cookie worker", "round_robin"
BUS, PROXY = "bus", "proxy"  # the names of the two programs


class Workers:
    """Some workers of one chat. ``sticky`` and ``in_turn`` are the two addresses of the proxy, by how it chooses."""

    def __init__(self, name: str, house: House, names: Sequence[str], *, beat: int, bus: bool) -> None:
        self.name, self.names = name, list(names)
        self.ports: list[int] = []  # of the workers
        self.sticky = self.in_turn = ""
        self._house, self._beat, self._with_bus = house, beat, bus
        self.bus_port = 0  # the bus'

    @property
    def bus(self) -> str | None:
        """The address of the bus."""
        return f"redis://{HOST}:{self.bus_port}/0" if self._with_bus else None

    def url(self, worker: int) -> str:
        """The address of one worker, past the proxy."""
        return f"http://{HOST}:{self.ports[worker]}"

    async def kill(self, worker: int) -> None:
        """``kill -9``: the worker has no time for a last word."""
        await self._house.kill(self.names[worker])

    async def pause(self, worker: int) -> None:
        """It hangs: its connections stay open, and nobody answers."""
        await self._house.signal(self.names[worker], signal.SIGSTOP)

    async def go_on(self, worker: int) -> None:
        """It goes on where it hung."""
        await self._house.signal(self.names[worker], signal.SIGCONT)

    async def restart(self, worker: int) -> None:
        """Start it again, at the port that it had."""
        await self.kill(worker)
        await self._house.bind(self.names[worker], self.ports[worker])
        await self._house.fork(self._plan(worker))

    async def stop_bus(self) -> None:
        """``kill -9`` for the bus, and for the log that is in it."""
        await self._house.kill(self._named(BUS))

    async def start_bus(self) -> None:
        """Start the bus, at the port that it had; the log is read from the disk."""
        program = find_redis()
        assert program is not None
        self.bus_port = await self._house.run(
            self._named(BUS), lambda port: redis_command(program, port), self.bus_port
        )

    async def pause_bus(self) -> None:
        """The bus hangs."""
        await self._house.signal(self._named(BUS), signal.SIGSTOP)

    async def go_on_bus(self) -> None:
        """The bus goes on where it hung."""
        await self._house.signal(self._named(BUS), signal.SIGCONT)

    async def mend(self) -> None:
        """Start whatever does not run, or hangs: a cell may have been stopped half way."""
        if self._with_bus:
            if await self._house.alive(self._named(BUS)):
                await self.go_on_bus()
            else:
                await self.start_bus()
        for worker, name in enumerate(self.names):
            if await self._house.alive(name):
                await self.go_on(worker)
            else:
                await self.restart(worker)
        await self._ready()

    async def aclose(self) -> None:
        """End all of them; the last ones close the house."""
        registry().forget(self)
        if any(other is not self for other in registry().all(Workers)):
            for name in (*self.names, self._named(PROXY), self._named(BUS)):
                await self._house.kill(name)
        else:
            await self._house.aclose()

    def situation(self) -> str:
        """Nothing: nobody waits for them."""
        return ""

    async def begin(self, *, proxy: bool) -> None:
        """Start the bus, the workers, and the proxy, all at once."""
        (self._house.folder / self.name).mkdir(exist_ok=True)
        self.ports = [await self._house.bind(name) for name in self.names]
        if self._with_bus:
            self.bus_port = free_port()
        starting = [self.start_bus()] if self._with_bus else []
        starting += [self._start_proxy()] if proxy else []
        await asyncio.gather(*starting, self._fork())
        await self._ready()

    async def _fork(self) -> None:
        for worker in range(len(self.names)):
            await self._house.fork(self._plan(worker))

    async def _ready(self) -> None:
        """Wait until each worker answers (it was connectable before it was there), and the proxy knows of all."""
        try:
            async with asyncio.timeout(START):
                await asyncio.gather(*(_asked(port) for port in self.ports))
                known = set[str]()
                while self.in_turn and known < set(self.names):
                    known.add(await _asked(int(self.in_turn.rpartition(":")[2])))
        except (TimeoutError, OSError):
            said = "; ".join(filter(None, map(self._house.said, self.names))) or "they say nothing"
            raise RuntimeError(f"the workers do not answer: {said}") from None

    async def _start_proxy(self) -> None:
        program = find_caddy()
        assert program is not None
        file = self._house.folder / f"{self._named(PROXY)}.conf"

        def command(port: int) -> list[str]:
            self.sticky, self.in_turn = f"http://{HOST}:{port}", f"http://{HOST}:{(other := free_port())}"
            file.write_text(caddyfile(self.ports, [(port, STICKY), (other, IN_TURN)]), "utf-8")
            return [program, "run", "--adapter", "caddyfile", "--config", str(file)]

        await self._house.run(self._named(PROXY), command)

    def _plan(self, worker: int) -> Plan:
        log = str(self._house.folder / self.name / "log.sqlite")
        return Plan(name=self.names[worker], log=log, bus=self.bus, beat=self._beat)

    def _named(self, part: str) -> str:
        return f"{self.name}-{part}"


async def _asked(port: int) -> str:
    """The name of the worker who answers at this port: its own, or the proxy's."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET /health HTTP/1.0\r\nHost: health\r\n\r\n")
    try:
        answer = (await reader.read()).decode()
    finally:
        writer.close()
    await asyncio.sleep(PAUSE)
    return answer.rpartition("\r\n")[2].partition(" ")[0]


async def start_workers(
    name: str, count: int = 2, *, bus: bool = True, proxy: bool = True, beat: int = 5
) -> Workers:
    """Start ``count`` workers of one chat; those that had the name are ended first.

    Without a ``bus`` they share a log in SQLite, and nothing else. A ``LookupError`` says what is not installed, and
    how to get it. ``beat``: whole s between two pings; who is silent for twice as long has gone.
    """
    if lacks := missing(bus=bus, proxy=proxy):
        raise LookupError("; ".join(lacks))
    for old in registry().all(Workers):
        if old.name == name:
            await old.aclose()
    names = [f"{name}-{letter}" for letter in "abcdefgh"[:count]]
    workers = registry().put(Workers(name, await house(), names, beat=beat, bus=bus))
    try:
        await workers.begin(proxy=proxy)
    except BaseException:
        await workers.aclose()
        raise
    return workers
