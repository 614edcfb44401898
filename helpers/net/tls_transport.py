"""TLS over any connection: below it is a protocol and takes ciphertext, above it is a transport and gives plaintext.

By ``ssl.MemoryBIO``, since asyncio's own TLS cannot close one half of a connection: it ends both. Here the end of a
stream is passed on as over plain TCP, close_notify and FIN. It waits for a handshake as long as that takes.
"""

import asyncio
import ssl
from asyncio.constants import _SendfileMode
from asyncio.transports import _FlowControlMixin
from contextlib import suppress
from typing import Any

__all__ = ["TlsTransport", "connect_tls", "reason"]

RECORD = 2**14  # bytes of plaintext in a record, at most (RFC 8446 §5.1)


class TlsTransport(_FlowControlMixin, asyncio.Protocol):
    """One end of TLS; ``protocol`` is told of the connection once both have shaken hands.

    Then ``shaken`` has the protocol they agreed on (ALPN), if any; if they fail, it has the error.
    """

    # As asyncio's own TLS says it: files are read and encrypted, the system cannot send them as they lie.
    _loop: asyncio.AbstractEventLoop
    _sendfile_compatible = _SendfileMode.FALLBACK

    def __init__(
        self, protocol: asyncio.BaseProtocol, context: ssl.SSLContext, *, server_name: str | None = None
    ) -> None:
        super().__init__(loop=asyncio.get_running_loop())
        self.shaken: asyncio.Future[str | None] = self._loop.create_future()
        self._protocol, self._context = protocol, context
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        server = context.protocol is ssl.PROTOCOL_TLS_SERVER
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_side=server, server_hostname=server_name
        )
        self._plain = bytearray()  # decrypted and not delivered
        self._open = self._paused = self._heard_all = self._told_all = self._said_all = False
        self._error: Exception | None = None

    # ---- to the transport below ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection below is there: shake hands."""
        assert isinstance(transport, asyncio.Transport)
        self._below = transport
        self._advance()

    def data_received(self, data: bytes) -> None:
        """Ciphertext."""
        self._incoming.write(data)
        self._advance()

    def eof_received(self) -> bool:
        """The peer sends nothing any more, whether it said so in TLS before or not."""
        self._incoming.write_eof()
        self._advance()
        return True

    def connection_lost(self, error: Exception | None) -> None:
        """The connection below is gone."""
        error = self._error or error
        if self._open:
            self._protocol.connection_lost(error)
        elif not self.shaken.done():
            self.shaken.set_exception(error or ConnectionAbortedError("closed during the handshake"))
            self.shaken.exception()  # whoever wants it asks for it; nobody need

    def pause_writing(self) -> None:
        """The peer reads too slowly."""
        self._protocol_paused = True
        if self._open:
            self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """The peer caught up."""
        self._protocol_paused = False
        if self._open:
            self._protocol.resume_writing()

    # ---- to the protocol above ----

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Encrypt and send."""
        rest = memoryview(data)
        while rest and not self.is_closing():
            rest = rest[self._tls.write(rest) :]
        self._flush()

    def write_eof(self) -> None:
        """Say that nothing more comes; what the peer sends still arrives."""
        self._say_all()
        self._below.write_eof()

    def can_write_eof(self) -> bool:
        """Yes, other than asyncio's own TLS."""
        return True

    def close(self) -> None:
        """Say goodbye and close."""
        self._say_all()
        self._below.close()

    def abort(self) -> None:
        """Close at once."""
        self._below.abort()

    def is_closing(self) -> bool:
        """Whether it is closed, or will be."""
        return self._below.is_closing()

    def pause_reading(self) -> None:
        """Deliver nothing."""
        self._paused = True
        self._below.pause_reading()

    def resume_reading(self) -> None:
        """Deliver again, in the next turn."""
        self._paused = False
        self._below.resume_reading()
        if self._plain:
            self._loop.call_soon(self._deliver)

    def is_reading(self) -> bool:
        """Whether it delivers."""
        return not self._paused and not self.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport below knows, and TLS."""
        own = {"ssl_object": self._tls, "sslcontext": self._context}
        return own[name] if name in own else self._below.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Let another protocol have what comes."""
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Who has what comes."""
        return self._protocol

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """When to ask for a pause: counted in ciphertext."""
        self._below.set_write_buffer_limits(high, low)

    def get_write_buffer_size(self) -> int:
        """How much ciphertext waits to be sent."""
        return self._below.get_write_buffer_size()

    # ---- between ----

    def _advance(self) -> None:
        """Shake hands, or decrypt, as far as the ciphertext that came allows."""
        if self.is_closing():
            return
        try:
            if not self._open:
                self._shake()
            self._decrypt()
            self._flush()
        except ssl.SSLWantReadError:
            self._flush()
        except ssl.SSLError as error:
            self._flush()  # the alert that tells the peer why
            self._error = error
            self._below.close()
        self._deliver()

    def _shake(self) -> None:
        self._tls.do_handshake()
        self._open = True
        self._flush()
        if not self.shaken.done():
            self.shaken.set_result(self._tls.selected_alpn_protocol())
        self._protocol.connection_made(self)

    def _decrypt(self) -> None:
        """All there is, also while nobody reads: sending close_notify would choke on a record that was not."""
        bio = self._incoming
        while not self._heard_all and (bio.pending or bio.eof):  # or it would raise once more for each read
            try:
                data = self._tls.read(RECORD)
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                data = b""
            self._plain += data
            self._heard_all = not data

    def _deliver(self) -> None:
        while self._plain and self.is_reading():
            if isinstance(self._protocol, asyncio.BufferedProtocol):
                room = memoryview(self._protocol.get_buffer(len(self._plain)))
                size = min(len(room), len(self._plain))
                room[:size] = self._plain[:size]
                del self._plain[:size]
                self._protocol.buffer_updated(size)
            else:
                assert isinstance(self._protocol, asyncio.Protocol)
                data, self._plain = bytes(self._plain), bytearray()
                self._protocol.data_received(data)
        if self._heard_all and not self._told_all and self.is_reading():
            self._told_all = True
            assert isinstance(self._protocol, asyncio.Protocol | asyncio.BufferedProtocol)
            if not self._protocol.eof_received():
                self.close()

    def _say_all(self) -> None:
        if self._open and not self._said_all and not self.is_closing():
            self._said_all = True
            with suppress(ssl.SSLError):  # it wants to read the peer's goodbye, which comes when it comes
                self._tls.unwrap()
            self._flush()

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._below.write(self._outgoing.read())


async def connect_tls(
    protocol: asyncio.BaseProtocol, host: str, port: int, *, context: ssl.SSLContext, server_name: str
) -> tuple[TlsTransport, str | None]:
    """A client's end whose handshake is over, and what it agreed on (ALPN); who is cancelled leaves nothing open."""
    tls = TlsTransport(protocol, context, server_name=server_name)
    await asyncio.get_running_loop().create_connection(lambda: tls, host, port)
    try:
        return tls, await tls.shaken
    except BaseException:
        tls.abort()
        raise


def reason(error: BaseException) -> str:
    """What an error of TLS says, in OpenSSL's words but without its names of files."""
    known = error.reason if isinstance(error, ssl.SSLError) else None
    return known.replace("_", " ").lower() if known else str(error)
