"""Load from Locust: two workers of their own against a server of ours, and both ways of measuring agree.

Locust's own command runs the files, in processes of their own: gevent, which replaces sockets, never comes into ours.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.measure.book import Book
from helpers.measure.figures import figures
from helpers.measure.measuring import measure
from helpers.measure.setting import Plan, Size
from helpers.measure.ways import WAYS

HELPERS = Path(__file__).parents[2] / "helpers"
FILES = sorted((HELPERS / "measure" / "locustfiles").glob("*.py"))
NO_FILES = {"__init__", "person", "wire"}
PEOPLE, SECONDS = 16, 6  # two for each way: all of them hear what sixteen say, once a second each
PATHS = {
    "polling": "poll",
    "long-polling": "long-poll",
    "sse": "events",
    "http2-stream": "msgs",
    "websocket": "socket",
    "websockets-library": "websockets",
    "socketio-polling": "socket.io polling",
    "socketio-websocket": "socket.io websocket",
}
PLAIN = """
import sys, pkgutil, importlib, helpers.measure
for module in pkgutil.iter_modules(helpers.measure.__path__, "helpers.measure."):
    importlib.import_module(module.name)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"gevent", "locust"}))
"""


def test_every_way_has_a_locust_file():
    ways = {
        path.stem.removesuffix("_by_hand").replace("_", "-") for path in FILES if path.stem not in NO_FILES
    }
    assert ways == set(WAYS) == set(PATHS)


def test_gevent_comes_into_no_process_of_ours():
    said = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
    others = [path for path in HELPERS.rglob("*.py") if "locustfiles" not in path.parts]
    texts = [path.read_text("utf-8") for path in others]
    assert not [text for text in texts if re.search(r"^\s*(import|from) (locust|gevent)", text, re.M)]


@pytest.fixture(scope="module")
def statistics(tmp_path_factory) -> dict[tuple[str, str], dict]:
    """What Locust counted: by kind of request and path."""
    folder = tmp_path_factory.mktemp("locust")
    server = subprocess.Popen(
        [sys.executable, "-m", "helpers.measure", "--serve"], stdout=subprocess.PIPE, text=True
    )
    try:
        where = json.loads(server.stdout.readline())
        files = ",".join(str(path) for path in FILES if path.stem not in NO_FILES)
        command = [
            Path(sys.executable).with_name("locust"),
            "-f",
            files,
            "--host",
            where["http1"],
            "--headless",
        ]
        command += [
            "-u",
            str(PEOPLE),
            "-r",
            str(PEOPLE),
            "-t",
            f"{SECONDS}s",
            "--processes",
            "2",
            "--only-summary",
        ]
        subprocess.run(
            [*command, "--json-file", str(folder / "said")],
            env=os.environ
            | {"CHAT_HTTP2": where["http2-stream"], "CHAT_WEBSOCKETS": where["websockets-library"]},
            check=True,
            capture_output=True,
            timeout=90,
        )
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    entries = json.loads((folder / "said.json").read_text())
    return {(one["method"], one["name"].strip("/")): one for one in entries}


def test_nobody_failed_and_all_were_heard(statistics):
    assert sum(one["num_failures"] for one in statistics.values()) == 0
    posts = sum(one["num_requests"] for (kind, _), one in statistics.items() if kind in ("POST", "SEND"))
    assert posts >= PEOPLE * (SECONDS - 2)
    for path in PATHS.values():  # who listens on a timer has not asked for the last second yet
        assert 0.6 * 2 * posts < statistics["hear", path]["num_requests"] <= 2 * posts


def test_both_ways_agree_where_they_measure_the_same(statistics):
    """How often a poll asks; how late a poll is; that the others wait for no timer; and who is far behind whom."""
    book = asyncio.run(measure(Plan((Size(10, 5, 0.5),), rounds=1), Book()))
    ours = {row.way: row.figures["p50"].value for row in figures(book)}
    theirs = {way: _median(statistics["hear", path]) for way, path in PATHS.items()}
    assert theirs["polling"] == pytest.approx(ours["polling"], rel=0.4)  # half of a second
    for way in set(WAYS) - {"polling"}:
        assert max(ours[way], theirs[way]) < min(ours["polling"], theirs["polling"]) / 3, (way, ours, theirs)
    asked = statistics["GET", "poll"]["num_requests"] / 2
    assert asked == pytest.approx(SECONDS, abs=2)
    counted = next(row.figures["minute requests"].value for row in figures(book) if row.way == "polling")
    assert counted / 10 == 60


def _median(entry: dict) -> float:
    late = sorted((float(time), count) for time, count in entry["response_times"].items())
    half = sum(count for _, count in late) / 2
    for time, count in late:
        half -= count
        if half <= 0:
            return time
    raise AssertionError("nothing was heard")
