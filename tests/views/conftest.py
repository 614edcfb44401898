"""Rows, traces and a wire to step, made by hand."""

import asyncio
from dataclasses import dataclass

import pytest

from helpers.trace import Trace
from helpers.vocabulary import Side


@dataclass
class Unit:
    connection: int
    side: Side
    start: int


class FakeWire:
    """A ``Steppable`` without sockets: its units are released by script."""

    name = "fake"

    def __init__(self, loop: asyncio.AbstractEventLoop, script):
        self.trace = Trace(clock=lambda: 0.0)
        self.loop, self.holding, self.script = loop, True, list(script)
        self.held = []

    async def step(self):
        if not self.script:
            raise TimeoutError("nothing came in 5 s: the wire holds nothing")
        release = self.script.pop(0)
        self.trace.append(release)
        return Unit(release.connection, release.side, release.start)

    def run(self):
        self.holding = False

    def pause(self):
        self.holding = True


@pytest.fixture
def fake_wire():
    return FakeWire
