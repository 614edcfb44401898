"""What is measured, and in which words: one row for each measure, a figure for each server or codec."""

import asyncio
import sys
from dataclasses import dataclass

from helpers.net.websocket.contest.echoing import compare_echoes
from helpers.protocols.websocket.frames import Opcode
from tests.benchmarks.websocket.connections import fan_out, idle
from tests.benchmarks.websocket.in_process import deflating, parsing, unmasking

SERVERS = ("ours", "ours + C", "picows", "aiohttp", "websockets", "wsproto")
IN_A_ROOM = ("ours", "picows", "aiohttp", "websockets", "wsproto")
ECHOES = {
    "64 B text, pipelined": {"size": 64, "count": 5000, "window": 500},
    "64 B text, ping-pong": {"size": 64, "count": 1000, "window": 1},
    "64 B binary, pipelined": {"size": 64, "count": 5000, "window": 500, "opcode": Opcode.BINARY},
    "64 KiB text, pipelined": {"size": 2**16, "count": 200, "window": 8},
    "64 KiB text, ping-pong": {"size": 2**16, "count": 200, "window": 1},
    "64 KiB binary, pipelined": {"size": 2**16, "count": 200, "window": 8, "opcode": Opcode.BINARY},
    "64 KiB binary, ping-pong": {"size": 2**16, "count": 200, "window": 1, "opcode": Opcode.BINARY},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: who took how much."""

    what: str
    unit: str
    figures: dict[str, float]


def echoes() -> list[Row]:
    """CPU of the server's process for one message there and back."""
    rows = []
    for what, options in ECHOES.items():
        said(what)
        found = asyncio.run(compare_echoes(SERVERS, rounds=9, **options))
        rows.append(Row(f"echo, {what}", "µs", {name: speed.cpu for name, speed in found.items()}))
    return rows


def codecs() -> list[Row]:
    """CPU of the codecs alone."""
    said("codecs")
    sizes = {64: "64 B", 1024: "1 KiB", 2**16: "64 KiB", 2**20: "1 MiB"}
    counts = {64: 3000, 1024: 1000, 2**16: 30, 2**20: 4}
    parsed = [
        Row(f"parse, {sizes[size]}", "µs", parsing(size, count=counts[size])) for size in list(sizes)[:3]
    ]
    unmasked = [Row(f"unmask, {sizes[size]}", "µs", unmasking(size, count=counts[size])) for size in sizes]
    return [*parsed, *unmasked, Row("deflate and inflate, 1 KiB", "µs", deflating(count=200))]


def crowds() -> list[Row]:
    """Many connections."""
    said("a thousand clients")
    heard = asyncio.run(fan_out(IN_A_ROOM, count=1000, messages=15))
    said("idle connections")
    memory = asyncio.run(idle((*IN_A_ROOM, "bare"), count=200))
    bare = memory.pop("bare")
    return [
        Row("fan-out to 1,000, last delivery", "ms", {name: late for name, (late, _) in heard.items()}),
        Row("fan-out to 1,000, CPU of the server", "ms", {name: cpu for name, (_, cpu) in heard.items()}),
        Row(
            "an idle connection, above a bare one", "KiB", {name: kib - bare for name, kib in memory.items()}
        ),
    ]


def said(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)
