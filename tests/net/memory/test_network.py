import asyncio
import errno
import gc
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import trustme

from helpers.loops.quiet import quiet
from helpers.net.memory import install

HOST = "127.0.0.1"


def alone(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Run in a loop over memory that nobody is connected on at the end."""

    def run() -> None:
        with asyncio.Runner(debug=True, loop_factory=lambda: install(asyncio.new_event_loop())) as runner:
            runner.run(test())  # type: ignore[arg-type]
            assert runner.get_loop().transports == set()  # type: ignore[attr-defined]
        gc.collect()

    run.__name__ = test.__name__
    return run


class Greedy(asyncio.Protocol):
    """Counts what comes, and reads it when it is told to."""

    def __init__(self) -> None:
        self.got, self.full, self.times = 0, False, 0
        self.lost = asyncio.Event()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.got += len(data)

    def pause_writing(self) -> None:
        self.full, self.times = True, self.times + 1

    def resume_writing(self) -> None:
        self.full = False

    def connection_lost(self, error: Exception | None) -> None:
        self.error = error
        self.lost.set()


async def connected(**options: Any) -> tuple[Greedy, Greedy, asyncio.AbstractServer]:
    loop, peers = asyncio.get_running_loop(), [Greedy(), Greedy()]
    server = await loop.create_server(lambda: peers[1], HOST, 0)
    await loop.create_connection(lambda: peers[0], HOST, server.sockets[0].getsockname()[1])
    await quiet()
    return peers[0], peers[1], server


@alone
async def test_a_port_that_nobody_listens_on_refuses() -> None:
    with pytest.raises(ConnectionRefusedError, match=r"Connect call failed \('127.0.0.1', 8000\)"):
        await asyncio.open_connection(HOST, 8000)


@alone
async def test_a_taken_port_is_an_error_until_it_is_free() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, HOST, 8000)
    with pytest.raises(
        OSError, match=r"bind on address \('127.0.0.1', 8000\): address already in use"
    ) as failed:
        await asyncio.start_server(lambda reader, writer: None, HOST, 8000)
    assert failed.value.errno == errno.EADDRINUSE
    server.close()
    (await asyncio.start_server(lambda reader, writer: None, HOST, 8000)).close()


@alone
async def test_nobody_else_can_be_reached() -> None:
    for host in ("192.0.2.1", "example.com", "::1"):
        with pytest.raises(OSError, match=f"only 127.0.0.1 can be reached .* not {host}"):
            await asyncio.open_connection(host, 80)
        with pytest.raises(OSError, match="cannot assign requested address"):
            await asyncio.start_server(lambda reader, writer: None, host, 80)
        with pytest.raises(socket.gaierror, match=f"no name but localhost, not {host}"):
            await asyncio.get_running_loop().getaddrinfo(host, 80)


@alone
async def test_a_server_that_does_not_serve_yet_refuses_and_a_closed_one_resets_who_waits() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Greedy, HOST, 8000, start_serving=False)
    with pytest.raises(ConnectionRefusedError):
        await loop.create_connection(Greedy, HOST, 8000)
    await server.start_serving()
    dialling = loop.create_task(loop.create_connection(Greedy, HOST, 8000))
    await asyncio.sleep(0)  # it has dialled
    server.close()
    _, client = await dialling
    await client.lost.wait()
    assert isinstance(client.error, ConnectionResetError)
    await server.wait_closed()


@alone
async def test_who_writes_more_than_is_read_is_asked_to_pause_and_nothing_is_lost() -> None:
    client, peer, server = await connected()
    peer.transport.pause_reading()
    client.transport.write(bytes(10_000_000))
    client.transport.write_eof()
    await quiet()
    assert client.full
    assert peer.got == 0
    low, high = client.transport.get_write_buffer_limits()
    assert client.transport.get_write_buffer_size() > high > low
    peer.transport.resume_reading()
    await peer.lost.wait()
    assert (peer.got, client.full, client.times) == (10_000_000, False, 1)
    await client.lost.wait()
    server.close()


@alone
async def test_who_is_reset_while_much_waits_is_told_at_once() -> None:
    client, peer, server = await connected()
    peer.transport.pause_reading()
    client.transport.write(bytes(10_000_000))
    peer.transport.abort()
    await client.lost.wait()
    assert isinstance(client.error, ConnectionResetError)
    assert peer.error is None
    server.close()


@alone
async def test_what_stands_for_a_socket_has_what_is_asked_of_one() -> None:
    client, peer, server = await connected()
    ours, theirs = (one.transport.get_extra_info("socket") for one in (client, peer))
    ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    assert (ours.family, ours.type, ours.proto) == (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    assert ours.getsockname() == client.transport.get_extra_info("sockname") == theirs.getpeername()
    assert (
        theirs.getsockname() == client.transport.get_extra_info("peername") == server.sockets[0].getsockname()
    )
    assert len({ours.fileno(), theirs.fileno(), server.sockets[0].fileno()}) == 3
    with pytest.raises(OSError, match="not connected"):
        server.sockets[0].getpeername()
    client.transport.close()
    await peer.lost.wait()
    assert ours.fileno() == theirs.fileno() == -1
    server.close()


@alone
async def test_a_socket_that_is_connected_by_hand_becomes_a_transport_or_hangs_up() -> None:
    loop, peers = asyncio.get_running_loop(), []
    server = await loop.create_server(lambda: peers.append(Greedy()) or peers[-1], HOST, 8000)
    for taken in (True, False):
        own = socket.socket()
        own.setblocking(False)
        await loop.sock_connect(own, (HOST, 8000))
        if taken:
            transport, _ = await loop.create_connection(Greedy, sock=own)
            transport.write(b"taken")
            transport.close()
        else:
            own.close()
        del own
        await peers[-1].lost.wait()
    assert [one.got for one in peers] == [5, 0]
    server.close()


@alone
async def test_tls_is_spoken_over_it() -> None:
    authority = trustme.CA()
    theirs, ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(theirs)
    authority.configure_trust(ours)

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(echo, HOST, 8000, ssl=theirs)
    reader, writer = await asyncio.open_connection("localhost", 8000, ssl=ours)
    writer.write(b"hello\n")
    assert await reader.read() == b"hello\n"
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


@alone
async def test_a_protocol_that_fails_is_told_to_the_loop_and_costs_its_connection() -> None:
    said: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: said.append(context["exception"]))
    client, peer, server = await connected()
    peer.data_received = lambda data: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    client.transport.write(b"?")
    await client.lost.wait()
    assert [type(error) for error in said] == [ZeroDivisionError]
    server.close()


def test_a_connection_that_is_left_open_is_a_warning_as_over_a_socket() -> None:
    def leave() -> None:
        with asyncio.Runner(loop_factory=lambda: install(asyncio.new_event_loop())) as runner:
            runner.run(connected())
        gc.collect()

    with pytest.warns(ResourceWarning, match="unclosed transport"):
        leave()
