import gzip
import zlib

import pytest

from helpers.dissectors.bodies import BODY_LIMIT, Bodies, is_text
from tests.dissectors.tiling import SERVER, check_connection, check_tiles, named


def body(data, *headers):
    bodies = Bodies()
    bodies.begin(headers)
    found = bodies.body(data, 7)
    check_tiles([found.field], 7, 7 + len(data))
    return found


def chunked(data, *headers, size=1000):
    bodies = Bodies()
    bodies.begin(headers)
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    for part in [*parts, b""]:
        chunk = b"%x\r\n%s\r\n" % (len(part), part)
        found = bodies.chunk(chunk, 0)
        check_tiles([found.field], 0, len(chunk))
    return found


@pytest.mark.parametrize(
    ("media", "text"),
    [
        (None, True),
        ("text/html", True),
        ("text/plain; charset=UTF-8", True),
        ('text/plain; charset="utf-8"', True),
        ("text/plain; charset=latin-1", False),
        ("application/json", True),
        ("application/problem+json", True),
        ("image/svg+xml ; x=y", True),
        ("image/png", False),
    ],
)
def test_what_is_text(media, text):
    assert is_text([("content-type", media)] if media else []) is text


def test_json():
    found = body(b'{"user": "ada"}', ("Content-Type", "application/json"))
    assert found[:2] == ("body", '“{"user": "ada"}”')
    assert named([found.field], "user").value == '"ada"'


def test_bytes():
    found = body(b"\x89PNG", ("Content-Type", "image/png"))
    assert found.summary == "4 bytes"
    assert named([found.field], "data").value == "89 50 4e 47"


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed(coding, compress):
    for found in (
        body(compress(b"Hello"), ("Content-Encoding", coding)).field,
        chunked(compress(b"Hello"), ("Content-Encoding", coding), size=3).field.decoded.fields[0],
    ):
        assert found.decoded.data == b"Hello"
        assert f"Compressed with {coding}." in found.note


@pytest.mark.parametrize(
    ("coding", "data", "note"),
    [
        ("br", b"x", r"It is encoded (br), which is not undone here."),
        ("gzip, gzip", b"x", "It is encoded (gzip, gzip)"),
        ("gzip", b"x" * 20, "It cannot be inflated:"),
    ],
)
def test_what_cannot_be_decompressed(coding, data, note):
    field = body(data, ("Content-Encoding", coding)).field
    assert note in field.note
    assert field.decoded is None


def test_decompressing_stops():
    field = body(gzip.compress(bytes(3 * BODY_LIMIT)), ("Content-Encoding", "gzip")).field
    assert len(field.decoded.data) == BODY_LIMIT
    assert field.note.endswith(f"Inflating stopped at {BODY_LIMIT} bytes.")


def test_joining_chunks_stops():
    found = chunked(b"x" * (BODY_LIMIT + 500_000), size=400_000)
    assert len(found.field.decoded.data) == BODY_LIMIT
    assert f"Only the first {BODY_LIMIT} of its {BODY_LIMIT + 500_000} bytes" in found.field.note
    assert found.summary == f"{BODY_LIMIT + 500_000} bytes in all"


def test_an_empty_compressed_body():
    assert chunked(b"", ("Content-Encoding", "gzip")).field.decoded.data == b""


def test_chunks_with_extensions_and_trailers():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    dissector = check_connection([(SERVER, head + b"5 ;a=b\r\nHello\r\n0\r\nETag: x\r\n\r\n")], [])
    _, chunk, last = dissector.sections(SERVER)
    assert (chunk.title, chunk.summary) == ("chunk", "“Hello”")
    assert [child.name for child in chunk.field.children] == [
        "chunk size",
        "chunk extension",
        "line end",
        "chunk data",
        "line end",
    ]
    assert [child.name for child in last.field.children] == ["chunk size", "line end", "ETag", "blank line"]
