"""The first protocol object of a connection to a server of HTTP/2: hears which HTTP it is, and lets that have it.

In TLS both sides have agreed on it (ALPN). Without that the first bytes tell: the preface of HTTP/2 is a line that no
other protocol begins with (RFC 9113 §3.4), and was made so that a server of HTTP/1.1 stumbles over it.
"""

import asyncio
from collections.abc import Callable

from helpers.protocols.http2.header import PREFACE

__all__ = ["Door", "Sorry"]

LINE = b"HTTP/1."  # stands in each request of HTTP/1.1, and in no preface
MOST = 8192  # bytes of a first line
TLS = b"\x16\x03"
SENTENCE = (
    "This port speaks HTTP/2 only, and what came is a request of HTTP/1.1. Ask with HTTP/2: "
    "curl --http2-prior-knowledge, or over TLS by ALPN.\n"
)
NO_TLS = "a client began with TLS, but no TLS is spoken here: take http://, or start the server with tls="


class Door(asyncio.Protocol):
    """Waits for the first bytes of a connection, and then is no more."""

    def __init__(
        self, http2: Callable[[], asyncio.Protocol], http1: Callable[[], asyncio.Protocol], log: list[str]
    ) -> None:
        self._http2, self._http1, self._log = http2, http1, log
        self._begin = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport; where TLS has agreed on a protocol, no byte is needed."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        tls = transport.get_extra_info("ssl_object")
        agreed = tls.selected_alpn_protocol() if tls is not None else None
        if agreed is not None:
            self._let(self._http2() if agreed == "h2" else self._http1())

    def data_received(self, data: bytes) -> None:
        """The first bytes, as many as it takes."""
        self._begin += data
        if PREFACE.startswith(self._begin[: len(PREFACE)]):
            if len(self._begin) >= len(PREFACE):
                self._let(self._http2())
        elif self._begin.startswith(TLS):
            self._log.append(NO_TLS)
            self._transport.close()
        elif LINE in self._begin:
            self._let(self._http1())
        elif b"\n" in self._begin or len(self._begin) > MOST or not self._begin[:3].isalpha():
            self._let(self._http2())  # which says what is wrong with it

    def _let(self, protocol: asyncio.Protocol) -> None:
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        if self._begin:
            protocol.data_received(self._begin)


class Sorry(asyncio.Protocol):
    """Tells a client of HTTP/1.1 in its own words that nobody speaks them here, and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answer at once: whatever was asked, this is the reply."""
        assert isinstance(transport, asyncio.Transport)
        body = SENTENCE.encode()
        head = (
            "HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        transport.write(head.encode() + body)
        transport.close()
