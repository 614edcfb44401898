"""Conversations over HTTP/2, frame by frame."""

from random import Random

import hpack

from helpers.protocols.http2.frames import (
    Continuation,
    Data,
    Dependency,
    GoAway,
    Headers,
    Ping,
    Priority,
    PriorityUpdate,
    PushPromise,
    RstStream,
    Settings,
    Unknown,
    WindowUpdate,
)
from helpers.protocols.http2.header import PREFACE
from helpers.protocols.http2.serializing import serialize_frame
from helpers.vocabulary import Side
from tests.dissectors.tiling import split

CLIENT, SERVER = Side.CLIENT, Side.SERVER
GET = [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/msgs")]
POST = [
    (":method", "POST"),
    (":scheme", "http"),
    (":authority", "a"),
    (":path", "/msgs"),
    ("content-type", "application/json"),
]
OK = [(":status", "200"), ("content-type", "application/json")]
SSE = [(":status", "200"), ("content-type", "text/event-stream")]
NDJSON = [(":status", "200"), ("content-type", "application/x-ndjson")]
HELLO = PREFACE + serialize_frame(Settings())
ACK = serialize_frame(Settings(ack=True))


def plain(headers):
    """A header block of literals that leave the table alone."""
    return hpack.Encoder().encode([hpack.NeverIndexedHeaderTuple(*one) for one in headers], huffman=False)


def bytes_of(*frames):
    return b"".join(frame if isinstance(frame, bytes) else serialize_frame(frame) for frame in frames)


def some_split(script):
    """The same bytes in other reads: byte by byte where that is not too long."""
    short = sum(len(data) for _, data in script) < 3000
    return list(split(script, None if short else Random(1)))


def conversation():
    """Every type of frame, both sides, with header blocks that build on each other."""
    client, server = hpack.Encoder(), hpack.Encoder()
    post = client.encode(POST)
    ask = bytes_of(
        PREFACE,
        Settings(((1, 4096), (3, 100), (4, 65_535), (0xBEEF, 1))),
        WindowUpdate(0, 1000),
        Headers(1, post[:3], end_headers=False, dependency=Dependency(0, 256, True), padding=2),
        Continuation(1, post[3:5], end_headers=False),
        Continuation(1, post[5:]),
        Data(1, b'{"text": ', padding=3),
        Data(1, b'"hi"}', end_stream=True),
        Headers(3, client.encode(GET), end_stream=True),
        Priority(5, Dependency(3, 16)),
        PriorityUpdate(3, b"u=1, i"),
    )
    answer = bytes_of(
        Settings(((4, 100), (5, 16_384))),
        Settings(ack=True),
        Headers(1, server.encode(OK)),
        Data(1, b'{"id": 1}'),
        Headers(1, server.encode([("x-check", "fine")]), end_stream=True),
        PushPromise(3, 2, server.encode(GET), padding=1),
        Headers(2, server.encode(OK), end_stream=True),
        Headers(3, server.encode(SSE)),
        Data(3, b"data: one\n\ndata: t"),
        Data(3, b"wo\n\n"),
        Ping(b"are u ok"),
        Unknown(12, 0b101, 3, b"whatever"),
    )
    after = bytes_of(
        Settings(ack=True),
        Ping(b"are u ok", ack=True),
        WindowUpdate(3, 22),
        RstStream(3, 8),
        GoAway(0, 0, b"bye"),
    )
    return [
        (CLIENT, ask),
        (SERVER, answer),
        (CLIENT, after),
        (SERVER, bytes_of(GoAway(3, 11))),
        (CLIENT, b""),
        (SERVER, b""),
    ]
