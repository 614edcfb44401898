from helpers.dissectors.connection import Dissector
from helpers.dissectors.http1.codings import BODY_LIMIT
from helpers.dissectors.http1.explainer import Http1Explainer
from helpers.dissectors.section import Section
from helpers.protocols.http1.heads import Response
from helpers.protocols.http1.reading import Http1, HttpUnit, Message
from helpers.protocols.unit import Unit
from tests.dissectors.tiling import SERVER, check_connection, check_tiles, named, split


def section(explainer, kind, data, headers):
    unit = Unit(
        SERVER, 7, 7 + len(data), "http1", kind, head=Message(Response("HTTP/1.1", 200, "", headers), None)
    )
    found = Section(unit, data, explainer.whole(unit, data))
    check_tiles([found.field], 0, len(data))
    return found


def body(data, *headers):
    return section(Http1Explainer(Http1()), HttpUnit.BODY, data, headers)


def chunked(data, *headers, size=1000):
    explainer = Http1Explainer(Http1())
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    for part in [*parts, b""]:
        found = section(explainer, HttpUnit.CHUNK, b"%x\r\n%s\r\n" % (len(part), part), headers)
    return found


def test_json():
    found = body(b'{"user": "ada"}', ("Content-Type", "application/json"))
    assert (found.title, found.summary) == ("body", '“{"user": "ada"}”')
    assert named([found.field], "user").value == '"ada"'


def test_bytes():
    found = body(b"\x89PNG", ("Content-Type", "image/png"))
    assert found.summary == "4 bytes"
    assert named([found.field], "data").value == "89 50 4e 47"


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


def test_the_last_line_end_is_the_chunked_bodys_not_a_heads():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    first, last = check_connection([(SERVER, head + b"0\r\n\r\n")], []).sections(SERVER)
    assert (first.field.children[-1].name, first.field.children[-1].rfc) == ("blank line", "RFC 9112 §2.1")
    end = last.field.children[-1]
    assert (end.start, end.name, end.rfc) == (3, "blank line", "RFC 9112 §7.1")


def test_a_chunk_size_may_have_zeros_in_front():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    sizes = b"0" * 40 + b"5\r\nHello\r\n000\r\n\r\n"
    _, chunk, last = check_connection([(SERVER, head + sizes)], []).sections(SERVER)
    assert chunk.field.children[0].note == "The size of the data in hexadecimal: 5."
    assert (last.title, last.field.decoded.data) == ("last chunk", b"Hello")


def test_a_bad_trailer_line_is_marked_and_nothing_else():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    script = [(SERVER, head + b"0\r\nA: b\r\nno colon\r\nC: d\n\r\nmore")]
    dissector = check_connection(script, [list(split(script, None))])
    children = dissector.sections(SERVER)[1].field.children
    names = [child.name for child in children]
    assert names == ["chunk size", "line end", "A", "malformed", "malformed"]
    assert "there is no colon" in children[3].note
    assert "line feed without a carriage return" in children[4].note
    assert dissector.tail(SERVER).summary == "malformed: not a header line: 'no colon'"


def test_content_is_explained_when_somebody_looks():
    found = body(b"[1]", ("Content-Type", "application/json"))
    dissector = check_connection([(SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]")], [])
    assert found == body(b"[1]", ("Content-Type", "application/json"))
    unseen = Dissector()
    unseen.receive_data(SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]")
    assert unseen.sections(SERVER)[1].field.deferred
    assert not dissector.sections(SERVER)[1].field.deferred


def test_two_chunked_bodies_on_one_connection():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    one, two = b"1\r\na\r\n0\r\n\r\n", b"1\r\nb\r\n0\r\n\r\n"
    dissector = check_connection([(SERVER, head + one + head + two)], [])
    last = [each.field.decoded.data for each in dissector.sections(SERVER) if each.title == "last chunk"]
    assert last == [b"a", b"b"]
