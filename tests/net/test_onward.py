"""Taps before servers that speak TLS: what passes, what both sides agree on, and who does not come to TLS."""

import asyncio
import ssl

import pytest

from helpers.net import Server, Tap, serve, tap
from helpers.net.registry import registry
from helpers.net.tls import Authority
from helpers.net.tls_transport import TlsTransport
from helpers.vocabulary import Ending
from tests.net.net_samples import (
    CLIENT,
    SERVER,
    Far,
    Peer,
    arrivals,
    connect,
    in_loop,
    releases,
    settled,
    turns,
    until,
)

AUTHORITY = Authority()
GET = b"GET / HTTP/1.1\r\n\r\n"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


async def tls_peer(to: Tap | Server) -> Peer:
    """A client whose halves end apart: streams over our own TLS."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    protocol.eof_received = lambda: reader.feed_eof() or True  # type: ignore[method-assign, func-returns-value]
    tls = TlsTransport(protocol, AUTHORITY.client_context(), server_name="localhost")
    loop = asyncio.get_running_loop()
    await loop.create_connection(lambda: tls, to.host, to.port)
    await tls.shaken
    return Peer(reader, asyncio.StreamWriter(tls, protocol, reader, loop))


async def tapped(**options: bool) -> tuple[Tap, Peer, Peer]:
    far = await Far().start(tls=AUTHORITY)
    wire = await tap("wire", far.server, **options)
    client = await tls_peer(wire)
    return wire, client, await far.accept()


@in_loop
async def test_what_passes_is_recorded_in_the_clear() -> None:
    wire, client, server = await tapped()
    client.send(GET)
    assert await server.read(len(GET)) == GET
    server.send(OK)
    assert await client.read(len(OK)) == OK
    assert (wire.trace.stream(0, CLIENT), wire.trace.stream(0, SERVER)) == (GET, OK)
    client.close()


@in_loop
async def test_it_is_stepped_unit_by_unit() -> None:
    wire, client, server = await tapped(hold=True)
    client.send(GET + GET)
    assert (await wire.step()).kind == "head"
    assert await server.read(len(GET)) == GET
    await wire.tamper(GET.replace(b"GET", b"PUT"))
    assert await server.read(len(GET)) == GET.replace(b"GET", b"PUT")
    client.close()


@in_loop
async def test_the_end_of_one_half_passes_alone() -> None:
    wire, client, server = await tapped()
    client.send(b"that is all")
    client.eof()
    assert await server.read_all() == b"that is all"
    server.send(b"an answer")
    assert await client.read(9) == b"an answer"
    server.eof()
    assert await client.read_all() == b""
    assert [one.ending for one in releases(wire) if one.ending] == [Ending.EOF, Ending.EOF]
    client.close()
    server.close()


@in_loop
async def test_a_reset_passes() -> None:
    wire, client, server = await tapped()
    client.reset()
    with pytest.raises(ConnectionResetError):
        await server.read_all()
    await settled(lambda: not wire.links)
    server.close()


@in_loop
async def test_cut_and_stall() -> None:
    wire, client, server = await tapped()
    wire.stall(CLIENT)
    client.send(GET)
    await until(wire.trace, lambda: arrivals(wire))
    wire.resume(CLIENT)
    assert await server.read(len(GET)) == GET
    wire.cut()
    for peer in (client, server):
        with pytest.raises(ConnectionResetError):
            await peer.read_all()
    server.close()


@pytest.mark.parametrize(
    ("offered", "spoken", "agreed"),
    [
        (["h2", "http/1.1"], ["http/1.1"], "http/1.1"),
        (["http/1.1", "h2"], ["h2", "http/1.1"], "h2"),
        (["h2"], ["http/1.1"], None),
        ([], ["http/1.1"], None),
        (["h2"], [], None),
    ],
)
def test_the_real_server_says_which_protocol(
    offered: list[str], spoken: list[str], agreed: str | None
) -> None:
    @in_loop
    async def agree() -> None:
        far = await Far().start(tls=AUTHORITY, alpn=spoken)
        for to in (far.server, await tap("wire", far.server)):
            client = await connect(to, ssl=AUTHORITY.client_context(alpn=offered))
            server = await far.accept()
            both = [
                peer.writer.get_extra_info("ssl_object").selected_alpn_protocol() for peer in (client, server)
            ]
            assert both == [agreed, agreed]
            client.close()
            server.close()

    agree()


# ---- addresses, and taps before taps ----


@in_loop
async def test_addresses_have_a_name_since_certificates_want_one() -> None:
    server = await serve("far", handler=Far()._handle, tls=AUTHORITY)
    wire = await tap("wire", server)
    outside = await tap("outside", wire, opaque=True)
    for place in (server, wire, outside):
        assert place.authority is AUTHORITY
        assert place.url("/a") == f"https://localhost:{place.port}/a"
        assert place.url("/a", scheme="ws") == f"wss://localhost:{place.port}/a"
    await server.aclose()
    assert wire.authority is None


@pytest.mark.parametrize("inner_ends_tls", [False, True])
def test_from_outside_there_is_only_ciphertext(inner_ends_tls: bool) -> None:
    @in_loop
    async def look() -> None:
        far = await Far().start(tls=AUTHORITY)
        wire = await tap("wire", far.server, opaque=not inner_ends_tls)
        outside = await tap("outside", wire, opaque=True)
        client = await tls_peer(outside)
        server = await far.accept()
        client.send(GET)
        assert await server.read(len(GET)) == GET
        seen = outside.trace.stream(0, CLIENT)
        assert seen.startswith(b"\x16\x03\x01")
        assert GET not in seen
        assert (wire.trace.stream(0, CLIENT) == GET) is inner_ends_tls
        client.close()

    look()


@in_loop
async def test_a_handshake_may_be_held_for_as_long_as_it_is_read() -> None:
    far = await Far().start(tls=AUTHORITY)
    outside = await tap("outside", far.server, opaque=True, hold=True)
    connecting = asyncio.ensure_future(tls_peer(outside))
    while not connecting.done():
        await outside.step()
    (await connecting).close()


# ---- who does not come to TLS ----


@in_loop
async def test_a_client_that_does_not_trust_us() -> None:
    far = await Far().start(tls=AUTHORITY)
    wire = await tap("wire", far.server)
    stranger = TlsTransport(
        asyncio.Protocol(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), server_name="localhost"
    )
    await asyncio.get_running_loop().create_connection(lambda: stranger, wire.host, wire.port)
    with pytest.raises(ssl.SSLCertVerificationError):
        await stranger.shaken
    await settled(lambda: wire.log)
    assert wire.log == ["connection 0 came to no TLS with the client: tlsv1 alert unknown ca"]
    with pytest.raises(ConnectionResetError):
        await (await far.accept()).read_all()
    assert not wire.links


@in_loop
async def test_a_client_without_tls() -> None:
    far = await Far().start(tls=AUTHORITY)
    wire = await tap("wire", far.server)
    client = await connect(wire)
    client.send(GET)
    with pytest.raises(ConnectionResetError):
        await client.read_all()
    assert wire.log == [
        "connection 0 came to no TLS with the client: record type 71 of 8239 bytes, expected a handshake"
    ]


@in_loop
async def test_a_client_that_leaves_before_its_hello_is_whole() -> None:
    far = await Far().start(tls=AUTHORITY)
    wire = await tap("wire", far.server)
    client = await connect(wire)
    client.send(b"\x16\x03")
    client.eof()
    assert await client.read_all() == b""
    await settled(lambda: not wire.links)
    other = await connect(wire)
    await settled(lambda: wire.links)
    other.reset()
    await settled(lambda: not wire.links)
    assert [line[:44] for line in wire.log] == ["connection 1 came to no TLS with the client:"]


@in_loop
async def test_a_server_that_is_gone() -> None:
    far = await Far().start(tls=AUTHORITY)
    wire = await tap("wire", far.server)
    port = far.server.port
    await far.server.aclose()
    registry()._things[Server, "far"] = Gone("far", port)
    client = await connect(wire)
    client.send(hello())
    with pytest.raises(ConnectionResetError):
        await client.read_all()
    assert wire.log[0].startswith("connection 0 found no server: [Errno 111]")
    del registry()._things[Server, "far"]


class Gone(Server):
    """Knows its address, and is not there."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name, authority=AUTHORITY)
        self.port = port


def hello() -> bytes:
    outgoing = ssl.MemoryBIO()
    client = AUTHORITY.client_context().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


class Mute(asyncio.Protocol):
    """Listens, and never answers a hello."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport


@pytest.mark.parametrize("who", ["tap", "client", "learner"])
def test_a_server_that_never_answers_the_hello(who: str) -> None:
    @in_loop
    async def wait() -> None:
        server = await serve("far", protocol=Mute)
        server.authority = AUTHORITY
        wire = await tap("wire", server)
        client = await connect(wire)
        client.send(hello())
        await settled(lambda: wire._onward.tasks)
        await turns()
        match who:
            case "tap":
                await wire.aclose()
            case "client":
                client.reset()
                await server.aclose()
                await settled(lambda: not wire.links)
                return
            case "learner":
                wire.cut()
                await server.aclose()
        with pytest.raises(ConnectionResetError):
            await client.read_all()

    wait()
