"""Both networks: each test of net runs over sockets, and once more over the network in memory."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.net.memory import install
from tests.net import net_samples

OUTSIDE = "the peer is another program"
SOCKET = "it uses sockets of its own, to do what no transport does"
ITSELF = "it names the networks that it runs on"
WEIGHED = "it weighs this process, in which a network in memory keeps what the system keeps for sockets"
UNTOUCHED = "nothing in it talks to anybody"

# file, or file::test → why it runs over sockets only
SOCKETS: dict[str, str] = {
    "http2/test_hostile.py::test_a_flood_of_16_mib_takes_less_than_three": SOCKET,
    "http2/test_hostile.py::test_answers_that_nobody_reads_are_not_heaped_up": SOCKET,
    "http2/test_peers.py": OUTSIDE,
    "memory/test_as_over_tcp.py": ITSELF,
    "memory/test_network.py": ITSELF,
    "signalr/test_official_client.py": OUTSIDE,
    "signalr/test_pysignalr.py": OUTSIDE,
    "socketio/test_official_client.py": OUTSIDE,
    "socketio/test_suites.py": OUTSIDE,
    "test_curl.py": OUTSIDE,
    "test_listener.py::test_connections_that_queue_are_refused_when_it_stops": SOCKET,
    "test_listener.py::test_when_the_system_refuses_it_looks_away_and_comes_back": "no system that could refuse",
    "test_listener.py::test_who_is_accepted_in_the_turn_in_which_it_stops_is_no_error": SOCKET,
    "test_nginx.py": OUTSIDE,
    "test_outside.py": OUTSIDE,
    "test_tls_clients.py::test_chromium": OUTSIDE,
    "test_tls_clients.py::test_curl": OUTSIDE,
    "test_watchdog.py": "it starts programs, and threads with loops of their own",
    "websocket/contest/test_echoing.py": OUTSIDE,
    "websocket/test_autobahn.py": OUTSIDE,
    "websocket/test_bad_input.py::test_a_reader_that_reads_nothing_costs_its_queue_and_is_sent_away": WEIGHED,
    "websocket/test_node.py": OUTSIDE,
    "autobahn/test_report.py": UNTOUCHED,
    "autobahn/test_suite.py": OUTSIDE,
}
BY_NIGHT = {"test_cancelled.py"}  # in memory: long, and hardly another


def in_memory() -> asyncio.AbstractEventLoop:
    return install(asyncio.new_event_loop())


NETWORKS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "sockets": asyncio.new_event_loop,
    "memory": in_memory,
}


def networks(file: str, test: str) -> Iterator[Any]:
    """Those that a test runs on; in memory the tests of single protocols are left to the proofs."""
    yield "sockets"
    if file not in SOCKETS and f"{file}::{test}" not in SOCKETS:
        slow = "/" in file or file in BY_NIGHT
        yield pytest.param("memory", marks=pytest.mark.slow if slow else ())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test here is one of a network."""
    file = metafunc.definition.path.relative_to(__file__.removesuffix("/conftest.py")).as_posix()
    found = list(networks(file, metafunc.function.__name__))
    metafunc.parametrize("network", found, indirect=True)


@pytest.fixture(autouse=True)
def network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``run_async`` makes its loops with."""
    monkeypatch.setattr(net_samples, "new_loop", NETWORKS[request.param])
