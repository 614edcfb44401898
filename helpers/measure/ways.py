"""The ways to the chat that are measured: what serves each, and how a client uses it. One more is one entry more.

All of them without TLS, so that their bytes can be compared: HTTP/2 is spoken at once, as one may who knows that the
server does; no browser does that. A library keeps its own settings but for the seconds between two pings, and for the
time of day that Engine.IO writes into each address: its length varies, and two counts would not be the same.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from helpers.chat.clients import client
from helpers.chat.clients.asking_http2 import AskingHttp2
from helpers.chat.clients.http2_stream import Http2Stream
from helpers.chat.clients.long_polling import LongPolling
from helpers.chat.clients.polling import Polling
from helpers.chat.clients.socketio import SocketIO
from helpers.chat.clients.sse import Sse
from helpers.chat.clients.websocket import Websocket
from helpers.chat.clients.websockets_library import WebsocketsLibrary
from helpers.chat.domain import Chat
from helpers.chat.servers.app import Transport, chat_app
from helpers.chat.servers.http2 import chat_http2
from helpers.chat.servers.http2_stream import http2_stream
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.chat.servers.socketio import socketio
from helpers.chat.servers.sse import sse
from helpers.chat.servers.websocket import SUBPROTOCOL, websocket
from helpers.chat.servers.websockets_library import talk
from helpers.loops.clock import Clock, StepClock
from helpers.loops.loop_clock import LoopClock
from helpers.measure.setting import Setting
from helpers.net import Server, serve
from helpers.net.http2 import serve_http2
from helpers.net.library import library
from helpers.net.websocket import Limits

__all__ = ["WAYS", "Way", "serve_all", "serve_way"]

ANY = 10**6  # events of one person: the chat's own limit would be measured instead

Make = Callable[[Setting, Clock], Transport]
Alone = Callable[[str, Chat, Setting, Clock, list[str]], Awaitable[Server]]
Connect = Callable[[str, Setting, Clock], client.Transport]


@dataclass(frozen=True, slots=True)
class Way:
    """``transport`` is mounted on the chat's application; ``alone`` starts a server with a port of its own instead.

    ``cycle``: seconds after which a silent line repeats itself. ``on_a_timer``: news waits for the client's timer.
    ``library``: its pings sleep on the loop's time, and on no clock of ours. ``lines``: connections of a client.
    """

    name: str
    connect: Connect = field(repr=False)
    cycle: Callable[[Setting], float] = field(repr=False)
    transport: Make | None = field(default=None, repr=False)
    alone: Alone | None = field(default=None, repr=False)
    on_a_timer: bool = False
    library: bool = False
    lines: int = 1

    def clock(self) -> StepClock:
        """A stepped clock on which this way's every timer sleeps."""
        return LoopClock() if self.library else StepClock()

    def __str__(self) -> str:
        return self.name


async def serve_way(way: Way, chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> Server:
    """Serve ``chat`` by one way; each request leaves a line in ``log``."""
    if way.alone is not None:
        return await way.alone(way.name, chat, setting, clock, log)
    assert way.transport is not None
    return await serve(way.name, app=chat_app(chat, [way.transport(setting, clock)], log=log))


async def serve_all(chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> Mapping[str, Server]:
    """Serve one ``chat`` by every way: "http1" is one server of many, and those alone have their ways' names."""
    mounts = dict.fromkeys(way.transport for way in WAYS.values() if way.transport is not None)
    first = await serve("http1", app=chat_app(chat, [make(setting, clock) for make in mounts], log=log))
    others = [way for way in WAYS.values() if way.alone is not None]
    return {"http1": first} | {way.name: await serve_way(way, chat, setting, clock, log) for way in others}


async def _serve_http2(name: str, chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> Server:
    stream = http2_stream(keep_alive=setting.alive, clock=clock)
    return await serve_http2(name, chat_http2(chat, [stream], log=log), clock=clock)


async def _serve_library(name: str, chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> Server:
    def asked(connection: Any, request: Any) -> None:
        log.append(f"GET {request.path}")

    options = {"subprotocols": [SUBPROTOCOL], "process_request": asked, "ping_interval": setting.ping}
    return await serve(name, opens=library(partial(talk, chat, clock), **options))


def _http2(url: str, setting: Setting, clock: Clock) -> client.Transport:
    stream = Http2Stream(url, clock=clock, patience=None)
    stream.asking = AskingHttp2(url, stream.path, authority=None, patience=None)
    return stream


def _library(url: str, setting: Setting, clock: Clock) -> client.Transport:
    return WebsocketsLibrary(f"ws{url.removeprefix('http')}", clock=clock)


def _socketio(setting: Setting, clock: Clock) -> Transport:
    return socketio(clock=clock, ping_interval=setting.ping, burst=ANY, per_second=ANY)


def _over(carrier: str) -> Connect:
    return lambda url, setting, clock: SocketIO(
        url, transports=[carrier], clock=clock, timestamp_requests=False
    )


def _beats(setting: Setting) -> Limits:
    return Limits(message=2**24, every=setting.ping, patience=setting.ping)


_ALL = (
    Way(
        "polling",
        lambda url, setting, clock: Polling(url, seconds=setting.every, clock=clock, patience=None),
        lambda setting: setting.every,
        lambda setting, clock: polling(seconds=setting.every),
        on_a_timer=True,
    ),
    Way(
        "long-polling",
        lambda url, setting, clock: LongPolling(url, wait=setting.hold, clock=clock, patience=None),
        lambda setting: setting.hold,
        lambda setting, clock: long_polling(hold=setting.hold, clock=clock),
    ),
    Way(
        "sse",
        lambda url, setting, clock: Sse(url, clock=clock, patience=None),
        lambda setting: setting.alive,
        lambda setting, clock: sse(keep_alive=setting.alive, clock=clock),
    ),
    Way("http2-stream", _http2, lambda setting: setting.alive, alone=_serve_http2),
    Way(
        "websocket",
        lambda url, setting, clock: Websocket(url, clock=clock, limits=_beats(setting)),
        lambda setting: setting.ping,
        lambda setting, clock: websocket(limits=_beats(setting), clock=clock),
    ),
    Way("websockets-library", _library, lambda setting: setting.ping, alone=_serve_library, library=True),
    Way("socketio-polling", _over("polling"), lambda setting: setting.ping, _socketio, library=True, lines=2),
    Way("socketio-websocket", _over("websocket"), lambda setting: setting.ping, _socketio, library=True),
)
WAYS: Mapping[str, Way] = {way.name: way for way in _ALL}
