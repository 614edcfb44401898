"""Our heads, framing and bodies beside `h11`, on generated exchanges, in both directions."""

from random import Random

import h11
import pytest

from helpers.protocols.errors import ProtocolError
from helpers.protocols.http1.heads import (
    Request,
    Response,
    parse_request_head,
    parse_response_head,
    serialize,
)
from helpers.protocols.http1.reading import HttpUnit
from helpers.protocols.splitter import Splitter
from tests.dissectors.tiling import CLIENT, SERVER, dissect

NAMES = ["A", "x-long-name", "ETag", "Set-Cookie"]
VALUES = ["", "b", "a, b", 'W/"x y"', "caf\xe9", "x" * 300]


def headers(random):
    return tuple((random.choice(NAMES), random.choice(VALUES)) for _ in range(random.randint(0, 4)))


def framed(random, body):
    """A header that frames the body, and the body as it travels."""
    if random.random() < 0.5:
        return ("Content-Length", str(len(body))), body
    chunks, rest = b"", body
    while rest:
        size = random.randint(1, len(rest))
        chunks += b"%x\r\n%s\r\n" % (size, rest[:size])
        rest = rest[size:]
    return ("Transfer-Encoding", "chunked"), chunks + b"0\r\n\r\n"


def heard_by_h11(connection, data, random):
    """Heads and bodies as h11 reads them."""
    heard = []
    while data or connection.their_state is h11.SEND_BODY:
        size = random.randint(1, len(data)) if data else 0
        connection.receive_data(data[:size])
        data = data[size:]
        while (event := connection.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            if isinstance(event, h11.Data):
                heard[-1][1] += bytes(event.data)
            elif isinstance(event, h11.Request | h11.Response):
                heard.append([event, b""])
        if not data:
            break
    return heard


@pytest.mark.parametrize("seed", range(60))
def test_h11_reads_what_we_write(seed):
    random = Random(seed)
    body = random.randbytes(random.choice((0, 1, 50, 2000)))
    framing, sent = framed(random, body)
    request = Request("POST", "/a?b", "HTTP/1.1", (("Host", "a"), *headers(random), framing))
    server = h11.Connection(h11.SERVER)
    ((event, heard),) = heard_by_h11(server, serialize(request) + sent, random)
    assert (event.method, event.target, heard) == (b"POST", b"/a?b", body)
    assert [(name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers] == [
        (name.lower(), value) for name, value in request.headers
    ]
    response = Response("HTTP/1.1", 200, "OK", (*headers(random), framing))
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "a")]))
    ((event, heard),) = heard_by_h11(client, serialize(response) + sent, random)
    assert (event.status_code, event.reason, heard) == (200, b"OK", body)


@pytest.mark.parametrize("seed", range(60))
def test_we_read_what_h11_writes(seed):
    random = Random(seed)
    body = random.randbytes(random.choice((0, 1, 50, 2000)))
    client, server = h11.Connection(h11.CLIENT), h11.Connection(h11.SERVER)
    framing, _ = framed(random, body)
    fields = [("Host", "a"), *headers(random), framing]
    sent = [(name.encode(), value.encode("latin-1")) for name, value in fields]
    asked = client.send(h11.Request(method="POST", target="/", headers=sent))
    asked += client.send(h11.Data(data=body)) + client.send(h11.EndOfMessage())
    server.receive_data(asked)
    while server.next_event() is not h11.NEED_DATA and server.their_state is not h11.DONE:
        pass
    answer = server.send(h11.Response(status_code=200, reason="OK", headers=sent[1:]))
    answer += server.send(h11.Data(data=body)) + server.send(h11.EndOfMessage())
    dissector, _ = dissect([(CLIENT, asked), (SERVER, answer)])
    for side, data, parse in ((CLIENT, asked, parse_request_head), (SERVER, answer, parse_response_head)):
        head, *rest = dissector.sections(side)
        found = parse(data[: head.unit.end])
        expected = fields if side is CLIENT else fields[1:]
        assert [(name.lower(), value) for name, value in found.headers] == [
            (name.lower(), value) for name, value in expected
        ]
        assert rest or not body
        if rest:
            chunked = rest[-1].unit.kind is HttpUnit.CHUNK
            assert (rest[-1].field.decoded.data if chunked else rest[-1].data) == body
        assert dissector.tail(side) is None


REFUSED = [
    b"GET /\r\n\r\n",
    b"GET  / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nBad\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nA: \x00\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    b"\x16\x02\x01",
]


@pytest.mark.parametrize("data", REFUSED)
def test_both_refuse(data):
    server = h11.Connection(h11.SERVER)
    with pytest.raises(h11.RemoteProtocolError):
        heard_by_h11(server, data, Random(1))
    splitter = Splitter()
    splitter.receive_data(CLIENT, data)
    splitter.receive_data(CLIENT, b"more")
    assert splitter.rest(CLIENT).by_reads


@pytest.mark.parametrize("seed", range(20))
def test_we_accept_no_head_that_h11_refuses(seed):
    """Mutated heads: what we read, h11 reads too, with the same headers."""
    random = Random(seed)
    good = b"GET /chat HTTP/1.1\r\nHost: a\r\nAccept: b, c\r\nX-Y:  d \r\n\r\n"
    for _ in range(300):
        at = random.randrange(len(good) - 4)
        data = (
            good[:at]
            + random.choice((b"", b" ", b":", b"\r\n", b"\n", b"\x00", b"\xff", b"a"))
            + good[at + 1 :]
        )
        try:
            ours = parse_request_head(data)
        except ProtocolError:
            continue
        server = h11.Connection(h11.SERVER)
        server.receive_data(data.lstrip(b"\r\n"))
        try:
            event = server.next_event()
        except h11.RemoteProtocolError as error:
            if "Host" not in str(error):  # h11 looks for Host at once; here that is the handshake's business
                raise
            continue
        assert isinstance(event, h11.Request)
        assert [(name.lower().encode(), value.encode("latin-1")) for name, value in ours.headers] == [
            (bytes(name), bytes(value)) for name, value in event.headers
        ]
