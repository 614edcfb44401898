import asyncio
import contextlib
import errno
import socket
from typing import Any

import pytest

from helpers.net import serve
from helpers.net.listener import HOST, taken_port
from tests.net.net_samples import Far, connect, in_loop, settled, turns


class Silent(asyncio.Protocol):
    """Takes a connection and says nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport


@pytest.mark.parametrize(
    "how", [{"protocol": Silent}, {"opens": lambda **where: asyncio.start_server(hear, **where)}]
)
def test_a_taken_port_says_so_and_what_to_do(how: dict[str, Any]) -> None:
    @in_loop
    async def take_twice() -> None:
        port = (await serve("first", **how)).port
        with pytest.raises(
            OSError, match=f"port {port} is taken on 127.0.0.1: choose another, or leave port= out"
        ) as failed:
            await serve("second", port=port, **how)
        assert failed.value.errno == errno.EADDRINUSE

    take_twice()


async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


@in_loop
async def test_an_address_that_cannot_be_is_an_error_as_the_system_says_it() -> None:
    with pytest.raises(OverflowError):
        await serve("nowhere", protocol=Silent, port=70_000)
    with pytest.raises(PermissionError), taken_port(1):
        raise PermissionError(errno.EACCES, "Permission denied")


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
    await settled(lambda: len(server._listener._transports.open()) == 1)
    client.close()
    other.close()


@in_loop
async def test_when_the_system_refuses_it_looks_away_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asyncio.constants.ACCEPT_RETRY_DELAY", 0)
    refusals, accept, said = [OSError(errno.EMFILE, "Too many open files")], socket.socket.accept, []

    def refusing(listening: socket.socket) -> object:
        if refusals:
            raise refusals.pop()
        return accept(listening)

    asyncio.get_running_loop().set_exception_handler(lambda loop, context: said.append(context["message"]))
    far = await Far().start()
    monkeypatch.setattr("socket.socket.accept", refusing)
    client = await connect(far.server)
    (await far.accept()).close()
    assert said == ["socket.accept() out of system resource"]
    assert await client.read_all() == b""


@in_loop
async def test_connections_that_queue_are_refused_when_it_stops() -> None:
    far = await Far().start()
    client = socket.create_connection((HOST, far.server.port))  # connected by the system, accepted by nobody
    await far.server.stop_listening()
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    client.close()


@in_loop
async def test_who_is_accepted_in_the_turn_in_which_it_stops_is_no_error() -> None:
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(context))
    for wait in range(6):
        far = await Far().start()
        client = socket.create_connection((HOST, far.server.port))
        await turns(wait)
        await far.server.aclose()
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(1) == b""
        client.close()
    assert not failures


@in_loop
async def test_a_loop_without_readers_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(file: object) -> bool:
        raise NotImplementedError

    server = await serve("silent", protocol=Silent)
    monkeypatch.setattr(asyncio.get_running_loop(), "remove_reader", absent)
    await server.aclose()


@in_loop
async def test_who_does_not_read_cannot_keep_it_open() -> None:
    far = await Far().start()
    client = await connect(far.server)
    peer = await far.accept()
    peer.send(bytes(10_000_000))  # more than the kernel takes: the rest waits in the transport
    await far.server.aclose()
    assert len(await client.read_all()) < 10_000_000


@in_loop
async def test_closed_transports_are_forgotten_when_others_come() -> None:
    server = await serve("many", protocol=Silent)
    assert server._listener is not None
    transports, staying = server._listener._transports, await connect(server)
    for _ in range(40):
        (await connect(server)).close()
    await settled(lambda: len(transports.open()) == 1)
    other = await connect(server)
    await settled(lambda: len(transports.open()) == 2)
    assert len(transports._noted) <= 32
    staying.close()
    other.close()
