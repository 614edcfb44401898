"""Lighthouse's verdict on every page, on a phone and a desktop; slow, and only where `LIGHTHOUSE` names its program.

Version 12.2.3 runs on Node 20: `npm install --ignore-scripts lighthouse@12.2.3` in a folder of its own, then
`LIGHTHOUSE=…/lighthouse pytest -m slow tests/site/test_lighthouse.py -s`. The site is served in gzip, as hosts do.
"""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.chromium import CHROMIUM

LIGHTHOUSE = os.environ.get("LIGHTHOUSE", "")
ROOT = Path(__file__).parents[2]
LEAST = 95
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not (LIGHTHOUSE and CHROMIUM), reason="LIGHTHOUSE names no program, or there is no Chromium"
    ),
]


class Compressed(SimpleHTTPRequestHandler):
    """Files in gzip, kept for an hour, as a host of static pages sends them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, list[str]]]:
    """The address of the published course, and its pages."""
    folder = tmp_path_factory.mktemp("lighthouse") / "site"
    publish = [sys.executable, "-m", "helpers.publishing", "publish", "--output", str(folder)]
    subprocess.run(publish, cwd=ROOT, check=True, capture_output=True, timeout=300)
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Compressed(*given, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", sorted(page.name for page in folder.glob("*.html"))
    server.shutdown()
    server.server_close()


def verdict(address: str, *options: str) -> dict[str, int]:
    """The score of 100 in each category."""
    flags = "--chrome-flags=--headless=new --no-sandbox"
    asked = [LIGHTHOUSE, address, "--quiet", "--output=json", flags, *options]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    run = subprocess.run(asked, check=True, capture_output=True, timeout=120, env=environment)
    return {name: round(one["score"] * 100) for name, one in json.loads(run.stdout)["categories"].items()}


@pytest.mark.parametrize("device", ["mobile", "desktop"])
def test_every_page_is_good_in_every_category(site, device):
    """Of the 404 no search engine should know, so it has no score for being found."""
    address, pages = site
    options = ["--preset=desktop"] if device == "desktop" else []
    low = {}
    for page in pages:
        scores = verdict(f"{address}/{page}", *options)
        if min(scores.values()) < LEAST:  # a busy machine: the better of two
            again = verdict(f"{address}/{page}", *options)
            scores = {name: max(score, again[name]) for name, score in scores.items()}
        print(f"{page:36}{scores}")
        if page == "404.html":
            del scores["seo"]
        low |= {f"{page}: {name}": score for name, score in scores.items() if score < LEAST}
    assert low == {}
