"""A new reader's trial of lesson 4A on a slow machine and network: `python -m tests.site.trial SITE`, a live site.

The server compresses as most hosts of pages do, and sends no faster than the network that is named. A browser's own
throttle slows a page and not its workers, where Python is; so all processes of the page are stopped three quarters of
the time. What comes out is the table of docs/pages.md; Pyodide alone says how quick the machine is.
"""

import gzip
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from playwright.sync_api import sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.site.live.tab import Tab
from tests.site.live.timing import pyodide_alone, run_all, steps

PAGE, WIRE, STEPS = "websocket-handshake.html", "dave_wire = await tap", 9
# name → bits a second, seconds until a reply begins
NETWORKS = {"fast 4G": (9e6, 0.06), "slow 4G": (1.6e6, 0.15)}
SIZES = {"360 × 740": (360, 740), "1280 × 860": (1280, 860)}
COLUMNS = (
    "Pyodide alone",
    "readable",
    "first output",
    "all of 4A",
    "Step",
    "again: readable",
    "first output",
    "all of 4A",
)
TICK, SHARE = 0.04, 0.25  # s; of the processor
PACKED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm"}
PIECE = 16_384  # B
PAINTED = """() => new Promise((found) => new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.name === 'first-contentful-paint') found(one.startTime / 1000);
}).observe({ type: 'paint', buffered: true }))"""


@cache
def packed(path: Path) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes()) if path.suffix in PACKED else path.read_bytes()


class Slow(SimpleHTTPRequestHandler):
    """Files, over one line for all: who has sent a piece leaves the line busy for as long as that takes."""

    protocol_version = "HTTP/1.1"
    network, line, free = (1e9, 0.0), threading.Lock(), 0.0

    def do_GET(self) -> None:
        """A file, compressed, piece by piece."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        time.sleep(Slow.network[1])
        data = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(ConnectionError):
            for at in range(0, len(data), PIECE):
                self.send(data[at : at + PIECE])
        return None

    def send(self, piece: bytes) -> None:
        """When the line is free."""
        with Slow.line:
            Slow.free = max(Slow.free, time.monotonic()) + 8 * len(piece) / Slow.network[0]
            over = Slow.free
        time.sleep(max(0.0, over - time.monotonic()))
        self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def slowed(share: float) -> Iterator[None]:
    """The pages of this process's browsers have this share of the processor."""
    ended = threading.Event()

    def keep() -> None:
        while not ended.is_set():
            pages = [
                one for one in psutil.Process().children(recursive=True) if "--type=renderer" in line_of(one)
            ]
            for act, lasting in ((psutil.Process.suspend, 1 - share), (psutil.Process.resume, share)):
                for page in pages:
                    with suppress(psutil.Error):
                        act(page)
                time.sleep(TICK * lasting)

    thread = threading.Thread(target=keep)
    thread.start()
    yield
    ended.set()
    thread.join()


def line_of(process: psutil.Process) -> str:
    """The command line of a process, or nothing where it has ended."""
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def tried(browser: Any, address: str, size: tuple[int, int]) -> list[str]:
    """What a reader waits for, in order: seconds, for Step milliseconds."""
    alone = Tab(browser, address + PAGE)
    start = pyodide_alone(alone)
    alone.close()
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    tab = Tab(browser, address + PAGE, context=context)
    tab.context.set_default_timeout(600_000)
    readable = tab.page.evaluate(PAINTED)
    first, whole = run_all(tab)
    step = median(steps(tab, WIRE, STEPS))
    tab.page.close()
    again = Tab(browser, address + PAGE, context=context)
    second = again.page.evaluate(PAINTED), *run_all(again)
    context.close()
    seconds = [f"{one:.1f} s" for one in (start, readable, first, whole, *second)]
    return [*seconds[:4], f"{step:.0f} ms", *seconds[4:]]


def main(site: Path) -> None:
    """Print the table."""
    print("|", " | ".join(["Processor, network, window", *COLUMNS]), "|")
    print("|---" * (len(COLUMNS) + 1) + "|")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    trials = [
        (f"a quarter, {net}, {size}", SHARE, NETWORKS[net], SIZES[size]) for net in NETWORKS for size in SIZES
    ]
    for name, share, network, size in [*trials, ("whole, none, 1280 × 860", 1.0, (1e9, 0.0), (1280, 860))]:
        Slow.network = network
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            with slowed(share):
                row = tried(browser, address, size)
            browser.close()
        print("|", " | ".join([name, *row]), "|", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
