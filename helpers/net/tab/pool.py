"""Connections of a browser to one port: six at most, and each is kept for the next request (RFC 9112 §9.3).

Enters: who wants one, who has done with one. Leaves: a ``Link``, a kept one or a new one.
"""

import asyncio

__all__ = ["HOST", "MOST", "Link", "Pool"]

HOST = "127.0.0.1"
MOST = 6  # that browsers open over HTTP/1.1; whoever comes then waits


class Link:
    """One connection; ``kept`` says that it has served a request before."""

    def __init__(self, reader: asyncio.StreamReader, transport: asyncio.Transport) -> None:
        self.reader, self.transport = reader, transport
        self.kept = False


class Pool:
    """Those to ``port``."""

    def __init__(self, port: int) -> None:
        self._port, self._free = port, asyncio.Semaphore(MOST)
        self._idle: list[Link] = []
        self._busy: set[Link] = set()

    async def take(self) -> Link:
        """The connection that was used last, or a new one; ``OSError`` where nobody listens."""
        await self._free.acquire()
        try:
            link = self._kept() or await self._opened()
        except BaseException:
            self._free.release()
            raise
        self._busy.add(link)
        return link

    def keep(self, link: Link) -> None:
        """Its response is read: whoever comes next may have it."""
        link.kept = True
        self._idle.append(link)
        self._left(link)

    def drop(self, link: Link) -> None:
        """Close it; safe to call twice, and behind ``keep``."""
        if link in self._busy:
            link.transport.close()
            self._left(link)

    def _left(self, link: Link) -> None:
        self._busy.discard(link)
        self._free.release()

    def _kept(self) -> Link | None:
        self._idle = [link for link in self._idle if not link.transport.is_closing()]
        return self._idle.pop() if self._idle else None

    async def _opened(self) -> Link:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        transport, _ = await loop.create_connection(lambda: _Whole(reader, loop=loop), HOST, self._port)
        return Link(reader, transport)


class _Whole(asyncio.StreamReaderProtocol):
    """A browser keeps no half of a connection: it closes where the server does."""

    def eof_received(self) -> bool:
        super().eof_received()
        return False
