"""A herd of clients comes back to a server after an outage: a simulation, seeded, in simulated seconds.

Each client has one request to get served. The server fails everything during the outage, and after it whatever comes
while it lies down again: more than ``capacity`` requests within one second knock it over for ``restart`` seconds.
A failure takes ``latency`` to reach the client, which then waits as its strategy says. A model: one server, no queue.
"""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from random import Random

import simpy

from helpers.loops.backoff import STRATEGIES, Backoff

__all__ = ["Outage", "Recovery", "compare", "simulate", "slices"]


@dataclass(frozen=True, slots=True)
class Outage:
    """What is simulated; times in seconds, the outage begins at 0."""

    clients: int = 10_000
    arrive_within: float = 3.0  # the first requests are spread evenly over one poll interval
    lasts: float = 15.0
    capacity: int = 1_000  # requests a second
    restart: float = 2.0
    latency: float = 0.5  # until a client knows that its request failed
    base: float = 1.0
    cap: float = 60.0
    budget: int = 400_000  # requests after which a simulation stops, and says so
    horizon: float = 900.0


@dataclass(slots=True)
class Recovery:
    """What came of it. ``retries[n]`` are those that arrived n to n + 1 seconds after the outage ended."""

    strategy: str
    outage: Outage
    retries: Sequence[int] = ()
    requests: int = 0
    served: int = 0
    falls: int = 0
    ended: float = 0.0  # seconds after the outage
    capped: bool = False  # stopped at the budget: the rest of the story is missing

    @property
    def peak(self) -> int:
        """The most retries in any second after the outage."""
        return max(self.retries, default=0)

    @property
    def wasted(self) -> int:
        """Requests that were not served."""
        return self.requests - self.served

    @property
    def all_served(self) -> float | None:
        """Seconds after the outage until the last client was served; ``None`` where that was not reached."""
        return self.ended if self.served == self.outage.clients else None


def compare(outage: Outage | None = None, *, seed: int = 1) -> dict[str, Recovery]:
    """Simulate every strategy with the same seed."""
    return {name: simulate(name, outage, seed=seed) for name in STRATEGIES}


def simulate(strategy: str, outage: Outage | None = None, *, seed: int = 1) -> Recovery:
    """Let the herd come back by one strategy; the same seed gives the same result."""
    run = _Run(strategy, outage or Outage(), Random(seed))
    run.environment.run(until=run.over)
    return run.result()


def slices(
    strategy: str, outage: Outage | None = None, *, seed: int = 1, events: int = 2_000
) -> Generator[float, None, Recovery]:
    """Simulate so many events at a time, for who has other things to do meanwhile; yields the share that is done."""
    run = _Run(strategy, outage or Outage(), Random(seed))
    while not run.over.processed:
        for _ in range(events):
            run.environment.step()
            if run.over.processed:
                break
        yield run.share()
    return run.result()


@dataclass(slots=True)
class _Run:
    """One simulation on its way."""

    strategy: str
    outage: Outage
    random: Random
    environment: simpy.Environment = field(default_factory=simpy.Environment)
    recovery: Recovery = field(init=False)
    over: simpy.Event = field(init=False)
    down_until: float = field(init=False)
    _load: Counter[int] = field(default_factory=Counter)  # requests that reached a standing server, by second
    _retries: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.recovery = Recovery(self.strategy, self.outage)
        self.down_until = self.outage.lasts
        self.over = self.environment.event()
        self.environment.process(self.horizon())
        for _ in range(self.outage.clients):
            self.environment.process(self.client())

    def client(self) -> Generator[simpy.Event, object, None]:
        """Ask until served."""
        backoff = Backoff(self.strategy, random=self.random, base=self.outage.base, cap=self.outage.cap)
        yield self.environment.timeout(self.random.uniform(0, self.outage.arrive_within))
        while not self.served(retry=backoff.failures > 0):
            yield self.environment.timeout(self.outage.latency + backoff.next())

    def horizon(self) -> Generator[simpy.Event, object, None]:
        """Stop where nobody would look any more."""
        yield self.environment.timeout(self.outage.lasts + self.outage.horizon)
        self.stop()

    def served(self, *, retry: bool) -> bool:
        """One request reaches the server."""
        now, recovery = self.environment.now, self.recovery
        recovery.requests += 1
        self._retries[int(now - self.outage.lasts)] += retry and now >= self.outage.lasts
        served = self.stands(now)
        recovery.served += served
        recovery.capped = recovery.requests >= self.outage.budget
        if recovery.capped or recovery.served == self.outage.clients:
            self.stop()
        return served

    def stands(self, now: float) -> bool:
        """Whether the server is up and stays up under this request."""
        if now < self.down_until:
            return False
        self._load[int(now)] += 1
        if self._load[int(now)] > self.outage.capacity:
            self.down_until = now + self.outage.restart
            self.recovery.falls += 1
            return False
        return True

    def stop(self) -> None:
        """End the simulation now; what else happens in this instant still counts."""
        if not self.over.triggered:
            self.over.succeed()

    def share(self) -> float:
        """How much is done, between 0 and 1: by whichever end is the nearest."""
        outage, recovery = self.outage, self.recovery
        time = self.environment.now / (outage.lasts + outage.horizon)
        return max(recovery.served / outage.clients, recovery.requests / outage.budget, time)

    def result(self) -> Recovery:
        """What came of it, bins filled with zeros."""
        last = max((second for second in self._retries if second >= 0), default=-1)
        self.recovery.retries = tuple(self._retries[second] for second in range(last + 1))
        self.recovery.ended = self.environment.now - self.outage.lasts
        return self.recovery
