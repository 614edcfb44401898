"""Lessons of the course, published live, and a server that serves them as a host would: well, strictly, or badly."""

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.execute import execute_all
from helpers.publishing.live.gather import FOLDER
from helpers.publishing.live.policy import POLICY, policy
from helpers.publishing.publish import CACHE
from helpers.publishing.rendering import Rendering
from tests.once import gathered, once
from tests.site.live.tab import Tab

ROOT = Path(__file__).parents[3]
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


class Host(SimpleHTTPRequestHandler):
    """Files as they are; the server says which headers go with them, and after how many bytes a file breaks off."""

    def end_headers(self):
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def copyfile(self, source, outputfile):
        left = self.server.breaks.get(self.path.partition("?")[0].rpartition("/")[2])
        if left is None:
            super().copyfile(source, outputfile)
        else:
            outputfile.write(source.read(left))
            self.close_connection = True

    def log_message(self, *_):
        """Nobody reads it."""


def strict(site):
    """The header by which a host allows a site nothing but what its pages need."""
    return {"Content-Security-Policy": (site / FOLDER / POLICY).read_text("utf-8")}


@contextmanager
def hosted(folder, *, headers=None):
    """The running server of a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Host(*given, directory=str(folder)))
    server.headers, server.breaks = headers or {}, {}
    server.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def publish(orders, factory, site):
    """Some lessons as `course publish --live` makes them; the others are linked to and not there.

    What was executed for `course publish` is not executed again.
    """
    course, live = load_course(ROOT / "notebooks", suffix=".ipynb"), gathered(factory)
    lessons = tuple(one for one in course.lessons if one.order in orders)
    executed = execute_all(lessons, root=ROOT, jobs=2, cache=ROOT / CACHE, report=print, say=print)
    with ThreadPoolExecutor(1) as aside:  # here the browser's loop may run already
        results = aside.submit(lambda: asyncio.run(executed())).result()
    lock = json.loads((live / "lock.json").read_text("utf-8"))
    for name, data in Rendering(course, root=ROOT, lock=lock).files(results).items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    shutil.copytree(live, site / FOLDER)
    (site / FOLDER / POLICY).write_text(policy(site), "utf-8")


@pytest.fixture(scope="session")
def course_site(tmp_path_factory):
    """The folder of a site that has a lesson for whatever a tab must do, live."""
    orders = ["1B", "2B", "2C", "2E", "3B", "3C", "4A", "4B", "4E", "5C", "6A"]
    return once(tmp_path_factory, "live-site", lambda site: publish(orders, tmp_path_factory, site))


@pytest.fixture(scope="module")
def host(course_site) -> Iterator[ThreadingHTTPServer]:
    """An ordinary server of it."""
    with hosted(course_site) as server:
        yield server


@pytest.fixture
def tab(whole_browser):
    """Opens a lesson in a tab of its own; at the end nothing may have gone to another host, nor been thrown."""
    tabs = []

    def tab(address, **options):
        tabs.append(Tab(whole_browser, address, **options))
        return tabs[-1]

    yield tab
    for one in tabs:
        one.close()
