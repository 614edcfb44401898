"""A wire to step, made by hand, and the sample traces as pages."""

import asyncio
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.trace import Trace
from helpers.vocabulary import Side

HERE = Path(__file__).parent


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


views_samples = _load("views_samples")


@dataclass
class Unit:
    connection: int
    side: Side
    start: int


class FakeWire:
    """A ``Steppable`` without sockets: its units are released by script."""

    name = "fake"

    def __init__(self, loop: asyncio.AbstractEventLoop, trace: Trace, script=()):
        self.trace, self.loop, self.holding, self.script, self.held = trace, loop, True, list(script), []

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


@pytest.fixture
def samples():
    return views_samples
