import pytest

import tests.vectors.websocket_vectors as websocket_vectors
from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.http1 import Request, Response, header, parse_request_head, serialize
from helpers.protocols.websocket.extensions import Extension
from helpers.protocols.websocket.handshake import (
    Agreement,
    Offer,
    accept,
    accept_key,
    check_request,
    check_response,
    client_request,
    is_key,
    refuse,
)

KEY, ACCEPT = websocket_vectors.SAMPLE_KEY, websocket_vectors.SAMPLE_ACCEPT
_, _, REQUEST = websocket_vectors.REQUEST
_, _, RESPONSE = websocket_vectors.RESPONSE
DEFLATE = Extension("permessage-deflate")


def changed(head, name, *values):
    """The head with other values (or none) for a header."""
    kept = tuple((key, value) for key, value in head.headers if key.lower() != name.lower())
    headers = kept + tuple((name, value) for value in values)
    if isinstance(head, Request):
        return Request(head.method, head.target, head.version, headers)
    return Response(head.version, head.status, head.reason, headers)


class TestKey:
    def test_the_example_of_the_rfc(self):
        assert accept_key(KEY) == ACCEPT

    @pytest.mark.parametrize(
        "key", ["", "YWJj", KEY + "=", KEY[:-2], "ä" * 24, KEY.replace("d", "*"), KEY + "\n"]
    )
    def test_what_is_no_key(self, key):
        assert is_key(KEY)
        assert not is_key(key)


class TestServer:
    def test_reads_the_example_of_the_rfc(self):
        offer = Offer("server.example.com", "/chat", KEY, "http://example.com", ("chat", "superchat"), ())
        assert check_request(REQUEST) == offer

    def test_answers_it(self):
        assert accept(REQUEST, subprotocol="chat") == RESPONSE

    def test_grants_extensions(self):
        request = changed(
            REQUEST, "Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits", "x"
        )
        assert [extension.name for extension in check_request(request).extensions] == [
            "permessage-deflate",
            "x",
        ]
        assert (
            header(accept(request, extensions=[DEFLATE]).headers, "Sec-WebSocket-Extensions") == DEFLATE.name
        )

    def test_grants_nothing_that_was_not_offered(self):
        with pytest.raises(LocalProtocolError, match="subprotocol 'x' was not offered"):
            accept(REQUEST, subprotocol="x")
        with pytest.raises(LocalProtocolError, match="extension 'permessage-deflate' was not offered"):
            accept(REQUEST, extensions=[DEFLATE])

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("Upgrade", ("WebSocket",)),
            ("Upgrade", ("h2c, websocket",)),
            ("Connection", ("keep-alive, Upgrade",)),
            ("Connection", ("keep-alive", "upgrade")),
            ("Host", ("[::1]:80",)),
            ("Host", ("127.0.0.1:8000",)),
            ("Origin", ()),
            ("Content-Length", ("0",)),
        ],
    )
    def test_what_is_also_right(self, name, values):
        check_request(changed(REQUEST, name, *values))

    @pytest.mark.parametrize(
        ("name", "values", "status", "reason"),
        [
            ("Host", (), 400, "no Host"),
            ("Host", ("a", "b"), 400, "Host was sent 2 times"),
            ("Host", ("",), 400, "no host name"),
            ("Host", ("user@a",), 400, "no host name"),
            ("Upgrade", (), 400, "no Upgrade: websocket"),
            ("Upgrade", ("h2c",), 400, "no Upgrade: websocket"),
            ("Connection", (), 400, "no Connection: Upgrade"),
            ("Connection", ("keep-alive",), 400, "no Connection: Upgrade"),
            ("Sec-WebSocket-Version", (), 426, "version missing"),
            ("Sec-WebSocket-Version", ("8",), 426, "version 8"),
            ("Sec-WebSocket-Version", ("13", "13"), 426, "version 13, 13"),
            ("Sec-WebSocket-Key", (), 400, "no Sec-WebSocket-Key"),
            ("Sec-WebSocket-Key", (KEY, KEY), 400, "Sec-WebSocket-Key was sent 2 times"),
            ("Sec-WebSocket-Key", ("YWJj",), 400, "not 16 bytes"),
            ("Sec-WebSocket-Protocol", ("a, a",), 400, "distinct"),
            ("Sec-WebSocket-Protocol", ("a b",), 400, "tokens"),
            ("Sec-WebSocket-Extensions", ("a b",), 400, "not an extension list"),
            ("Origin", ("a", "b"), 400, "Origin was sent 2 times"),
            ("Content-Length", ("3",), 400, "no body"),
            ("Transfer-Encoding", ("chunked",), 400, "no body"),
        ],
    )
    def test_refuses(self, name, values, status, reason):
        with pytest.raises(RemoteProtocolError, match=reason) as caught:
            check_request(changed(REQUEST, name, *values))
        assert caught.value.status == status

    @pytest.mark.parametrize(
        ("start", "status", "reason"),
        [
            (b"POST /chat HTTP/1.1", 405, "the method is POST"),
            (b"get /chat HTTP/1.1", 405, "the method is get"),
            (b"GET /chat HTTP/1.0", 400, "HTTP/1.0 has no Upgrade"),
            (b"GET chat HTTP/1.1", 400, "no path"),
            (b"GET /chat#a HTTP/1.1", 400, "no path"),
        ],
    )
    def test_refuses_request_lines(self, start, status, reason):
        request = parse_request_head(serialize(REQUEST).replace(b"GET /chat HTTP/1.1", start))
        with pytest.raises(RemoteProtocolError, match=reason) as caught:
            check_request(request)
        assert caught.value.status == status

    @pytest.mark.parametrize(
        ("status", "headers"),
        [
            (400, {"Connection": "close"}),
            (405, {"Allow": "GET", "Connection": "close"}),
            (426, {"Sec-WebSocket-Version": "13", "Upgrade": "websocket", "Connection": "Upgrade, close"}),
            (None, {"Content-Length": "0"}),
        ],
    )
    def test_says_why(self, status, headers):
        response = refuse(RemoteProtocolError("no", status=status))
        assert response.status == (status or 400)
        assert {name: header(response.headers, name) for name in headers} == headers
        serialize(response)


class TestClient:
    def test_asks(self):
        sent = client_request(
            "a:1", "/?x", key=KEY, origin="http://a", subprotocols=["chat", "b"], extensions=[DEFLATE]
        )
        offer = check_request(parse_request_head(sent))
        assert offer == Offer("a:1", "/?x", KEY, "http://a", ("chat", "b"), (DEFLATE,))

    def test_asks_for_little(self):
        assert check_request(parse_request_head(client_request("a", "/", key=KEY))) == Offer("a", "/", KEY)

    def test_asks_nothing_that_a_server_would_refuse(self):
        with pytest.raises(LocalProtocolError, match="a server would refuse"):
            client_request("a", "/", key="short")

    def test_reads_the_example_of_the_rfc(self):
        assert check_response(RESPONSE, KEY, subprotocols=["chat"]) == Agreement("chat")

    def test_reads_extensions(self):
        response = changed(RESPONSE, "Sec-WebSocket-Extensions", "permessage-deflate")
        agreed = check_response(response, KEY, subprotocols=["chat"], extensions=[DEFLATE])
        assert agreed.extensions == (DEFLATE,)

    @pytest.mark.parametrize(
        ("name", "values", "reason"),
        [
            ("Upgrade", (), "no Upgrade"),
            ("Upgrade", ("h2c",), "does not upgrade to websocket"),
            ("Upgrade", ("websocket, h2c",), "does not upgrade to websocket"),
            ("Connection", (), "no Connection: Upgrade"),
            ("Sec-WebSocket-Accept", (), "no Sec-WebSocket-Accept"),
            ("Sec-WebSocket-Accept", (ACCEPT, ACCEPT), "sent 2 times"),
            ("Sec-WebSocket-Accept", ("x",), f"Sec-WebSocket-Accept is x, expected {ACCEPT}"),
            ("Sec-WebSocket-Protocol", ("other",), "subprotocol 'other' was not offered"),
            ("Sec-WebSocket-Protocol", ("chat", "chat"), "sent 2 times"),
            ("Sec-WebSocket-Extensions", ("x-webkit",), "extension 'x-webkit' was not offered"),
        ],
    )
    def test_refuses(self, name, values, reason):
        with pytest.raises(RemoteProtocolError, match=reason.replace("+", r"\+")):
            check_response(changed(RESPONSE, name, *values), KEY, subprotocols=["chat"])

    def test_refuses_other_answers(self):
        with pytest.raises(RemoteProtocolError, match="the server answered 404 Not Found") as caught:
            check_response(Response("HTTP/1.1", 404, "Not Found"), KEY)
        assert caught.value.status == 404
        old = Response("HTTP/1.0", 101, "", RESPONSE.headers)
        with pytest.raises(RemoteProtocolError, match=r"HTTP/1\.0"):
            check_response(old, KEY)
