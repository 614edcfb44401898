"""The chat's event handlers for python-socketio, and what stands around them: admission, a rate limit, a ban.

python-socketio has no middleware for events. All of them go through ``trigger_event``, so that is where each is
limited, and where whatever a client sends gets an answer in words: an acknowledgement is an object with a ``status``.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError

from helpers.chat.domain import BadCursor, Chat
from helpers.chat.servers.bans import Bans
from helpers.chat.servers.following import first_page
from helpers.chat.servers.requests import stored
from helpers.chat.servers.tidy_socketio import MALFORMED
from helpers.loops.bucket import Bucket
from helpers.loops.clock import Clock

__all__ = ["Admit", "Events", "page_for"]

Admit = Callable[[Mapping[str, Any]], str]
Answer = dict[str, object]
LONGEST = 64  # characters of a room's name
FLOOD = 100  # refused in a row: nobody who listens goes on like that


class Events(socketio.AsyncNamespace):  # type: ignore[misc]
    """What clients may send, to ``chat``."""

    def __init__(
        self, chat: Chat, bans: Bans, *, admit: Admit | None, burst: int, per_second: float, clock: Clock
    ) -> None:
        super().__init__("/")
        self._chat, self._bans, self._admit, self._clock = chat, bans, admit, clock
        self._burst, self._per_second = burst, per_second
        self._names: dict[str, str] = {}  # sid → who it is
        self._buckets: dict[str, Bucket] = {}
        self._refused: dict[str, int] = {}  # in a row
        bans.listen(self._banned)
        self._handlers = {
            "msg:post": self._post, "msg:get": self._get, "msg:private": self._private,
            "room:join": self._join, "room:leave": self._leave, "room:post": self._room,
        }  # fmt: skip

    # ---- who comes and goes ----

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:
        """Let in who may, under a name, and tell it what it has missed."""
        said: Mapping[str, Any] = auth if isinstance(auth, Mapping) else {}
        try:
            name = self._admit(said) if self._admit else str(said.get("name") or "")[:LONGEST]
            page = page_for(self._chat, said.get("after"))
        except BadCursor as error:
            raise ConnectionRefusedError(str(error), {"status": 400}) from None
        except ValueError as error:
            raise ConnectionRefusedError(str(error), {"status": 401}) from None
        if name in self._bans:
            raise ConnectionRefusedError("you are banned", {"status": 403})
        self._names[sid] = name
        await self.enter_room(sid, f"person {name or sid}")
        self.server.start_background_task(self.emit, "msg:get", page, to=sid)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """Forget it, and its limit as soon as that is forgiven."""
        self._names.pop(sid, None)
        self._refused.pop(sid, None)
        now = self._clock()
        self._buckets = {
            who: one
            for who, one in self._buckets.items()
            if one.tokens + (now - one.last) * one.rate < one.size
        }

    def _banned(self, name: str) -> None:
        for sid, known in tuple(self._names.items()):
            if known == name:
                self.server.start_background_task(self._out, sid, 403, "you are banned")

    async def _out(self, sid: str, status: int, reason: str) -> None:
        await self.emit("refused", {"status": status, "error": reason}, to=sid)
        await self.disconnect(sid)

    # ---- what all events go through ----

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Admit, limit, handle, and answer in words."""
        if event in ("connect", "disconnect"):
            return await super().trigger_event(event, *args)
        sid, *data = args
        if event == MALFORMED:
            return await self._out(sid, 400, str(data[0]) if data else "malformed")
        if wait := self._bucket(sid).take(self._clock()):
            return await self._too_fast(sid, wait)
        self._refused[sid] = 0
        handler = self._handlers.get(event)
        if handler is None or len(data) != 1:
            known = f"{event} takes one value, found {len(data)}"
            return _refusal(400, known if handler else f"{event[:40]} is no event of this chat")
        return await handler(sid, data[0])

    def _bucket(self, sid: str) -> Bucket:
        who = self._names.get(sid) or sid
        return self._buckets.setdefault(who, Bucket(self._burst, self._per_second, self._clock()))

    async def _too_fast(self, sid: str, wait: float) -> Answer:
        self._refused[sid] = self._refused.get(sid, 0) + 1
        if self._refused[sid] == FLOOD:
            await self._out(sid, 429, "too many events, and it did not stop")
        return _refusal(429, f"too many events: wait {wait:.2g} s") | {"after": wait}

    # ---- the events ----

    async def _post(self, sid: str, post: object) -> Answer:
        if not isinstance(post, Mapping):
            return _refusal(400, "a post is an object with key, name and text")
        if self._admit and post.get("name") != self._names.get(sid):
            return _refusal(403, "you were let in under another name")
        if str(post.get("name")).strip() in self._bans:
            await self._out(sid, 403, "you are banned")
            return _refusal(403, "you are banned")
        status, said = stored(self._chat, json.dumps(post).encode())
        return {"status": status, "message": said} if status < 300 else {"status": status, **said}

    async def _get(self, sid: str, cursor: object) -> Answer:
        try:
            return {"status": 200, "page": page_for(self._chat, cursor)}
        except BadCursor as error:
            return _refusal(400, str(error))

    async def _private(self, sid: str, letter: object) -> Answer:
        match letter:
            case {"to": str(to), "text": str(text)} if to and text:
                return await self._tell("msg:private", f"person {to}", sid, text)
        return _refusal(400, "a private message is an object with to and text")

    async def _join(self, sid: str, room: object) -> Answer:
        if not (isinstance(room, str) and 0 < len(room) <= LONGEST):
            return _refusal(400, f"a room has a name of 1 to {LONGEST} characters")
        await self.enter_room(sid, f"room {room}")
        return {"status": 200}

    async def _leave(self, sid: str, room: object) -> Answer:
        if f"room {room}" not in self.rooms(sid):
            return _refusal(404, "you are in no such room")
        await self.leave_room(sid, f"room {room}")
        return {"status": 200}

    async def _room(self, sid: str, post: object) -> Answer:
        match post:
            case {"room": str(room), "text": str(text)} if text:
                if f"room {room}" in self.rooms(sid):
                    return await self._tell("room:post", f"room {room}", sid, text, room=room)
                return _refusal(403, "join the room first")
        return _refusal(400, "a message to a room is an object with room and text")

    async def _tell(self, event: str, to: str, sid: str, text: str, **more: object) -> Answer:
        """Nobody stores it: who is not there misses it."""
        heard = len([*self.server.manager.get_participants("/", to)])
        if not heard:
            return _refusal(404, "nobody of that name is here")
        await self.emit(event, {"from": self._names.get(sid), "text": text, **more}, to=to)
        return {"status": 200, "heard": heard}


def page_for(chat: Chat, cursor: object) -> dict[str, object]:
    """What a client gets that stands at ``cursor`` (``None``: nowhere yet), or a ``BadCursor``."""
    if cursor is not None and not isinstance(cursor, str):
        raise BadCursor("a cursor is a string, or null")
    return first_page(chat, cursor).as_json() | {"after": None}


def _refusal(status: int, reason: str) -> Answer:
    return {"status": status, "error": reason}
