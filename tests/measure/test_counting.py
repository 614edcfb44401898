"""What the tap counts: the same in two runs, as others count it, and a cycle of silence scales to a minute."""

import asyncio
import re
import shutil
import subprocess

import pytest

from helpers.measure import counting
from helpers.measure.counting import Counts, count
from helpers.measure.setting import Setting
from helpers.measure.ways import WAYS


@pytest.mark.parametrize("way", WAYS.values(), ids=str)
def test_two_runs_count_the_same(way):
    assert asyncio.run(count(way, 3, Setting())) == asyncio.run(count(way, 3, Setting()))


@pytest.mark.parametrize("way", WAYS.values(), ids=str)
def test_one_cycle_of_silence_stands_for_a_minute(way):
    one, whole = (asyncio.run(count(way, 1, Setting(), idle=idle)) for idle in (None, 300))
    assert one.minute == whole.minute
    assert one.message == whole.message


@pytest.mark.parametrize("way", WAYS.values(), ids=str)
def test_what_each_client_costs_does_not_depend_on_how_many_there_are(way):
    few, many = (asyncio.run(count(way, clients, Setting())) for clients in (2, 12))
    assert many.minute == few.minute.scaled(6)
    assert many.arrive == few.arrive.scaled(6)


def test_requests_are_those_of_the_servers_log(monkeypatch):
    """In the log stand all of them; the tap sees each, whatever the protocol."""
    for way in WAYS.values():
        tallies, log = _tallies(monkeypatch), list[str]()
        asyncio.run(count(way, 4, Setting(), log=log))
        assert tallies[0].so_far().requests == len(log), way.name


@pytest.mark.skipif(shutil.which("ss") is None, reason="no ss: apt-get install iproute2")
def test_bytes_are_those_of_the_system(monkeypatch):
    """``ss -tin`` counts what the kernel of the system sent and got on the same connections: within one per cent."""
    seen: list[tuple[str, counting.Traffic, tuple[int, int]]] = []
    phases, tallies = counting._phases, _tallies(monkeypatch)

    async def and_ask(way, wire, *others):
        done = await phases(way, wire, *others)
        seen.append((way.name, tallies[-1].so_far(), _system(wire)))
        return done

    monkeypatch.setattr(counting, "_phases", and_ask)
    for way in WAYS.values():
        asyncio.run(count(way, 4, Setting()))
    assert {name: (ours.up, ours.down) for name, ours, _ in seen} == {
        name: (pytest.approx(up, rel=0.01), pytest.approx(down, rel=0.01)) for name, _, (up, down) in seen
    }
    assert all(up and down for _, _, (up, down) in seen)


@pytest.mark.parametrize("way", WAYS.values(), ids=str)
def test_a_message_reaches_every_client(way):
    """A hundred hear what one posts: a message costs about as many replies as there are clients."""
    one, ten = (asyncio.run(count(way, clients, Setting())) for clients in (1, 10))
    each = (ten.message.down - one.message.down) / 9
    assert (40 if way.name == "websockets-library" else 150) < each < 450  # the library compresses


def test_counts_go_into_a_file():
    counts = asyncio.run(count(WAYS["websocket"], 1, Setting()))
    assert counts.as_json()["minute"] == {"up": 18, "down": 6, "requests": 0}
    assert isinstance(counts, Counts)


def _tallies(monkeypatch) -> list[counting.Tally]:
    made: list[counting.Tally] = []

    class Kept(counting.Tally):
        def __init__(self, trace):
            super().__init__(trace)
            made.append(self)

    monkeypatch.setattr(counting, "Tally", Kept)
    return made


def _system(wire) -> tuple[int, int]:
    """Bytes that the system's own counters have of the tap's sockets to its clients: what came, what was sent."""
    text = subprocess.run(
        ["ss", "-tinH", "sport", "=", f":{wire.port}"], capture_output=True, text=True, check=True
    ).stdout
    received = sum(map(int, re.findall(r"bytes_received:(\d+)", text)))
    return received, sum(map(int, re.findall(r"bytes_sent:(\d+)", text)))
