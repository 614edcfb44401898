"""Bodies that were coded on top of their framing: gzip in every shape in which it is seen, and what is not undone."""

import gzip
import zlib

import pytest

from helpers.dissectors.http1.codings import BODY_LIMIT
from tests.dissectors.http1.test_bodies import body, chunked
from tests.dissectors.tiling import SERVER, check_connection, dissect, named

GZIP = ("Content-Encoding", "gzip")
HELLO = bytes.fromhex("1f8b08000000000002 03 f348cdc9c90700 8289d1f7 05000000")  # "Hello"
YOU = bytes.fromhex("1f8b08000000000002 03 53a8cc2f0500 26d15c18 04000000")  # " you"


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed(coding, compress):
    for found in (
        body(compress(b"Hello"), ("Content-Encoding", coding)).field,
        chunked(compress(b"Hello"), ("Content-Encoding", coding), size=3).field.decoded.fields[0],
    ):
        assert found.decoded.data == b"Hello"
        assert f"Compressed with {coding}." in found.note


@pytest.mark.parametrize(
    ("data", "out", "note"),
    [
        (HELLO, b"Hello", "Compressed with gzip."),
        (HELLO + YOU, b"Hello you", "In 2 members, one after another, which are read as one."),
        (
            HELLO + YOU * 70,
            b"Hello" + b" you" * 63,
            "In 64 members, one after another, which are read as one. 168 ",
        ),
        (HELLO[:-1], b"Hello", "It is cut short: its own end is missing"),
        (HELLO[:15], b"Hell", "It is cut short"),
        (HELLO + YOU[:-5], b"Hello you", "which are read as one. It is cut short"),
        (HELLO + b"\r\n", b"Hello", "2 bytes follow that are no gzip: "),
        (HELLO + YOU + b"xx", b"Hello you", "read as one. 2 bytes follow that are no gzip: "),
    ],
)
def test_gzip_is_a_series_of_members(data, out, note):
    field = body(data, GZIP).field
    assert field.decoded.data == out
    assert note in field.note


def test_what_follows_zlib_data_is_nothing():
    field = body(zlib.compress(b"Hello") + b"xyz", ("Content-Encoding", "deflate")).field
    assert field.decoded.data == b"Hello"
    assert field.note.endswith("Compressed with deflate. 3 bytes follow that are not read here.")


@pytest.mark.parametrize(
    ("coding", "data", "note"),
    [
        ("br", b"x", r"It is encoded (br), which is not undone here."),
        ("gzip, br", b"x", "It is encoded (gzip, br), which is not undone here."),
        ("gzip, gzip, gzip, gzip", b"x", "It is encoded (gzip, gzip, gzip, gzip)"),
        ("gzip", b"x" * 20, "It cannot be inflated:"),
    ],
)
def test_what_cannot_be_decompressed(coding, data, note):
    field = body(data, ("Content-Encoding", coding)).field
    assert note in field.note
    assert field.decoded is None


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 3 * BODY_LIMIT])
def test_decompressing_stops(size):
    field = body(gzip.compress(bytes(size)), GZIP).field
    assert len(field.decoded.data) == BODY_LIMIT
    assert field.note.endswith(f"Inflating stopped at {BODY_LIMIT} bytes.")


def test_decompressing_stops_between_two_members():
    field = body(gzip.compress(bytes(BODY_LIMIT)) + HELLO, GZIP).field
    assert len(field.decoded.data) == BODY_LIMIT
    assert field.note.endswith(f"{len(HELLO)} bytes follow that are not read here.")


def test_what_is_not_joined_is_not_called_cut_short():
    data = gzip.compress(bytes(range(256)) * 6000, 0)
    found = chunked(data, GZIP, size=400_000).field
    assert f"Only the first {BODY_LIMIT} of its {len(data)} bytes are joined here." in found.note
    assert found.decoded.fields[0].note == "Compressed with gzip."


def test_an_empty_compressed_body():
    assert chunked(b"", GZIP).field.decoded.data == b""


# ---- several codings ----


def test_a_body_that_is_still_coded_when_its_chunks_are_joined():
    found = chunked(HELLO, ("Transfer-Encoding", "gzip, chunked"), size=7).field.decoded
    (leaf,) = found.fields
    assert (found.data, leaf.name, leaf.decoded.data) == (HELLO, "compressed body", b"Hello")
    assert leaf.note == "Compressed with gzip for this hop only."


def test_codings_on_each_other_are_undone_from_the_last():
    data = zlib.compress(HELLO)
    headers = GZIP, ("Transfer-Encoding", "deflate, chunked")
    (leaf,) = chunked(data, *headers).field.decoded.fields
    assert leaf.note == "Compressed with deflate for this hop only."
    assert leaf.decoded.data == HELLO
    assert named([leaf], "text").value == "Hello"
    (empty,) = chunked(zlib.compress(b""), *headers).field.decoded.fields
    assert empty.decoded.fields == ()


def test_a_coded_body_that_lasts_until_the_connection_closes():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"
    dissector = check_connection([(SERVER, head + HELLO)], [])
    note = "They are coded (gzip), which is not undone read by read."
    assert dissector.tail(SERVER).field.note.endswith(note)
    plain, _ = dissect([(SERVER, b"HTTP/1.1 200 OK\r\n\r\nHello")])
    assert "coded" not in plain.tail(SERVER).field.note
