"""Every vector through parser, serialiser and dissector: whole, byte by byte, with bytes behind it."""

from random import Random

import pytest

import tests.vectors.deflate_vectors as deflate_vectors
import tests.vectors.http1_vectors as http1_vectors
import tests.vectors.websocket_vectors as websocket_vectors
from helpers.protocols.http1.heads import (
    Request,
    parse_headers,
    parse_request_head,
    parse_response_head,
    serialize,
)
from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.splitter import Splitter
from helpers.protocols.websocket.frames import Frame, parse_header, serialize_header
from helpers.protocols.websocket.inflate import Inflater
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, named, split

FRAMES = [pytest.param(data, frame, id=name) for name, data, frame in websocket_vectors.FRAMES]
HEADS = [
    pytest.param(data, head, id=name) for name, data, head in [*http1_vectors.HEADS, *websocket_vectors.HEADS]
]
CHUNKED = [pytest.param(*rest, id=name) for name, *rest in http1_vectors.CHUNKED]
DEFLATED = [pytest.param(*rest, id=name) for name, *rest in deflate_vectors.DEFLATED]


def ways(script):
    """Byte by byte where that is not too long, and three random splits."""
    if sum(len(data) for _, data in script) < 2000:
        yield list(split(script, None))
    yield from (list(split(script, Random(seed))) for seed in range(3))


@pytest.mark.parametrize(("data", "frame"), FRAMES)
class TestFrames:
    def test_parses_whole_and_with_more_behind(self, data, frame):
        assert Frame.parse(data) == (frame, len(data))
        assert Frame.parse(data + b"\x81\x00") == (frame, len(data))

    def test_waits_for_every_byte(self, data, frame):
        step = max(1, len(data) // 300)
        assert [Frame.parse(data[:size]) for size in range(0, len(data), step)] == [None] * len(
            range(0, len(data), step)
        )

    def test_serializes(self, data, frame):
        assert frame.serialize() == data
        header = parse_header(data)
        assert serialize_header(header) == data[: header.size]

    def test_dissects(self, data, frame):
        side = SERVER if frame.mask_key is None else CLIENT
        script = [(side, data + b"\x82\x00")]
        dissector = check_connection(script, list(ways(script)), protocol="websocket")
        first, second = dissector.sections(side)
        assert (first.unit.end, second.unit.end) == (len(data), len(data) + 2)
        if frame.payload:
            payload = named([first.field], "payload")
            shown = payload.decoded.data if frame.mask_key else data[payload.start : payload.end]
            assert shown == frame.payload


@pytest.mark.parametrize(("data", "head"), HEADS)
class TestHeads:
    def test_parses_and_serializes(self, data, head):
        parse = parse_request_head if isinstance(head, Request) else parse_response_head
        assert parse(data) == head
        assert serialize(head) == data

    def test_dissects(self, data, head):
        side = CLIENT if isinstance(head, Request) else SERVER
        script = [(side, data + b"tail"), (side, b"")]
        dissector = check_connection(script, list(ways(script)))
        first = dissector.sections(side)[0]
        assert (first.unit.kind, first.unit.end) == (HttpUnit.HEAD, len(data))
        assert first.unit.head.head == head
        for name, value in head.headers:
            assert named([first.field], name).value == value


@pytest.mark.parametrize(("data", "body", "trailers"), CHUNKED)
class TestChunked:
    HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    def test_cuts(self, data, body, trailers):
        splitter = Splitter()
        units = splitter.receive_data(SERVER, self.HEAD + data + b"HTTP/1.1 204 No Content\r\n\r\n")
        assert [unit.kind for unit in units][1:-1] == [HttpUnit.CHUNK] * (len(units) - 2)
        assert units[-2].end == len(self.HEAD + data)

    def test_dissects(self, data, body, trailers):
        script = [(SERVER, self.HEAD + data)]
        dissector = check_connection(script, list(ways(script)))
        last = dissector.sections(SERVER)[-1].field
        assert last.decoded.data == body
        lines = [f"{name}: {value}".encode() for name, value in trailers]
        assert parse_headers(lines) == trailers
        assert all(named([last], name).value == value for name, value in trailers)


@pytest.mark.parametrize(("payloads", "messages"), DEFLATED)
class TestDeflated:
    def test_inflates_whole_and_byte_by_byte(self, payloads, messages):
        whole, bytewise = Inflater(), Inflater()
        for payload, message in zip(payloads, messages, strict=True):
            assert whole.inflate(payload, end=True, limit=100) == message
            pieces = [bytewise.inflate(bytes([byte]), end=False, limit=100) for byte in payload]
            pieces.append(bytewise.inflate(b"", end=True, limit=100))
            assert b"".join(pieces) == message

    def test_dissects(self, payloads, messages):
        _, request, _ = websocket_vectors.REQUEST
        _, response, _ = websocket_vectors.RESPONSE
        agreed = response[:-2] + b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        frames = b"".join(Frame(True, 1, payload, 0b100).serialize() for payload in payloads)
        script = [(CLIENT, request), (SERVER, agreed + frames)]
        dissector = check_connection(script, list(ways(script)))
        inflated = [
            named([section.field], "payload").decoded.data for section in dissector.sections(SERVER)[1:]
        ]
        assert inflated == messages
