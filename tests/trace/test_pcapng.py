"""pcapng: literal bytes here, and tshark as the judge of the whole."""

import shutil
import subprocess

import pytest

from helpers.trace import Arrival, Mark, Trace, pcapng
from helpers.vocabulary import Ending, Side

REQUEST = b"GET /chat HTTP/1.1\r\nHost: a\r\n\r\n"
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
needs_tshark = pytest.mark.skipif(
    shutil.which("tshark") is None, reason="tshark is missing: apt-get install tshark"
)


def trace_of(*records) -> Trace:
    trace = Trace(clock=lambda: 0.0)
    for record in records:
        trace.append(record)
    return trace


def tshark(data: bytes, *arguments: str) -> list[str]:
    command = [
        "tshark",
        "-r",
        "-",
        "-o",
        "tcp.check_checksum:TRUE",
        "-o",
        "ip.check_checksum:TRUE",
        *arguments,
    ]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().splitlines()


def test_an_empty_trace_is_a_section_and_an_interface():
    assert pcapng.write(trace_of(Mark("ada", 0, 1, "sleeps"))).hex(" ", 4) == (
        "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffff ffffffff 1c000000 "
        "01000000 14000000 01000000 00000000 14000000"
    )


@needs_tshark
def test_tshark_reads_the_http_exchange_with_right_checksums():
    data = pcapng.write(
        trace_of(
            Arrival(0, Side.CLIENT, 0.25, REQUEST),
            Arrival(0, Side.SERVER, 0.5, RESPONSE),
            Arrival(0, Side.SERVER, 0.5, b"", Ending.EOF),
            Arrival(0, Side.CLIENT, 0.75, b"", Ending.RESET),
        ),
        epoch=1_000_000_000,
    )
    columns = ["frame.time_epoch", "http.request.uri", "http.response.code", "tcp.flags.str"]
    lines = tshark(data, "-T", "fields", *(part for column in columns for part in ("-e", column)))
    seen = [line.split("\t") for line in lines]
    assert [row[1] for row in seen if row[1]] == ["/chat"]
    assert [row[2] for row in seen if row[2]] == ["200"]
    assert float(seen[0][0]) == 1_000_000_000.25
    assert ["F" in row[3] for row in seen].count(True) == 1
    assert "R" in seen[-1][3]
    assert (
        tshark(data, "-Y", "tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags") == []
    )


def test_no_two_connections_have_the_same_client():
    count = 15_000 * 257 + 1
    first = [pcapng.client(number) for number in (0, 14_999, 15_000, 15_000 * 256, count - 1)]
    assert first == [
        (bytes([10, 0, 0, 1]), 50_000),
        (bytes([10, 0, 0, 1]), 64_999),
        (bytes([10, 0, 1, 1]), 50_000),
        (bytes([10, 1, 0, 1]), 50_000),
        (bytes([10, 1, 1, 1]), 50_000),
    ]
    assert pcapng.SERVER_IP not in {address for address, _ in first}


@needs_tshark
def test_connections_beyond_the_ports_are_streams_of_their_own():
    count = 15_003
    data = pcapng.write(trace_of(*(Arrival(number, Side.CLIENT, 0, b"x") for number in range(count))))
    lines = tshark(data, "-T", "fields", "-e", "tcp.stream", "-e", "ip.src", "-Y", "tcp.len > 0")
    assert [line.split("\t")[0] for line in lines] == [str(number) for number in range(count)]
    assert lines[15_000:] == [f"{number}\t10.0.1.1" for number in range(15_000, count)]


@needs_tshark
def test_long_reads_and_several_connections_come_back_whole():
    long = bytes(range(256)) * 600
    data = pcapng.write(
        trace_of(
            Arrival(3, Side.CLIENT, 0, long),
            Arrival(7, Side.SERVER, 0, b"odd"),
            Arrival(3, Side.SERVER, 0, b"x"),
        )
    )
    lines = tshark(
        data,
        "-T",
        "fields",
        "-e",
        "tcp.stream",
        "-e",
        "tcp.srcport",
        "-e",
        "tcp.payload",
        "-Y",
        "tcp.len > 0",
    )
    streams: dict[tuple[str, str], str] = {}
    for stream, port, payload in (line.split("\t") for line in lines):
        streams[stream, port] = streams.get((stream, port), "") + payload
    assert streams == {("0", "50000"): long.hex(), ("0", "80"): b"x".hex(), ("1", "80"): b"odd".hex()}
