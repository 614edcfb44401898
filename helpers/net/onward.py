"""How a tap reaches the server behind it: as it is, or through TLS, which then ends at the tap on both sides.

With TLS the server is asked before the client is answered: it alone knows which protocol it would agree on (ALPN).
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from helpers.net.greeting import Greeting
from helpers.net.link import Link
from helpers.net.place import Place
from helpers.net.tls import NAME, Authority
from helpers.net.tls_transport import TlsTransport, connect_tls, reason
from helpers.vocabulary import Side

__all__ = ["Onward"]


class Onward:
    """Connects links to the place that ``find`` names; what goes wrong is a line in ``log``, and cuts the link."""

    def __init__(self, find: Callable[[], Place], log: list[str], *, opaque: bool) -> None:
        self._find, self._log, self._opaque = find, log, opaque
        self.tasks: set[asyncio.Task[None]] = set()

    def client(self, link: Link) -> asyncio.BaseProtocol:
        """The protocol object for the client of ``link``, which has just connected."""
        authority = None if self._opaque else self._authority()
        if authority is None:
            self._go(link, lambda: self._dial(lambda: link.end(Side.SERVER)))
            return link.end(Side.CLIENT)

        def heard(greeting: Greeting, offered: list[str]) -> None:
            self._go(link, lambda: self._dial_tls(link, authority, greeting, offered))

        return Greeting(heard, lambda error: self._left(link, error))

    def _authority(self) -> Authority | None:
        with suppress(LookupError):  # whoever dials says so
            return self._find().authority
        return None

    def _go(self, link: Link, dial: Callable[[], Coroutine[Any, Any, object]]) -> None:
        task = asyncio.get_running_loop().create_task(self._try(link, dial))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _try(self, link: Link, dial: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await dial()
        except (LookupError, OSError) as error:  # an error of TLS is an OSError, too
            self._log.append(f"connection {link.number} found no server: {reason(error)}")
            link.cut()

    async def _dial(self, factory: Callable[[], asyncio.BaseProtocol]) -> None:
        place = self._find()
        await asyncio.get_running_loop().create_connection(factory, place.host, place.port)

    async def _dial_tls(
        self, link: Link, authority: Authority, greeting: Greeting, offered: list[str]
    ) -> None:
        context, end = authority.client_context(alpn=offered), link.end(Side.SERVER)
        try:
            place = self._find()
            _, agreed = await connect_tls(end, place.host, place.port, context=context, server_name=NAME)
        except BaseException:
            greeting.refuse()
            raise
        near = TlsTransport(link.end(Side.CLIENT), authority.server_context(alpn=[agreed] if agreed else []))
        near.shaken.add_done_callback(lambda shaken: self._shaken(link, shaken))
        greeting.answer(near)

    def _shaken(self, link: Link, shaken: "asyncio.Future[str | None]") -> None:
        if not shaken.cancelled() and (error := shaken.exception()):
            self._left(link, error)

    def _left(self, link: Link, error: BaseException | None) -> None:
        if error is not None:
            self._log.append(f"connection {link.number} came to no TLS with the client: {reason(error)}")
        link.cut()
