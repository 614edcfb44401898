"""A slow line that loses packets, as a model: a tap that passes each read later, by delay, bandwidth and loss.

What TCP does is added up and not played: a lost packet costs one retransmission time-out, and all that was sent after
it waits for it, since TCP keeps the order. What is not in the model: congestion, acknowledgements, and everything
that HTTP/3 does otherwise.
"""

from dataclasses import dataclass
from random import Random

from helpers.loops.clock import Clock
from helpers.net import Server, Tap
from helpers.net.flow import Flow
from helpers.net.link import Link
from helpers.vocabulary import Ending

__all__ = ["Line", "SlowLine"]


@dataclass(frozen=True, slots=True)
class Line:
    """``delay``: s each way. ``bandwidth``: bytes a second. ``loss``: the share of packets that are lost.

    Each of them costs ``timeout`` s.
    """

    delay: float = 0.15
    bandwidth: float = 4000.0
    loss: float = 0.02
    timeout: float = 1.0
    seed: int = 1


PACKET = 1448  # bytes


class SlowLine(Tap):
    """A tap that is such a line; ``delay()`` switches it on."""

    def __init__(self, name: str, server: Server, line: Line, *, clock: Clock) -> None:
        super().__init__(name, server, clock=clock)
        self._line, self._random = line, Random(line.seed)
        self._free: dict[tuple[int, str], float] = {}  # when the line has sent all that came before
        self._sent: dict[tuple[int, str], int] = {}

    async def _later(self, link: Link, flow: Flow, end: int, ending: Ending | None) -> None:
        await self.clock.sleep(max(0.0, self._due(link, flow, end) - self.clock()))
        if link.number in self.links:
            self._pass_up_to(link, flow, end, fault="delay", ending=ending is not None)

    def _due(self, link: Link, flow: Flow, end: int) -> float:
        """When what came up to ``end`` is at the other side: nothing overtakes."""
        key = link.number, flow.side.value
        size, self._sent[key] = end - self._sent.get(key, 0), end
        lost = sum(self._random.random() < self._line.loss for _ in range(0, max(1, size), PACKET))
        begun = max(self.clock(), self._free.get(key, 0.0))
        self._free[key] = begun + size / self._line.bandwidth + lost * self._line.timeout
        return self._free[key] + self._line.delay
