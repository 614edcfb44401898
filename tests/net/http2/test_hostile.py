"""Bad input, frame by frame: the right code, other streams undisturbed, bounded memory, a sentence in the log."""

import asyncio
import contextlib
import socket
import tracemalloc

import pytest
from h2.errors import ErrorCodes as Code

from helpers.loops.quiet import quiet
from helpers.net import Server
from helpers.net.http2 import Limits, connect_http2, serve_http2
from tests.net.http2.http2_samples import (
    ACK,
    BASIC,
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    GOAWAY,
    HEADERS,
    PADDED,
    PING,
    PREFACE,
    PRIORITY,
    PUSH,
    RST_STREAM,
    SETTINGS,
    Tales,
    frame,
    headers,
    raw,
    rst,
    string,
    window_update,
)
from tests.net.net_samples import in_loop

MIB = 2**20
OPEN = headers(1, [*BASIC[:2], (":path", "/endless"), BASIC[3]])
POST = [(":method", "POST"), *BASIC[1:]]
SLOW = [*BASIC[:2], (":path", "/slow"), BASIC[3]]
UNREAD = [POST[0], POST[1], (":path", "/unread"), POST[3]]
LENGTH = [*POST, ("content-length", "4")]

# what one connection sends → the code of its GOAWAY
ENDS = {
    "a frame over the limit": ([frame(DATA, 1, bytes(2**14 + 1))], Code.FRAME_SIZE_ERROR),
    "a frame that only announces 16 MiB": ([b"\xff\xff\xff\x00\x00\x00\x00\x00\x01"], Code.FRAME_SIZE_ERROR),
    "padding longer than the frame": ([frame(DATA, 1, b"\x09ab", flags=PADDED)], Code.PROTOCOL_ERROR),
    "the connection's window over 2³¹ - 1": ([window_update(0, 2**31 - 1)], Code.FLOW_CONTROL_ERROR),
    "no increment": ([window_update(0, 0)], Code.PROTOCOL_ERROR),
    "more data than the window": (
        [headers(3, UNREAD, flags=END_HEADERS), *[frame(DATA, 3, bytes(2**14))] * 5],
        Code.FLOW_CONTROL_ERROR,
    ),
    "settings of half an entry": ([frame(SETTINGS, 0, b"\x00\x03\x00")], Code.FRAME_SIZE_ERROR),
    "settings on a stream": ([frame(SETTINGS, 1)], Code.PROTOCOL_ERROR),
    "a window over the limit": ([frame(SETTINGS, 0, b"\x00\x04\xff\xff\xff\xff")], Code.FLOW_CONTROL_ERROR),
    "a ping of seven bytes": ([frame(PING, 0, bytes(7))], Code.FRAME_SIZE_ERROR),
    "headers on no stream": ([headers(0)], Code.PROTOCOL_ERROR),
    "headers on a stream of the server's": ([headers(2)], Code.PROTOCOL_ERROR),
    "data on a stream that never was": ([frame(DATA, 5, b"x")], Code.PROTOCOL_ERROR),
    "a stream number used before": ([headers(5), rst(5), headers(3)], Code.PROTOCOL_ERROR),
    "a push": ([frame(PUSH, 1, b"\x00\x00\x00\x02\x82", flags=END_HEADERS)], Code.PROTOCOL_ERROR),
    "a header block that something interrupts": (
        [headers(3, flags=0), frame(PING, 0, bytes(8))],
        Code.PROTOCOL_ERROR,
    ),
    "a continuation of nothing": ([frame(CONTINUATION, 1, b"\x82")], Code.PROTOCOL_ERROR),
    "headers that HPACK cannot read": (
        [frame(HEADERS, 3, b"\xff\xff\xff\xff", flags=END_HEADERS | END_STREAM)],
        Code.COMPRESSION_ERROR,
    ),
    "an HPACK bomb": (
        [frame(HEADERS, 3, b"\x40\x01a" + string(b"x" * 3900) + b"\xbe" * 100, flags=END_HEADERS)],
        Code.ENHANCE_YOUR_CALM,
    ),
    "a CONTINUATION flood": (
        [headers(3, flags=0), *[frame(CONTINUATION, 3, b"\x00\x01a\x01b" * 100)] * 10_000],
        Code.ENHANCE_YOUR_CALM,
    ),
    "empty CONTINUATIONs": (
        [headers(3, flags=0), *[frame(CONTINUATION, 3)] * 10_000],
        Code.ENHANCE_YOUR_CALM,
    ),
    "rapid reset": (
        [part for n in range(3, 4003, 2) for part in (headers(n), rst(n))],
        Code.ENHANCE_YOUR_CALM,
    ),
    "resets that we are made to send": (
        [
            part
            for n in range(3, 4003, 2)
            for part in (headers(n, POST, flags=END_HEADERS), window_update(n, 2**31 - 1))
        ],
        Code.ENHANCE_YOUR_CALM,
    ),
    "malformed requests without an end": (
        [headers(n, BASIC[:2]) for n in range(3, 4003, 2)],
        Code.ENHANCE_YOUR_CALM,
    ),
    "a PING flood": ([frame(PING, 0, bytes(8))] * 100_000, Code.ENHANCE_YOUR_CALM),
    "a SETTINGS flood": ([frame(SETTINGS)] * 100_000, Code.ENHANCE_YOUR_CALM),
    "a flood of empty DATA": (
        [headers(3, POST, flags=END_HEADERS), *[frame(DATA, 3)] * 100_000],
        Code.ENHANCE_YOUR_CALM,
    ),
    "a PRIORITY flood": ([frame(PRIORITY, 3, b"\x00\x00\x00\x00\x10")] * 100_000, Code.ENHANCE_YOUR_CALM),
    "a flood of frames that nobody knows": ([frame(0xBB, 0, b"?")] * 100_000, Code.ENHANCE_YOUR_CALM),
}


@pytest.mark.parametrize("case", ENDS)
@in_loop
async def test_what_ends_a_connection_has_its_code_and_disturbs_no_other(case: str):
    sent, code = ENDS[case]
    tales = Tales()
    server = await serve_http2("tales", tales)
    async with raw(server) as bad, connect_http2(server.url()) as good:
        heard = aiter(await good.get("/endless"))
        await anext(heard)
        bad.send(OPEN, *sent)
        goodbye = [one for one in await bad.rest() if one.kind == GOAWAY]
        assert [one.code for one in goodbye] == [code]
        assert goodbye[0].reason
        assert server.log[-1] == f"connection ended with {code.name}: {goodbye[0].reason}"
        await quiet()
        assert tales.listening == [1]  # the good one's
        tales.go_on.set()
        assert await anext(heard) == b"and then\n"
        assert (await good.get("/")).status == 200


# a request → the code of its RST_STREAM, and the words in the log
REFUSED = {
    "a name with a capital": ([headers(3, [*BASIC, ("Accept", "x")])], "'Accept' has a capital letter"),
    "no path": ([headers(3, [one for one in BASIC if one[0] != ":path"])], "':path' is missing"),
    "an empty path": ([headers(3, [*BASIC[:2], (":path", ""), BASIC[3]])], ":path is empty"),
    "no method": ([headers(3, BASIC[1:])], "':method' is missing"),
    "two methods": ([headers(3, [BASIC[0], *BASIC])], "':method' is there twice"),
    "a pseudo-header of its own": ([headers(3, [*BASIC, (":x", "y")])], "':x' is no part of a request"),
    "a status": ([headers(3, [*BASIC, (":status", "200")])], "':status' is no part of a request"),
    "a pseudo-header at the end": ([headers(3, [*BASIC[:3], ("a", "b"), BASIC[3]])], "stands after a field"),
    "a connection header": ([headers(3, [*BASIC, ("connection", "close")])], "'connection' is about"),
    "a TE that is not trailers": ([headers(3, [*BASIC, ("te", "gzip")])], "'te' is about"),
    "a name with a blank": ([headers(3, [*BASIC, ("a b", "c")])], "'a b' is no name"),
    "an empty name": ([headers(3, [*BASIC, ("", "c")])], "'' is no name"),
    "a name that is not ASCII": ([headers(3, [*BASIC, ("é", "c")])], r"'\\xc3\\xa9' is no name"),
    "a value with a line end": ([headers(3, [*BASIC, ("a", "b\r\nc: d")])], "has a control character"),
    "a value with a NUL": ([headers(3, [*BASIC, ("a", "\0")])], "has a control character"),
    "a tunnel": ([headers(3, [(":method", "CONNECT"), BASIC[3]])], "CONNECT asks for a tunnel"),
    "a pseudo-header in the trailers": (
        [headers(3, POST, flags=END_HEADERS), headers(3, [(":path", "/x")])],
        "':path' may not stand here",
    ),
    "trailers that do not end": (
        [headers(3, POST, flags=END_HEADERS), headers(3, [("a", "b")], flags=END_HEADERS)],
        "",
    ),
    "a body that is too short": (
        [headers(3, LENGTH, flags=END_HEADERS), frame(DATA, 3, b"abc", flags=END_STREAM)],
        "",
    ),
    "a body that is too long": ([headers(3, LENGTH, flags=END_HEADERS), frame(DATA, 3, b"abcde")], ""),
    "a length that is no number": ([headers(3, [*POST, ("content-length", "x")], flags=END_HEADERS)], ""),
    "data on a stream that is closed": ([headers(3, SLOW), frame(DATA, 3, b"x")], ""),
    "more than 2³¹ - 1 in one window": (
        [headers(3, POST, flags=END_HEADERS), window_update(3, 2**31 - 1)],
        "",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
@in_loop
async def test_a_bad_request_ends_its_own_stream_and_no_other(case: str):
    sent, words = REFUSED[case]
    server = await serve_http2("tales", Tales())
    async with raw(server) as client:
        client.send(OPEN, *sent, headers(5))
        found = await client.until(RST_STREAM)
        code = {"window": Code.FLOW_CONTROL_ERROR, "closed": Code.STREAM_CLOSED}.get(
            case.split()[-1], Code.PROTOCOL_ERROR
        )
        assert (found.stream, found.code) == (3, code)
        client.send(headers(7))
        assert await client.status(7) == "200"
    if words:
        assert words in server.log[0]
        assert server.log[0].startswith("stream 3 refused with PROTOCOL_ERROR: ")


@in_loop
async def test_one_stream_too_many_is_refused_and_can_be_tried_again():
    tales = Tales()
    server = await serve_http2("tales", tales, limits=Limits(streams=2))
    async with raw(server) as client:
        client.send(headers(1, SLOW), headers(3, SLOW), headers(5))
        found = await client.until(RST_STREAM)
        assert (found.stream, found.code) == (5, Code.REFUSED_STREAM)
        tales.go_on.set()
        assert await client.status(3) == "200"
        await quiet()
        client.send(headers(7))
        assert await client.status(7) == "200"


@in_loop
async def test_a_rapid_reset_starts_no_handler():
    tales = Tales()
    server = await serve_http2("tales", tales)
    async with raw(server) as client:
        client.send(*[part for n in range(1, 20_001, 2) for part in (headers(n), rst(n))])
        assert (await client.rest())[-1].code == Code.ENHANCE_YOUR_CALM
    assert tales.asked == 0


@in_loop
async def test_data_for_a_stream_that_we_have_reset_is_answered_a_hundred_times():
    server = await serve_http2("tales", Tales())
    async with raw(server) as client:
        client.send(headers(3, [*POST, ("Aa", "b")], flags=END_HEADERS))
        await client.until(RST_STREAM)
        client.send(*[frame(DATA, 3, b"x")] * 4000)
        goodbye = (await client.rest())[-1]
    assert (goodbye.code, goodbye.reason) == (
        Code.ENHANCE_YOUR_CALM,
        "more than 100 streams reset in a second",
    )


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\rX", Code.PROTOCOL_ERROR),
        (b"\x00\x01\x02\x03" * 10, Code.PROTOCOL_ERROR),
        (b"HELO there\r\n", Code.PROTOCOL_ERROR),
        (PREFACE + frame(PING, 0, bytes(8)), Code.PROTOCOL_ERROR),
    ],
    ids=["at its end", "no text at all", "another protocol", "no SETTINGS first"],
)
@in_loop
async def test_a_wrong_preface(begin: bytes, code: Code):
    server = await serve_http2("tales", Tales())
    async with raw(server, polite=False) as client:
        client.send(begin)
        assert (await client.rest())[-1].code == code


# ---- memory ----

FLOODS = [
    "a frame that only announces 16 MiB",
    "a CONTINUATION flood",
    "a PING flood",
    "rapid reset",
    "an HPACK bomb",
]


async def peak_of(server: Server, sent: bytes, *, times: int) -> int:
    """The most memory that is in use while somebody sends all this and reads nothing."""
    with socket.socket() as attacker:
        attacker.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(attacker, (server.host, server.port))
        await loop.sock_sendall(attacker, PREFACE + frame(SETTINGS) + frame(SETTINGS, flags=ACK))
        await quiet()
        tracemalloc.start()
        try:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(1):
                    for _ in range(times):
                        await loop.sock_sendall(attacker, sent)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("case", FLOODS)
@in_loop
async def test_a_flood_of_16_mib_takes_less_than_three(case: str, record_property):
    sent = b"".join(ENDS[case][0])
    server = await serve_http2("tales", Tales())
    peak = await peak_of(server, sent + bytes(max(0, MIB - len(sent))), times=16)
    record_property("peak", peak)
    print(f"{case}: {peak / MIB:.2f} MiB at most")
    assert peak < 3 * MIB


@in_loop
async def test_answers_that_nobody_reads_are_not_heaped_up(record_property):
    """Where the limit is none, the server reads on only when its answers are read."""
    server = await serve_http2("tales", Tales(), limits=Limits(pings=1e9))
    peak = await peak_of(server, frame(PING, 0, bytes(8)) * (MIB // 17), times=4)
    record_property("peak", peak)
    assert peak < 3 * MIB
