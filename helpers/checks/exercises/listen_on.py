"""5A: a client that comes again and catches up, over connections that break anywhere."""

import asyncio
import json
from collections.abc import AsyncIterator

from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK

from helpers.checks.judges.scenes import Wrong, broken, on_scenes
from helpers.checks.judges.stage import Scene, Stage

__all__ = ["judge"]

WHERE = 'The first thing said on each connection is where you are: {"after": the last id that you rendered}.'
ONCE = "Every post is rendered once and in order, however often it comes."
WAIT = "A connection that brought nothing new is followed by 1 s of sleep; one that brought something is not."
END = "Your loop came to an end. It goes on with the next connection, whatever ended the last."
FIRST = "You read before you had said where you are: the server waits for that, and says nothing."
# Connections, parted by ";": how many posts there are when it opens, then the posts of each frame that follows, then
# how it ends.
SCENES = (
    Scene("a line that stays", 9, due="2 3 4 stay"),
    Scene("a line that breaks", 9, due="2 3 cut; 4 5 stay"),
    Scene("a broken line, and nothing new", 9, due="2 cut; 2 cut; 2 3 stay"),
    Scene("a goodbye, and nothing new", 9, due="2 bye; 2 bye; 2 3 stay"),
    Scene("a post that comes twice", 9, due="2 2 3 2,3 3,4 stay"),
    Scene("a line that breaks while you say where you are", 9, due="2 mute; 2 3 cut; 3 gone; 5 stay"),
    Scene("an empty list, then news", 9, due="0 cut; 0 1 cut; 1 1,2 stay"),
)


class _Lines(Stage):
    """What ``connect`` gives; the server's side is what the scene says."""

    cast, prompt = "lines render sleep", False

    def prepare(self) -> None:
        self.scene_lines = [line.split() for line in self.scene.due.split("; ")]
        self.lines, self.flaw, self.said, self.opened = self, "", list[object](), list[float]()

    def __aiter__(self) -> "_Lines":
        return self

    async def __anext__(self) -> "_Line":
        self.clock.note()
        if len(self.opened) == len(self.scene_lines):
            await asyncio.Event().wait()
        known, *frames, end = self.scene_lines[len(self.opened)]
        self.opened.append(self.clock())
        return _Line(self, int(known), frames, end)


class _Line:
    """One connection."""

    def __init__(self, play: _Lines, known: int, frames: list[str], end: str) -> None:
        self.play, self.known, self.frames, self.end, self.after = play, known, frames, end, -1
        self.reading: AsyncIterator[str] | None = None

    async def send(self, text: object) -> None:
        try:
            said = json.loads(text)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            said = text
        self.play.said.append(said)
        if self.end in ("mute", "gone"):
            raise (ConnectionClosedOK if self.end == "gone" else ConnectionClosedError)(None, None)
        self.after = said["after"] if isinstance(said, dict) and type(said.get("after")) is int else 0

    async def __aiter__(self) -> AsyncIterator[str]:
        if self.after < 0:
            self.play.flaw = FIRST
            await asyncio.Event().wait()
        yield _posts(range(self.after + 1, self.known + 1))
        for frame in self.frames:
            yield _posts(map(int, frame.split(",")))
        if self.end == "cut":
            raise ConnectionClosedError(None, None)
        if self.end == "stay":
            await asyncio.Event().wait()

    async def recv(self) -> str:
        self.reading = self.reading or aiter(self)
        try:
            return await anext(self.reading)
        except StopAsyncIteration:
            raise ConnectionClosedOK(None, None) from None


def _posts(ids: "range | map[int]") -> str:
    return json.dumps([{"id": one, "text": f"post {one}"} for one in ids])


def _due(play: _Lines) -> tuple[list[int], list[int], list[float]]:
    """What has to be said, rendered, and when each line is opened."""
    last, now = 0, 0.0
    said, opened = list[int](), list[float]()
    for known, *frames, end in play.scene_lines:
        said, opened, before = [*said, last], [*opened, now], last
        if end not in ("mute", "gone"):
            last = max([last, int(known), *(int(one) for frame in frames for one in frame.split(","))])
        now += last == before
    return said, list(range(1, last + 1)), opened


def _keeps(play: _Lines) -> list[Wrong]:
    said, rendered, opened = _due(play)
    given = [one.get("id") if isinstance(one, dict) else one for _, one in play.rendered]
    where = zip(play.said, ({"after": last} for last in said), strict=False)
    lines = [f"lines at {', '.join(f'{at:g} s' for at in one)}" for one in (play.opened, opened)]
    return broken(
        (play.over is not None, END),
        (play.flaw, play.flaw),
        *((one != due, WHERE, one, due) for one, due in where),
        (given != rendered, ONCE, f"rendered {given}", f"rendered {rendered}"),
        (play.opened != opened, WAIT, *lines),
        (len(play.said) != len(said), WHERE, f"{len(play.said)} times", f"{len(said)} times"),
    )


judge = on_scenes(SCENES, _keeps, stage=_Lines)
