"""HTTP/1.1 messages as literal bytes."""

from helpers.protocols.http1.heads import Request, Response

# name, bytes, head
HEADS = [
    (
        "RFC 9112 §2.1 style request",
        b"GET /hello.txt HTTP/1.1\r\n"
        b"User-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n",
        Request(
            "GET",
            "/hello.txt",
            "HTTP/1.1",
            (("User-Agent", "curl/7.64.1"), ("Host", "www.example.com"), ("Accept-Language", "en, mi")),
        ),
    ),
    ("no headers", b"OPTIONS * HTTP/1.1\r\n\r\n", Request("OPTIONS", "*")),
    ("an empty value", b"GET / HTTP/1.0\r\nA: \r\n\r\n", Request("GET", "/", "HTTP/1.0", (("A", ""),))),
    (
        "a response",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        Response("HTTP/1.1", 200, "OK", (("Content-Length", "0"),)),
    ),
    ("no reason", b"HTTP/1.1 404 \r\n\r\n", Response("HTTP/1.1", 404, "")),
    (
        "obs-text in a value",
        b"HTTP/1.1 200 OK\r\nX: caf\xe9\r\n\r\n",
        Response("HTTP/1.1", 200, "OK", (("X", "café"),)),
    ),
]

# name, bytes, body, trailers
CHUNKED = [
    ("RFC 9112 §7.1 shape", b"5\r\nHello\r\n0\r\n\r\n", b"Hello", ()),
    ("two chunks", b"4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n", b"Wikipedia", ()),
    ("an extension", b'5;name="value"\r\nHello\r\n0;last\r\n\r\n', b"Hello", ()),
    (
        "trailers",
        b"1\r\nx\r\n0\r\nExpires: never\r\nETag: a\r\n\r\n",
        b"x",
        (("Expires", "never"), ("ETag", "a")),
    ),
    ("capital hex, leading zeros", b"00A\r\n0123456789\r\n00\r\n\r\n", b"0123456789", ()),
    ("CRLF inside the data", b"4\r\n\r\n\r\n\r\n0\r\n\r\n", b"\r\n\r\n", ()),
    ("nothing", b"0\r\n\r\n", b"", ()),
]
