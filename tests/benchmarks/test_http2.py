"""What a tap costs inside TLS with HTTP/2: a request and its reply of 64 B, the server in a process of its own.

A batch takes both ways in turn twelve times, the best of each gives a ratio, and the median of five batches counts.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.net import stop_all, tap
from helpers.net.http2 import Http2Client, connect_http2
from helpers.net.registry import registry
from helpers.net.server import Server
from helpers.net.tls import Authority
from tests.benchmarks.test_tap import BATCHES, ROUNDS, WARM_UP, Elsewhere, forget

pytestmark = pytest.mark.benchmark
TRIPS = 30


async def trips(client: Http2Client) -> float:
    began = time.perf_counter()
    for _ in range(TRIPS):
        async with await client.get("/") as reply:
            await reply.read()
    return time.perf_counter() - began


async def compare(port: int, authority: Authority) -> float:
    """Seconds a trip through the tap, as a multiple of the direct one in the same batch."""
    registry()._things[Server, "far"] = Elsewhere("far", port, authority)
    wire = await tap("wire", "far")
    ratios = []
    direct = f"https://localhost:{port}/"
    async with (
        connect_http2(direct, authority=authority) as near,
        connect_http2(wire.url(), authority=authority) as tapped,
    ):
        for _ in range(WARM_UP + BATCHES):
            best = [float("inf")] * 2
            for _ in range(ROUNDS):
                best = [min(was, await trips(one)) for was, one in zip(best, (near, tapped), strict=True)]
                forget(wire)
            ratios.append(best[1] / best[0])
    await stop_all()
    return statistics.median(ratios[WARM_UP:])


def test_round_trip_over_http2(record_property: Callable[[str, object], None], tmp_path: Path) -> None:
    authority, pem = Authority(), tmp_path / "server.pem"
    pem.write_bytes(authority._certificate.private_key_and_cert_chain_pem.bytes())
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.benchmarks.http2_process", str(pem)]
    pipe, there = subprocess.PIPE, os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root, env=there) as far:
        assert far.stdin is not None
        assert far.stdout is not None
        found = asyncio.run(compare(int(far.stdout.readline()), authority))
        far.stdin.close()
    print(f"64 B round trip over HTTP/2: tap {found:.2f} × direct TLS")
    record_property("round trip over HTTP/2", found)
    assert found <= 2.0
