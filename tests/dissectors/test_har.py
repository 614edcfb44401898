import gzip
import json

from helpers.dissectors.har import export
from helpers.protocols.websocket.frames import Frame
from helpers.trace.records import Arrival, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Ending
from tests.dissectors.hostile import SWITCH, SWITCH_DEFLATE, UPGRADE
from tests.dissectors.tiling import CLIENT, SERVER


def trace_of(*reads):
    """Reads a tenth of a second apart; an empty one ends its side."""
    trace = Trace(clock=lambda: 0.0)
    for index, (connection, side, data) in enumerate(reads):
        ending = None if data else Ending.EOF
        trace.append(Arrival(connection, side, index / 10, data, ending))
        trace.append(Release(connection, side, index / 10, 0, 0))
    return trace


def entries(*reads, **options):
    har = export(trace_of(*reads), **options)
    json.dumps(har)
    assert har["log"]["version"] == "1.2"
    return har["log"]["entries"]


GET = b"GET /a?b=1&c HTTP/1.1\r\nHost: x:1\r\n\r\n"


def answer(*headers, body=b""):
    lines = [b"HTTP/1.1 200 OK", *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def test_an_exchange():
    body = b'{"a": 1}'
    post = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n"
    (entry,) = entries(
        (1, CLIENT, post),
        (1, CLIENT, body),
        (1, SERVER, answer(b"Content-Type: text/plain", body=b"Hello")[:-3]),
        (1, SERVER, b"llo"),
        epoch=1_000_000_000,
    )
    assert entry["startedDateTime"] == "2001-09-09T01:46:40.000Z"
    assert entry["timings"] == {"send": 100, "wait": 100, "receive": 100}
    assert entry["time"] == 300
    assert entry["request"]["postData"] == {
        "mimeType": "application/json",
        "params": [],
        "text": body.decode(),
    }
    assert (entry["request"]["url"], entry["request"]["bodySize"]) == ("http://x/a", 8)
    assert entry["response"]["content"] == {"size": 5, "mimeType": "text/plain", "text": "Hello"}
    assert (entry["response"]["status"], entry["response"]["bodySize"]) == (200, 5)
    assert entry["request"]["headersSize"] == len(post)


def test_pipelined_and_on_several_connections():
    later = b"GET http://y/ HTTP/1.1\r\n\r\n"
    found = entries(
        (2, CLIENT, GET + GET),
        (7, CLIENT, later),
        (2, SERVER, b"HTTP/1.1 100 Continue\r\n\r\n" + answer(body=b"1") + answer(body=b"2")),
        (2, CLIENT, b"GET"),
    )
    assert [(entry["connection"], entry["response"]["status"]) for entry in found] == [
        ("2", 200),
        ("2", 200),
        ("7", 0),
    ]
    assert [entry["response"]["content"].get("text") for entry in found] == ["1", "2", ""]
    assert found[0]["request"]["queryString"] == [{"name": "b", "value": "1"}, {"name": "c", "value": ""}]
    assert found[2]["request"]["url"] == "http://y/"
    assert found[2]["response"]["bodySize"] == -1


def contents(data):
    (entry,) = entries((1, CLIENT, GET), (1, SERVER, data), (1, SERVER, b""))
    return entry["response"]["content"]


def test_bodies():
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n%s\r\n5\r\nHello\r\n"
    assert contents(chunked % b"" + b"0\r\n\r\n")["text"] == "Hello"
    assert contents(chunked % b"")["text"] == ""  # its last chunk never came
    assert contents(b"HTTP/1.1 200 OK\r\n\r\nuntil close")["text"] == "until close"
    assert contents(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")["text"] == "half"
    assert contents(answer(body=b"ok") + b"nonsense")["text"] == "ok"
    assert contents(answer(b"Content-Encoding: gzip", body=gzip.compress(b"Hello")))["text"] == "Hello"
    picture = contents(answer(b"Content-Type: image/png", body=b"\x89"))
    assert (picture["encoding"], picture["text"]) == ("base64", "iQ==")
    assert contents(answer(b"Content-Type: text/plain", body=b"\xff"))["encoding"] == "base64"


def test_what_is_still_growing():
    (entry,) = entries((1, CLIENT, GET), (1, SERVER, b"HTTP/1.1 200 OK\r\n\r\nso far"))
    assert entry["response"]["content"]["text"] == "so far"


def test_a_response_to_nothing():
    assert entries((1, SERVER, answer(body=b"x"))) == []


def test_websocket_messages():
    key = b"abcd"
    said = [Frame(False, 1, b"Hel", 0, key), Frame(True, 9, b"", 0, key), Frame(True, 0, b"lo", 0, key)]
    heard = [Frame(True, 2, b"\x00"), Frame(True, 1, b""), Frame(False, 1, b"ab"), Frame(True, 0, b"")]
    (entry,) = entries(
        (1, CLIENT, UPGRADE),
        (1, SERVER, SWITCH),
        (1, CLIENT, b"".join(frame.serialize() for frame in said)),
        (1, SERVER, b"".join(frame.serialize() for frame in heard) + b"\x81\x05H"),
    )
    messages = [(one["type"], one["opcode"], one["data"]) for one in entry["_webSocketMessages"]]
    assert messages == [
        ("send", 1, "Hello"),
        ("receive", 2, "AA=="),
        ("receive", 1, ""),
        ("receive", 1, "ab"),
    ]


def test_compressed_messages():
    data = Frame(True, 1, bytes.fromhex("f248cdc9c90700"), 4).serialize()
    (entry,) = entries((1, CLIENT, UPGRADE), (1, SERVER, SWITCH_DEFLATE + data))
    assert entry["_webSocketMessages"][0]["data"] == "Hello"


def test_header_values_in_utf_8():
    (entry,) = entries((1, CLIENT, GET), (1, SERVER, answer("X-Name: grüß".encode(), b"X-Old: caf\xe9")))
    values = {line["name"]: line["value"] for line in entry["response"]["headers"]}
    assert (values["X-Name"], values["X-Old"]) == ("grüß", "café")


def test_a_body_in_two_codings():
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    data = gzip.compress(gzip.compress(b"Hello"))
    (entry,) = entries((1, CLIENT, GET), (1, SERVER, head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)))
    assert entry["response"]["content"]["text"] == "Hello"
