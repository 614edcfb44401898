"""What clients and servers of the checks say in HTTP/1.1: one exchange a connection, bodies in JSON."""

import json
from http.client import responses
from typing import Any

from helpers.checks.judges.wire import HEAD_END

__all__ = ["get", "json_reply", "post", "status_and_json"]

HOST = "HTTP/1.1\r\nHost: 127.0.0.1\r\n"
JSON = "Content-Type: application/json\r\nContent-Length: "


def get(target: str) -> bytes:
    """A question."""
    return f"GET {target} {HOST}\r\n".encode()


def post(target: str, body: bytes) -> bytes:
    """A request with a body, which need not be JSON whatever its head says."""
    return f"POST {target} {HOST}{JSON}{len(body)}".encode() + HEAD_END + body


def json_reply(status: int, value: object) -> bytes:
    """A reply, after which the connection is closed."""
    body = json.dumps(value).encode()
    start = f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}\r\n{JSON}{len(body)}\r\n"
    return f"{start}Connection: close".encode() + HEAD_END + body


def status_and_json(reply: bytes) -> tuple[int, Any]:
    """The two things that a client looks at in a reply of ``json_reply``."""
    head, _, body = reply.partition(HEAD_END)
    return int(head[9:12]), json.loads(body)
