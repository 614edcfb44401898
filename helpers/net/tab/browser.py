"""The browser itself: which connections it has, and what it adds to what a page asks.

Enters: what pages ask of a port, as they know it: method, target, headers. Leaves: an ``Exchange`` or a ``Line`` that
names the address in front of which the page believes to be, ``http://127.0.0.1:PORT``.
"""

from collections.abc import Iterable, Sequence

from helpers.net.tab.exchange import Exchange
from helpers.net.tab.line import Line, Said
from helpers.net.tab.pool import HOST, Pool
from helpers.protocols.http1 import Headers, Request

__all__ = ["Browser"]

SAFE = {"GET", "HEAD"}


class Browser:
    """One for all pages of a tab."""

    def __init__(self) -> None:
        self._pools: dict[int, Pool] = {}

    def ask(
        self,
        port: int,
        target: str,
        *,
        method: str = "GET",
        headers: Iterable[Sequence[str]] = (),
        body: bytes = b"",
    ) -> Exchange:
        """A request that goes out when somebody waits for its head."""
        place = f"{HOST}:{port}"
        own = [("Host", place), ("Connection", "keep-alive")]
        if body or method not in SAFE:
            own += [("Content-Length", str(len(body))), ("Origin", f"http://{place}")]
        pool = self._pools.setdefault(port, Pool(port))
        request = Request(method, target, headers=(*own, *_pairs(headers)))
        return Exchange(pool, request, bytes(body))

    def open(
        self,
        port: int,
        target: str,
        said: Said,
        *,
        origin: int,
        subprotocols: Sequence[str] = (),
        headers: Iterable[Sequence[str]] = (),
    ) -> Line:
        """A WebSocket for a page that came from the port ``origin``."""
        url, page = f"ws://{HOST}:{port}{target}", f"http://{HOST}:{origin}"
        return Line(url, said, origin=page, subprotocols=subprotocols, headers=_pairs(headers))


def _pairs(headers: Iterable[Sequence[str]]) -> Headers:
    return tuple((name, value) for name, value in headers)
