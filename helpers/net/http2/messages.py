"""What a handler gets and gives: a request, and the reply to it. The same over HTTP/2 and over HTTP/1.1."""

import json
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

__all__ = ["Handler", "Reply", "Request", "TooLong", "joined", "read_all"]

LONGEST = 2**20  # bytes of a body, where nobody says how long it may be


class TooLong(ValueError):
    """A body is longer than its reader allows."""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks. ``target`` is the path and what follows ``?``; the names in ``headers`` are small letters.

    ``stream`` is its number on the connection; 0 over HTTP/1.1, which has no streams.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]
    scheme: str = "http"
    authority: str = ""
    stream: int = 0

    @property
    def path(self) -> str:
        """The target without its query, decoded."""
        return unquote(self.target.partition("?")[0])

    @property
    def query(self) -> dict[str, str]:
        """What follows ``?``; of a name that is there twice, the last."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    async def read(self, *, most: int = LONGEST) -> bytes:
        """The whole body; ``TooLong`` as soon as it is longer than ``most`` bytes."""
        return await read_all(self.body, most=most)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. A ``body`` of bytes is sent with its length; an iterator's pieces are sent as they come.

    Neither gets a ``date`` of ours, which would make the bytes of each run others: who wants one says it.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | AsyncIterable[bytes] = b""

    @classmethod
    def text(
        cls, text: str, *, status: int = 200, content_type: str = "text/plain; charset=utf-8"
    ) -> "Reply":
        """A reply of plain text, or of another kind of text."""
        return cls(status, {"content-type": content_type}, text.encode())

    @classmethod
    def json(cls, value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> "Reply":
        """A reply of JSON."""
        said = {"content-type": "application/json; charset=utf-8"} | dict(headers or {})
        return cls(status, said, json.dumps(value).encode())


Handler = Callable[[Request], Awaitable[Reply]]


def joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in small letters; lines of one name are one list (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        between = "; " if name == "cookie" else ", "  # RFC 9113 §8.2.3: a browser sends it in crumbs
        found[name] = f"{found[name]}{between}{value}" if name in found else value
    return found


async def read_all(body: AsyncIterable[bytes], *, most: int) -> bytes:
    """Every piece of ``body``; ``TooLong`` as soon as it is longer than ``most`` bytes."""
    data = bytearray()
    async for piece in body:
        data += piece
        if len(data) > most:
            raise TooLong(f"the body is longer than {most} bytes")
    return bytes(data)
