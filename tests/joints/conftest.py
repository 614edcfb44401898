"""What a newcomer registers is there for the tests of this folder only."""

import importlib
from collections.abc import Iterator

import pytest

from helpers.dissectors import explainers
from helpers.dissectors.connection import Dissector
from helpers.dissectors.contents import registry
from helpers.protocols import reading

TOYS = ("protocols.pingpong.reading", "dissectors.pingpong.explainer", "dissectors.scores.content")


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The toys, registered by importing them: three lines in all."""
    assert Dissector()  # the course's own are registered before
    for module, table in ((reading, "_readings"), (reading, "_begins"), (reading, "_tokens")):
        monkeypatch.setattr(module, table, dict(getattr(module, table)))
    monkeypatch.setattr(explainers, "_explainers", dict(explainers._explainers))
    monkeypatch.setattr(registry, "_contents", list(registry._contents))
    for toy in TOYS:
        module = importlib.import_module(f"tests.joints.{toy}")
        importlib.reload(module)
    yield
    registry._asked.cache_clear()  # they are known there, too
