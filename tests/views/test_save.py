"""What the page saves is what Python saves; the exchange of one trace is in the tests of the page."""

import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.trace import Arrival, Trace, pcapng
from helpers.vocabulary import Side

DRIVER = Path(__file__).with_name("save_driver.mjs")


def test_more_connections_than_an_address_has_ports():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js 20: https://nodejs.org")
    count, trace = 15_002, Trace(clock=lambda: 0.0)
    for connection in range(count):
        trace.append(Arrival(connection, Side.CLIENT, 0.0, b"x"))
    run = subprocess.run([node, str(DRIVER), str(count)], capture_output=True, timeout=60, check=True)
    assert run.stdout == pcapng.write(trace)
