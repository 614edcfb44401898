"""TLS between two of our own transports over a plain one, and against asyncio's own TLS."""

import asyncio
import ssl
from collections.abc import Callable

import pytest

from helpers.net import Server, serve
from helpers.net.tls import Authority
from helpers.net.tls_transport import TlsTransport, connect_tls, reason
from tests.net.net_samples import Far, Peer, connect, failure, in_loop, settled, turns

AUTHORITY = Authority()
MEBIBYTE = bytes(range(256)) * 4096


async def dial(server: Server, protocol: asyncio.BaseProtocol, **alpn: list[str]) -> TlsTransport:
    """A client of ours, with both halves of its connection apart."""
    context = AUTHORITY.client_context(**alpn)
    tls, _ = await connect_tls(protocol, server.host, server.port, context=context, server_name="localhost")
    return tls


class Kept(asyncio.Protocol):
    """Keeps what comes, and stays open when the peer has ended."""

    def __init__(self) -> None:
        self.data, self.events = b"", list[str]()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.events.append("made")

    def data_received(self, data: bytes) -> None:
        self.data += data

    def eof_received(self) -> bool:
        self.events.append("eof")
        return True

    def connection_lost(self, error: Exception | None) -> None:
        self.events.append("lost")

    def pause_writing(self) -> None:
        self.events.append("pause")

    def resume_writing(self) -> None:
        self.events.append("resume")


class Buffered(asyncio.BufferedProtocol):
    """Reads into a small buffer."""

    def __init__(self) -> None:
        self.data, self.room = b"", bytearray(1000)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.room

    def buffer_updated(self, nbytes: int) -> None:
        self.data += self.room[:nbytes]


async def far_and(client: asyncio.BaseProtocol) -> tuple[TlsTransport, Peer]:
    far = await Far().start(tls=AUTHORITY)
    tls = await dial(far.server, client)
    return tls, await far.accept()


@in_loop
async def test_both_ways_at_once_a_mebibyte() -> None:
    client = Kept()
    tls, server = await far_and(client)
    tls.write(MEBIBYTE)
    server.send(MEBIBYTE)
    assert await server.read(len(MEBIBYTE)) == MEBIBYTE
    await settled(lambda: client.data == MEBIBYTE)
    assert tls.get_protocol() is client
    assert isinstance(tls.get_extra_info("ssl_object"), ssl.SSLObject)
    assert tls.get_extra_info("sslcontext") is AUTHORITY.client_context()
    assert tls.get_extra_info("peername")[0] == "127.0.0.1"
    assert tls.get_extra_info("nonsense", 3) == 3
    tls.abort()


@in_loop
async def test_the_end_of_one_half_leaves_the_other_open() -> None:
    client = Kept()
    tls, server = await far_and(client)
    assert tls.can_write_eof()
    tls.write(b"that is all")
    tls.write_eof()
    assert await server.read_all() == b"that is all"
    server.send(b"long ")
    await settled(lambda: client.data)
    server.send(b"after")
    server.eof()
    await settled(lambda: "eof" in client.events)
    assert client.data == b"long after"
    tls.close()
    server.close()
    await settled(lambda: client.events == ["made", "eof", "lost"])


class Choosy(Buffered):
    """Takes one bufferful at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def buffer_updated(self, nbytes: int) -> None:
        super().buffer_updated(nbytes)
        self.transport.pause_reading()


@in_loop
async def test_an_end_while_something_waits_to_be_read_loses_none_of_it() -> None:
    client = Choosy()
    tls, server = await far_and(client)
    server.send(MEBIBYTE[:100_000])
    await settled(lambda: client.data)
    assert not tls.is_reading()
    tls.write_eof()
    assert await server.read_all() == b""
    server.send(b"and more")
    server.eof()
    while len(client.data) < 100_008:
        before = len(client.data)
        tls.resume_reading()
        await settled(lambda before=before: len(client.data) > before)
    assert client.data == MEBIBYTE[:100_000] + b"and more"
    tls.close()
    server.close()


@in_loop
async def test_a_protocol_that_does_not_stay_is_closed_with_the_peer() -> None:
    client = Buffered()
    tls, server = await far_and(client)
    server.send(MEBIBYTE[:5000])
    server.eof()
    assert await server.read_all() == b""
    assert client.data == MEBIBYTE[:5000]
    assert tls.is_closing()
    server.close()


@in_loop
async def test_reading_may_pause_between_two_pieces() -> None:
    client = Choosy()
    tls, server = await far_and(client)
    server.send(bytes(2500))
    for size in (1000, 2000, 2500):
        await settled(lambda size=size: len(client.data) == size)
        await turns()
        assert len(client.data) == size
        tls.resume_reading()
    tls.abort()


@in_loop
async def test_a_slow_reader_pauses_the_writer() -> None:
    client = Kept()
    tls, server = await far_and(client)
    tls.set_write_buffer_limits(high=1000)
    server.writer.transport.pause_reading()
    while not tls.get_write_buffer_size():
        tls.write(MEBIBYTE)
    assert client.events == ["made", "pause"]
    server.writer.transport.resume_reading()
    reading = asyncio.ensure_future(server.read_all())
    await settled(lambda: client.events == ["made", "pause", "resume"])
    tls.close()
    await reading
    server.close()


@in_loop
async def test_another_protocol_may_take_over() -> None:
    first, second = Kept(), Kept()
    tls, server = await far_and(first)
    tls.set_protocol(second)
    server.send(b"for you")
    await settled(lambda: second.data == b"for you")
    tls.abort()
    await settled(lambda: second.events == ["lost"])
    tls.write(b"too late")
    tls.close()


@in_loop
async def test_what_was_agreed_on() -> None:
    server = await serve("h2", protocol=Kept, tls=AUTHORITY, alpn=["h2"])
    tls = await dial(server, Kept(), alpn=["http/1.1", "h2"])
    assert await tls.shaken == "h2"
    tls.abort()


# ---- with asyncio's own ----


@in_loop
async def test_streams_of_asyncio() -> None:
    far = await Far().start(tls=AUTHORITY)
    client = await connect(far.server, ssl=AUTHORITY.client_context())
    server = await far.accept()
    client.send(MEBIBYTE)
    assert await server.read(len(MEBIBYTE)) == MEBIBYTE
    server.send(b"bye")
    server.close()
    assert await client.read_all() == b"bye"
    client.close()


@in_loop
async def test_a_client_that_just_leaves() -> None:
    far = await Far().start(tls=AUTHORITY)
    client = await connect(far.server, ssl=AUTHORITY.client_context())
    server = await far.accept()
    client.writer.get_extra_info("socket")  # no close_notify, as a client that is killed
    client.writer.transport.abort()
    assert await server.read_all() == b""
    server.close()


# ---- who does not come to TLS ----


@in_loop
async def test_a_client_that_does_not_trust_us_is_a_line_of_the_log() -> None:
    far = await Far().start(tls=AUTHORITY)
    stranger = TlsTransport(Kept(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), server_name="localhost")
    await asyncio.get_running_loop().create_connection(lambda: stranger, far.server.host, far.server.port)
    failed = await failure(stranger.shaken)
    assert isinstance(failed, ssl.SSLCertVerificationError)
    await settled(lambda: far.server.log)
    assert far.server.log == ["connection came to no TLS: tlsv1 alert unknown ca"]


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        (lambda peer: peer.send(b"GET / HTTP/1.1\r\n\r\n"), "http request"),
        (lambda peer: peer.eof(), "unexpected eof while reading"),
        (lambda peer: peer.reset(), "[Errno 104] Connection reset by peer"),
    ],
)
def test_a_client_without_tls(leaves: Callable[[Peer], None], said: str) -> None:
    @in_loop
    async def leave() -> None:
        far = await Far().start(tls=AUTHORITY)
        client = await connect(far.server)
        await turns()
        leaves(client)
        await settled(lambda: far.server.log)
        assert far.server.log == [f"connection came to no TLS: {said}"]
        client.close()

    leave()


@in_loop
async def test_a_server_that_closes_in_the_middle_of_it() -> None:
    far = await Far().start(tls=AUTHORITY)
    client = await connect(far.server)
    await turns()
    await far.server.aclose()
    assert await client.read_all() == b""
    assert far.server.log == ["connection came to no TLS: closed during the handshake"]


@in_loop
async def test_a_client_that_is_cancelled_in_the_middle_of_it_leaves_nothing_open() -> None:
    far = await Far().start()  # without TLS: it says nothing
    shaking = asyncio.ensure_future(dial(far.server, Kept()))
    peer = await far.accept()
    await peer.read(1)
    shaking.cancel()
    await peer.read_all()  # up to its end
    assert shaking.cancelled()
    peer.close()


@in_loop
async def test_garbage_after_the_handshake_ends_the_connection_with_an_alert() -> None:
    client = Kept()
    tls, server = await far_and(client)
    tls._below.write(b"GET / HTTP/1.1\r\n\r\n")
    failed = await failure(server.read_all())
    assert isinstance(failed, ssl.SSLError)
    assert reason(failed) == "wrong version number"
    server.close()
    await settled(lambda: client.events == ["made", "lost"])


def test_a_reason_of_another_kind() -> None:
    assert reason(OSError(5, "no")) == "[Errno 5] no"
