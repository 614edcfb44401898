"""The ways to the chat that are measured: what serves each, and how a client uses it. One more is one entry more.

All of them without TLS, so that their bytes can be compared: HTTP/2 is spoken at once, as one may who knows that the
server does; no browser does that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from helpers.chat.clients import client
from helpers.chat.clients.asking_http2 import AskingHttp2
from helpers.chat.clients.http2_stream import Http2Stream
from helpers.chat.clients.long_polling import LongPolling
from helpers.chat.clients.polling import Polling
from helpers.chat.clients.sse import Sse
from helpers.chat.clients.websocket import Websocket
from helpers.chat.domain import Chat
from helpers.chat.servers.app import Transport, chat_app
from helpers.chat.servers.http2 import chat_http2
from helpers.chat.servers.http2_stream import http2_stream
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.chat.servers.sse import sse
from helpers.chat.servers.streamed import Streamed
from helpers.chat.servers.websocket import websocket
from helpers.loops.clock import Clock
from helpers.measure.setting import Setting
from helpers.net import Server, serve
from helpers.net.http2 import serve_http2
from helpers.net.websocket import Limits

__all__ = ["WAYS", "Way", "serve_all", "serve_way"]

Make = Callable[[Setting, Clock], Transport]
Connect = Callable[[str, Setting, Clock], client.Transport]


@dataclass(frozen=True, slots=True)
class Way:
    """``cycle``: seconds after which a silent line repeats itself. ``on_a_timer``: news waits for the client's."""

    name: str
    transport: Make = field(repr=False)
    connect: Connect = field(repr=False)
    cycle: Callable[[Setting], float] = field(repr=False)
    on_a_timer: bool = False
    http2: bool = False

    def __str__(self) -> str:
        return self.name


async def serve_way(way: Way, chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> Server:
    """Serve ``chat`` by one way; each request leaves a line in ``log``."""
    transport = way.transport(setting, clock)
    if way.http2:
        assert isinstance(transport, Streamed)
        return await serve_http2(way.name, chat_http2(chat, [transport], log=log), clock=clock)
    return await serve(way.name, app=chat_app(chat, [transport], log=log))


async def serve_all(chat: Chat, setting: Setting, clock: Clock, log: list[str]) -> tuple[Server, Server]:
    """Serve one ``chat`` by every way: a server of HTTP/1.1 and one of HTTP/2."""
    transports = [way.transport(setting, clock) for way in WAYS.values() if not way.http2]
    second = next(way for way in WAYS.values() if way.http2)
    first = await serve("all ways", app=chat_app(chat, transports, log=log))
    return first, await serve_way(second, chat, setting, clock, log)


def _http2(url: str, setting: Setting, clock: Clock) -> client.Transport:
    stream = Http2Stream(url, clock=clock, patience=None)
    stream.asking = AskingHttp2(url, stream.path, authority=None, patience=None)
    return stream


def _beats(setting: Setting) -> Limits:
    return Limits(message=2**24, every=setting.ping, patience=setting.ping)


_ALL = (
    Way(
        "polling",
        lambda setting, clock: polling(seconds=setting.every),
        lambda url, setting, clock: Polling(url, seconds=setting.every, clock=clock, patience=None),
        lambda setting: setting.every,
        on_a_timer=True,
    ),
    Way(
        "long-polling",
        lambda setting, clock: long_polling(hold=setting.hold, clock=clock),
        lambda url, setting, clock: LongPolling(url, wait=setting.hold, clock=clock, patience=None),
        lambda setting: setting.hold,
    ),
    Way(
        "sse",
        lambda setting, clock: sse(keep_alive=setting.alive, clock=clock),
        lambda url, setting, clock: Sse(url, clock=clock, patience=None),
        lambda setting: setting.alive,
    ),
    Way(
        "http2-stream",
        lambda setting, clock: http2_stream(keep_alive=setting.alive, clock=clock),
        _http2,
        lambda setting: setting.alive,
        http2=True,
    ),
    Way(
        "websocket",
        lambda setting, clock: websocket(limits=_beats(setting), clock=clock),
        lambda url, setting, clock: Websocket(url, clock=clock, limits=_beats(setting)),
        lambda setting: setting.ping,
    ),
)
WAYS: Mapping[str, Way] = {way.name: way for way in _ALL}
