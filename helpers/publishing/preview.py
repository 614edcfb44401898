"""`course preview`: the site on this machine, made anew when a lesson is saved; every open page shows it.

Enters: the course's folder. Leaves: a server on 127.0.0.1, until Ctrl-C. It serves what `course publish` makes; the
line that listens for changes is added on the way out and stands in no file. A lesson that cannot be published
leaves the last site standing, and the pages say why.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler

from helpers.publishing.errors import CourseError
from helpers.publishing.lint.lint import lint
from helpers.publishing.publish import publish
from helpers.publishing.source.pairing import pair

__all__ = ["Preview", "preview"]

LOOK = 0.3  # seconds between two looks at the files
_WATCHED = ("lessons", "notebooks", "_config.yml")
_LISTENS = """
<script>
new EventSource("/-changes").onmessage = (event) => {
  const said = JSON.parse(event.data);
  if (!said) return location.reload();
  const box = document.querySelector("#preview-says") ?? document.body.appendChild(document.createElement("pre"));
  box.id = "preview-says";
  box.setAttribute("role", "alert");
  box.style.cssText = "position:fixed;inset:auto 1rem 1rem;z-index:99;padding:1rem;"
    + "background:#a3302a;color:#fff;white-space:pre-wrap";
  box.textContent = said;
};
</script>
"""


class Preview:
    """Makes the site, and tells whoever listens: nothing when it is new, otherwise what is wrong."""

    def __init__(self, root: Path, *, jobs: int, say: Callable[[str], None]) -> None:
        self.root, self.jobs, self.say = root, jobs, say
        self.site = root / "build" / "preview"
        self.trouble = ""
        self.times = 0
        self._seen: dict[Path, int] = {}
        self._changed = asyncio.Condition()

    async def make(self) -> None:
        """Make it once, and tell."""
        self._seen = self._files()
        wrong: list[str] = []
        try:
            await asyncio.to_thread(self._publish, wrong)
        except (CourseError, OSError) as error:
            wrong.append(str(error))
        self.trouble = "\n".join(dict.fromkeys(wrong))
        if wrong:
            self.say(f"course: {self.trouble}")
        async with self._changed:
            self.times += 1
            self._changed.notify_all()

    def _publish(self, wrong: list[str]) -> None:
        """Pair, check and publish; what is wrong is gathered, and no reason not to try."""
        wrong += map(str, pair(self.root).refused)
        wrong += map(str, lint(self.root))
        self._seen = self._files()  # pairing wrote some
        publish(self.root, output=self.site, jobs=self.jobs, say=self.say)

    def _files(self) -> dict[Path, int]:
        found: dict[Path, int] = {}
        for part in _WATCHED:
            place = self.root / part
            for path in [place] if place.is_file() else place.rglob("*"):
                try:
                    found[path] = path.stat().st_mtime_ns
                except FileNotFoundError:  # an editor puts a new file in the place of the old one
                    continue
        return found

    async def watch(self) -> None:
        """Make it again whenever a file was saved."""
        while True:
            await asyncio.sleep(LOOK)
            if await asyncio.to_thread(self._files) != self._seen:
                await self.make()

    async def news(self) -> AsyncIterator[str]:
        """What is said from now on; a page that comes while something is wrong hears of it."""
        known = self.times
        if self.trouble:
            yield self.trouble
        while True:
            async with self._changed:
                while self.times == known:
                    await self._changed.wait()
            known = self.times
            yield self.trouble


class _Page(StaticFileHandler):
    """A file of the site as it is, a page with the line that listens."""

    def compute_etag(self) -> None:
        """None: a page is never old."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """The file."""
        file = Path(self.root) / (path or "index.html")
        if file.suffix != ".html" or not file.is_file():
            await super().get(path, include_body)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(file.read_text("utf-8") + _LISTENS)


class _Changes(RequestHandler):
    """An event stream (the same that lesson 3C reads)."""

    def initialize(self, preview: Preview) -> None:
        """Whose changes."""
        self.preview = preview

    async def get(self) -> None:
        """Tell until the page is closed."""
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        await self.flush()
        try:
            async for said in self.preview.news():
                self.write(f"data: {json.dumps(said)}\n\n")
                await self.flush()
        except StreamClosedError:
            return


async def preview(root: Path, *, port: int, jobs: int, say: Callable[[str], None]) -> None:
    """Serve until somebody cancels; port 0 takes a free one."""
    made = Preview(root, jobs=jobs, say=say)
    sockets = bind_sockets(port, "127.0.0.1")
    await made.make()
    if made.trouble and not made.site.is_dir():
        raise CourseError(
            str(root), "no site could be made", remedy="mend what is said above and run it again"
        )
    files: dict[str, Any] = {"path": str(made.site), "default_filename": "index.html"}
    server = HTTPServer(Application([("/-changes", _Changes, {"preview": made}), ("/(.*)", _Page, files)]))
    server.add_sockets(sockets)
    say(
        f"open http://127.0.0.1:{sockets[0].getsockname()[1]}/ – saved lessons come by themselves, Ctrl-C ends it"
    )
    try:
        await made.watch()
    finally:
        server.stop()
        await server.close_all_connections()
