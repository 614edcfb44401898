"""The official suites of the two protocols on our servers, where ``SIO_SUITE`` names a folder that has both.

In it stand ``engine.io-protocol/test-suite`` and ``socket.io-protocol/test-suite``, each after its ``npm ci``. Our
own cases of the same names (``test_engine_cases.py``, ``test_socket_cases.py``) run always.
"""

import asyncio
import os
import re
from pathlib import Path

import pytest

from tests.net.net_samples import in_loop
from tests.net.socketio.suite_servers import engine_by_hand, socket_by_hand

SUITES = os.environ.get("SIO_SUITE")


@pytest.mark.skipif(not SUITES, reason="no suites: SIO_SUITE names their folder")
@pytest.mark.parametrize(
    ("folder", "serve", "count"), [("engine.io", engine_by_hand, 24), ("socket.io", socket_by_hand, 32)]
)
@in_loop
async def test_passes_the_official_suite(tmp_path, folder, serve, count):
    suite = Path(str(SUITES)) / f"{folder}-protocol/test-suite"
    server = await serve()
    text = (suite / "test-suite.js").read_text("utf-8")
    (tmp_path / "test-suite.mjs").write_text(text.replace("localhost:3000", f"127.0.0.1:{server.port}"))
    for name in ("node-imports.js", "package.json", "node_modules"):
        (tmp_path / name).symlink_to(suite / name)
    mocha = await asyncio.create_subprocess_exec(
        "node",
        "node_modules/mocha/bin/mocha",
        "test-suite.mjs",
        "--exit",
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await mocha.communicate())[0].decode()
    assert re.findall(r"(\d+) (passing|failing)", said) == [(str(count), "passing")], said
