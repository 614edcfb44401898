import asyncio
import errno
import socket

import pytest

from helpers.net import serve
from helpers.net.listener import HOST, Listener, listen
from tests.net.net_samples import Far, connect, in_loop, settled


class Silent(asyncio.Protocol):
    """Takes a connection and says nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport


def test_a_taken_port_says_so_and_what_to_do() -> None:
    with listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(
            OSError, match=f"port {port} is taken on 127.0.0.1: choose another, or leave port= out"
        ) as failed:
            listen(port)
        assert failed.value.errno == errno.EADDRINUSE


def test_a_port_that_cannot_be_leaks_no_socket() -> None:
    with pytest.raises(OverflowError):
        listen(70_000)


@in_loop
async def test_many_clients_at_once_are_all_taken() -> None:
    far = await Far().start()
    clients = await asyncio.gather(*(connect(far.server) for _ in range(300)))
    peers = [await far.accept() for _ in clients]
    assert len(peers) == 300
    for client in clients:
        client.close()


@in_loop
async def test_a_factory_that_fails_costs_its_connection_only() -> None:
    failing = True

    def factory() -> asyncio.Protocol:
        if failing:
            raise ValueError("no")
        return Silent()

    server = await serve("moody", protocol=factory)
    client = await connect(server)
    assert await client.read_all() == b""
    assert server.log == ["connection refused with ValueError: no"]
    failing = False
    other = await connect(server)
    await settled(lambda: len(server._listener._open()) == 1)
    client.close()
    other.close()


@in_loop
async def test_when_the_system_refuses_it_looks_away_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.net.listener.BREATH", 0.0)
    log: list[str] = []
    listener = Listener(0, log)
    real, refusals = listener.socket, [OSError(errno.EMFILE, "Too many open files")]

    class Refusing:
        def accept(self) -> object:
            if refusals:
                raise refusals.pop()
            return real.accept()

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    listener.socket = Refusing()  # type: ignore[assignment]
    listener.accept(Silent)
    reader, writer = await asyncio.open_connection(HOST, listener.port)
    await settled(lambda: len(listener._transports) == 1)
    assert log == ["cannot accept a connection now: [Errno 24] Too many open files"]
    await listener.stop()
    await listener.end()
    assert await reader.read() == b""
    writer.close()


@in_loop
async def test_stopped_while_it_looks_away() -> None:
    listener = Listener(0, [])
    real = listener.socket

    class Refusing:
        def accept(self) -> object:
            raise OSError(errno.EMFILE, "Too many open files")

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    listener.socket = Refusing()  # type: ignore[assignment]
    listener.accept(Silent)
    _, writer = await asyncio.open_connection(HOST, listener.port)
    await settled(lambda: listener._pause is not None)
    await listener.stop()
    await listener.stop()
    writer.close()


@in_loop
async def test_connections_that_queue_are_refused_when_it_stops() -> None:
    listener = Listener(0, [])
    client = socket.create_connection((HOST, listener.port))  # connected by the kernel, accepted by nobody
    await listener.stop()
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    client.close()


@in_loop
async def test_who_does_not_read_cannot_keep_it_open() -> None:
    far = await Far().start()
    client = await connect(far.server)
    peer = await far.accept()
    peer.send(bytes(10_000_000))  # more than the kernel takes: the rest waits in the transport
    await far.server.aclose()
    assert len(await client.read_all()) < 10_000_000
