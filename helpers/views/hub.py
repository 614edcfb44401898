"""The line between the views in a browser and the session that made them: what is asked, and what is answered.

What enters, in whatever thread the carrier reads: ``open``, ``step``, ``run``, ``pause``, ``explain``, ``save`` with
a view's id; what leaves: changed rows, one row explained, what became of an action. A view of another kind asks for
``act``, and is told what the callable it was offered said. Work is handed to the loop the wire lives on (ipykernel's
subshells have loops of their own). It holds feeds weakly: a trace that is gone takes its feed along.

How messages travel is its carrier's: a comm of Jupyter (``comm.py``), or what the session itself brings along.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol
from weakref import WeakValueDictionary

from IPython.core.getipython import get_ipython

from helpers.trace import Trace
from helpers.views.feed import Feed
from helpers.views.steppable import Steppable

__all__ = ["Carrier", "Hub", "Message", "hub"]

KEPT_ACTIONS = 64  # the newest; a cell that is run again offers a new one

Action = Callable[[str], object]
Message = dict[str, Any]

_hubs: list[Hub] = []


class Carrier(Protocol):
    """Brings messages to the views of a browser, and those of the views here."""

    def send(self, message: Message, /) -> None:
        """Bring it to all views."""

    def listen(self, receive: Callable[[Message], None], /) -> None:
        """Call ``receive``, in whatever thread, with what a view says."""


def hub() -> Hub:
    """The one hub of this session, made when the first view needs it."""
    if not _hubs:
        _hubs.append(Hub(_carrier(), loop=asyncio.get_running_loop()))
    return _hubs[0]


def _carrier() -> Carrier:
    own: Carrier | None = getattr(get_ipython(), "carrier", None)
    if own is not None:
        return own
    from helpers.views.comm import Comm

    return Comm()


class Hub:
    """Carries messages between views and feeds; knows both only by a view's id."""

    def __init__(self, carrier: Carrier, *, loop: asyncio.AbstractEventLoop) -> None:
        self.send = carrier.send
        self._loop = loop
        self._feeds: WeakValueDictionary[str, Feed] = WeakValueDictionary()
        self._actions: dict[str, Action] = {}
        self._acting: set[asyncio.Task[None]] = set()
        carrier.listen(self.receive)

    def feed(self, trace: Trace, *, title: str) -> Feed:
        """The feed of ``trace``: the one it has, or a new one."""
        found = next((feed for feed in self._feeds.values() if feed.follows(trace)), None)
        feed = found or Feed(trace, title=title, loop=self._loop)
        self._feeds[feed.view] = feed
        return feed

    def offer(self, view: str, action: Action) -> None:
        """Call ``action`` (which may be a coroutine function) with the text that ``view`` sends."""
        self._actions[view] = action
        while len(self._actions) > KEPT_ACTIONS:
            del self._actions[next(iter(self._actions))]

    def receive(self, content: Message) -> None:
        """Called in some thread, on some loop: hand over."""
        self._loop.call_soon_threadsafe(self._handle, content)

    def _handle(self, content: Message) -> None:
        view = str(content.get("view"))
        if view in self._actions:
            self._answer(view, content)
            return
        feed = self._feeds.get(view)
        if feed is None:
            return  # another kernel's view, or one whose trace is gone
        match content:
            case {"kind": "open", "version": int(version)}:
                feed.push = self.send
                self.send(feed.since(version))
            case {"kind": "explain", "row": int(row)}:
                self.send(feed.explain(row))
            case {"kind": "save", "as": str(form)}:
                self._save(feed, form)
            case {"kind": "step" | "run" | "pause" as action}:
                self._act(feed, action)

    def _answer(self, view: str, content: Message) -> None:
        match content:
            case {"kind": "open"}:
                self.send({"kind": "offered", "view": view})
            case {"kind": "act", "data": str(data)}:
                task = self._loop.create_task(self._called(view, data))
                self._acting.add(task)
                task.add_done_callback(self._acting.discard)

    async def _called(self, view: str, data: str) -> None:
        try:
            said = self._actions[view](data)
            said = await said if inspect.isawaitable(said) else said
            self.send({"kind": "done", "view": view, "said": "" if said is None else str(said)})
        except Exception as error:
            self.send({"kind": "done", "view": view, "error": f"{type(error).__name__}: {error}"})

    def _save(self, feed: Feed, form: str) -> None:
        try:
            self._say(feed, said=feed.save(form))
        except OSError as error:
            self._say(feed, error=f"not saved: {error}")

    def _act(self, feed: Feed, action: str) -> None:
        wire = feed.steppable
        if wire is None:
            self._say(feed, error="this wire is closed: run the cell that opens it again")
            return
        future = asyncio.run_coroutine_threadsafe(_acted(wire, action), wire.loop)
        future.add_done_callback(lambda done: self._loop.call_soon_threadsafe(self._report, feed, done))

    def _report(self, feed: Feed, done: Future[object]) -> None:
        """Say what became of an action: the unit that went, or why it failed."""
        if error := done.cancelled() or done.exception():
            self._say(feed, error="cancelled" if error is True else f"{error or type(error).__name__}")
            return
        held = done.result()
        went = [held.connection, held.side.value, held.start] if held is not None else None  # type: ignore[attr-defined]
        self._say(feed, went=went)

    def _say(self, feed: Feed, **said: object) -> None:
        wire = feed.steppable
        state = {"live": wire is not None, "holding": wire is not None and wire.holding}
        self.send({"kind": "done", "view": feed.view, **state, **said})


async def _acted(wire: Steppable, action: str) -> object:
    if action == "step":
        return await wire.step()
    act: Callable[[], None] = wire.run if action == "run" else wire.pause
    return act()  # type: ignore[func-returns-value]
