"""pysignalr, a client in Python by other people, against our hub."""

import asyncio
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from helpers.dissectors.rows import Rows
from helpers.net import tap
from tests.net.net_samples import in_loop
from tests.net.signalr.hubs import serve_hub

PROGRAM = Path(__file__).with_name("in_pysignalr.py")
FOUND = {
    "sum": 42,
    "error": ["It didn't work!"] * 2,
    "said": ["€"],
    "asked": "you said why!",
    "counted": [0, 1, None],
    "failed": "Ran out of data!",
    "why": "closed for today",
}

pytestmark = pytest.mark.skipif(
    find_spec("pysignalr") is None, reason="no pysignalr: the extra “peers” brings it"
)


@in_loop
async def test_every_kind_of_message():
    wire = await tap("wire", await serve_hub())
    client = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), wire.url("/hub"), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await client.communicate()
    assert json.loads(said) == FOUND
    rows = Rows(wire.trace).rows
    assert [row.title for row in rows if "negotiate" in row.title] == ["POST /hub/negotiate"] * 2
    assert any("session of connection" in row.summary for row in rows)
