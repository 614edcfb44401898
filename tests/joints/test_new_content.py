"""A content that the course does not know: explained in bodies, chunks and messages of its media type."""

import gzip

import pytest

from helpers.dissectors.rows import Rows
from helpers.trace import Arrival, Trace, ndjson
from helpers.views.wireview import WireView
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, named

pytestmark = pytest.mark.usefixtures("toys")

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-scores\r\n"
SCORES = b"ada=3;bob=11"


def response(*, chunked=False, compressed=False):
    body, head = (
        (gzip.compress(SCORES), HEAD + b"Content-Encoding: gzip\r\n") if compressed else (SCORES, HEAD)
    )
    if chunked:
        pieces = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:5], body[5:], b""))
        return head + b"Transfer-Encoding: chunked\r\n\r\n" + pieces
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_it_is_explained_however_it_comes(chunked, compressed):
    dissector = check_connection([(SERVER, response(chunked=chunked, compressed=compressed))], [])
    last = dissector.sections(SERVER)[-1].field
    assert named([last], "bob").value == "11"


def test_what_it_does_not_read_is_shown_as_it_is():
    dissector = check_connection([(SERVER, response().replace(b"=", b":"))], [])
    assert named([dissector.sections(SERVER)[-1].field], "data").value == "ada:3;bob:11"


def test_it_is_shown_saved_and_loaded():
    trace = Trace(clock=lambda: 0.0)
    trace.append(Arrival(1, CLIENT, 0.0, b"GET / HTTP/1.1\r\n\r\n"))
    trace.append(Arrival(1, SERVER, 0.1, response()))
    rows = Rows(ndjson.load(ndjson.save(trace)))
    assert rows.rows[-1].field.deferred
    assert "The points of one player." in WireView.of(trace, title="wire").html()
