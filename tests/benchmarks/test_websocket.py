"""The ratios that we promise for WebSocket, with room for a busy machine; ``python -m tests.benchmarks.websocket``
measures everything, and ``docs/websocket-speed.md`` has what it found.
"""

import asyncio
from collections.abc import Callable

import pytest

from helpers.net.websocket.contest.echoing import compare_echoes
from helpers.net.websocket.limits import Limits
from helpers.protocols.websocket.frames import Opcode
from tests.benchmarks.websocket.connections import beside_a_stalled_one, fan_out, idle
from tests.benchmarks.websocket.in_process import in_turn, parsing, unmasking
from tests.benchmarks.websocket.measures import Row
from tests.benchmarks.websocket.report import markdown, svg

pytestmark = pytest.mark.benchmark

Record = Callable[[str, object], None]


def test_an_echo_of_64_bytes(record_property: Record) -> None:
    found = asyncio.run(compare_echoes(("ours", "picows", "aiohttp", "websockets"), rounds=7))
    cpu = {name: speed.cpu for name, speed in found.items()}
    print("64 B pipelined, µs of CPU:", {name: round(one, 2) for name, one in cpu.items()})
    record_property("echo of 64 B", cpu)
    assert cpu["ours"] <= 1.5 * cpu["picows"]
    assert cpu["ours"] <= 1.0 * cpu["aiohttp"]
    assert cpu["ours"] <= 0.5 * cpu["websockets"]


@pytest.mark.parametrize("window", [8, 1], ids=["pipelined", "ping-pong"])
def test_an_echo_of_64_kib_with_a_mask_in_c(window: int, record_property: Record) -> None:
    names, size = ("ours", "ours + C", "websockets"), 2**16
    found = asyncio.run(
        compare_echoes(names, size=size, count=100, window=window, rounds=7, opcode=Opcode.BINARY)
    )
    cpu = {name: speed.cpu for name, speed in found.items()}
    print("64 KiB, µs of CPU:", {name: round(one) for name, one in cpu.items()})
    record_property("echo of 64 KiB", cpu)
    assert cpu["ours + C"] <= 1.3 * cpu["websockets"]
    assert cpu["ours"] <= 4 * cpu["websockets"]


def test_parsing_64_bytes(record_property: Record) -> None:
    found = parsing(64, count=2000)
    record_property("parse 64 B", found)
    assert found["ours"] <= 0.8 * found["websockets"]


def test_unmasking_chooses_the_faster_way() -> None:
    def by_one_number(payload: bytes, key: bytes) -> bytes:
        size = len(payload)
        repeated = (key * (size // 4 + 1))[:size]
        return (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size)

    payload, key = bytes(2**16), b"abcd"
    number = in_turn({"number": lambda: [by_one_number(payload, key) for _ in range(20)]}, each=20)
    assert unmasking(2**16, count=20)["ours"] <= 0.8 * number["number"]


def test_a_thousand_hear_it(record_property: Record) -> None:
    found = asyncio.run(fan_out(("ours", "picows", "websockets"), count=1000, messages=21))
    print("fan-out to 1,000, ms (last delivery, CPU):", found)
    record_property("fan-out", found)
    assert found["ours"][1] <= 1.2 * found["picows"][1]
    assert found["ours"][1] <= 0.9 * found["websockets"][1]


def test_one_who_reads_nothing_delays_nobody(record_property: Record) -> None:
    late, calm, _ = asyncio.run(beside_a_stalled_one(count=100, messages=100, size=2**15))
    print(f"the longest of 100 messages to 99 beside a stalled one: {late:.1f} ms, before it {calm:.1f} ms")
    record_property("beside a stalled one", (late, calm))
    assert late <= calm + 50


def test_one_who_reads_nothing_costs_its_queue(record_property: Record) -> None:
    _, _, grown = asyncio.run(beside_a_stalled_one("memory", count=20, messages=250, size=2**14))
    print(f"a stalled one costs {grown:.0f} KiB")
    record_property("a stalled one costs", grown)
    assert grown <= 1.5 * Limits().outbox / 1024


def test_an_idle_connection_is_small(record_property: Record) -> None:
    found = asyncio.run(idle(("ours", "websockets", "aiohttp", "bare"), count=100))
    print("an idle connection, KiB:", found)
    record_property("idle", found)
    assert found["ours"] - found["bare"] <= 1.0
    assert found["ours"] <= 0.3 * min(found["websockets"], found["aiohttp"])


def test_the_report_says_what_was_measured() -> None:
    rows = [Row("echo, 64 B", "µs", {"ours": 3.14159, "picows": 1234.5})]
    table, picture = markdown(rows, "speed.svg"), svg(rows)
    assert "| echo, 64 B | µs | 3.14 | – | 1,234 | – | – | – |" in table
    assert "![CPU of each server for one message](speed.svg)" in table
    assert picture.count("<rect") == 2
    assert picture.endswith("</svg>\n")
