"""What anybody may send, over real connections, to a server that polls and to one that holds: each has its answer.

Nothing is stored that should not be, nothing is lost that was accepted, and the next client notices nothing.
"""

import asyncio
import gzip
import json
import logging
from collections.abc import Iterator
from contextlib import asynccontextmanager

import pytest

from helpers.chat.servers.app import BODY_LIMIT
from helpers.net import serve, tap
from tests.chat.chat_samples import Site, body, in_loop, site

pytestmark = pytest.mark.parametrize("path", ["/poll", "/long-poll"], ids=["polling", "long polling"])
MIB = 2**20
TOO_LONG = f"the body is longer than {BODY_LIMIT} bytes"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _no_server_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A bad client is no error of the server's: none is logged."""
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def post_of(**members: object) -> bytes:
    return json.dumps({"key": "k", "name": "ada", "text": "hi"} | members).encode()


BAD = {
    "not JSON": (b"hello", 400, "the body is not JSON: Expecting value at character 0"),
    "half of JSON": (body()[:20], 400, "the body is not JSON"),
    "two of them": (body() + body(), 400, "the body is not JSON: Extra data"),
    "empty": (b"", 400, "the body is not JSON"),
    "an array": (b"[1]", 400, "expected a JSON object, found an array"),
    "a string": (b'"hi"', 400, "expected a JSON object, found a string"),
    "a number": (b"1e999", 400, "expected a JSON object, found a number"),
    "null": (b"null", 400, "expected a JSON object, found null"),
    "true": (b"true", 400, "expected a JSON object, found a boolean"),
    "nothing in it": (b"{}", 400, "key is missing"),
    "no text": (b'{"key": "k", "name": "ada"}', 400, "text is missing"),
    "a key that is null": (post_of(key=None), 400, "key must be a string, not null"),
    "a name that is a list": (post_of(name=["ada"]), 400, "name must be a string, not an array"),
    "a text that is a number": (post_of(text=42), 400, "text must be a string, not a number"),
    "a text that is an object": (post_of(text={}), 400, "text must be a string, not an object"),
    "a key with a blank": (post_of(key="a b"), 400, "key must be 1 to 64 letters, digits, _ or -"),
    "an empty name": (post_of(name=" "), 400, "name is empty"),
    "an empty text": (post_of(text="\n"), 400, "text is empty"),
    "a name that nobody sees": (post_of(name="\u200b"), 400, "name has no character that can be seen"),
    "a text that nobody sees": (
        post_of(text="\ufeff \u3164\n"),
        400,
        "text has no character that can be seen",
    ),
    "a long text": (post_of(text="x" * 2001), 400, "text has 2001 characters, at most 2000 are allowed"),
    "a NUL": (post_of(text="a\0b"), 400, "text has a control character or half a surrogate pair"),
    "half a surrogate pair": (post_of(text="\ud800"), 400, "text has a control character or half"),
    "invalid UTF-8": (b'{"key": "\xff"}', 400, "the body is not UTF-8: byte 9 is 0xff"),
    "UTF-16": (body().decode().encode("utf-16"), 400, "the body is not UTF-8: byte 0 is 0xff"),
    "nested deep": (b"[" * 60_000, 400, "nested too deep or has too long a number"),
    "a byte too long": (b"x" * (BODY_LIMIT + 1), 413, TOO_LONG),
    "10 MiB": (b"x" * 10 * MIB, 413, TOO_LONG),
}


@pytest.mark.parametrize("case", BAD)
@in_loop
async def test_a_bad_body_gets_its_status_and_its_reason_and_nothing_is_stored(case: str, path: str):
    data, status, reason = BAD[case]
    async with site(path) as here:
        got, reply = await here.post(data)
        assert (got, list(reply)) == (status, ["error"])
        assert reason in reply["error"]
        await nothing_happened(here)


async def nothing_happened(here: Site) -> None:
    """Nothing is stored, nobody waits, and whoever comes next is served."""
    assert here.chat.cursor == "e1.0"
    assert here.chat._listeners == []
    assert (await here.post(body()))[0] == 201
    assert [message["id"] for message in (await here.get())[1]["messages"]] == [1]


@pytest.mark.parametrize(
    "text", ["</script><img src=x onerror=alert(1)>", "<b>hi</b>", "'\"`${x}{{x}}", "\u202e\u2066hi"]
)
@in_loop
async def test_hostile_html_is_a_message_and_comes_back_as_json_as_it_was(text: str, path: str):
    async with site(path) as here:
        assert (await here.post(post_of(name=text[:40], text=text)))[0] == 201
        async with here.session.get(here.server.url(path)) as reply:
            assert reply.content_type == "application/json"
            (message,) = (await reply.json())["messages"]
        assert (message["name"], message["text"]) == (text[:40], text)


# ---- bytes that no client library would send ----


def head(path: str, *lines: str) -> bytes:
    first = (f"POST {path} HTTP/1.1", "Host: x", f"Content-Type: {JSON}")
    return "\r\n".join([*first, *lines, "", ""]).encode()


class Raw:
    """A connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    async def reply(self) -> tuple[int, str]:
        """Status and reason of the next reply."""
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        sizes = [line.partition(":")[2] for line in lines if line.startswith("Content-Length:")]
        said = (await self.reader.readexactly(int(sizes[0]))).decode()
        return int(lines[0].split()[1]), json.loads(said)["error"] if said.startswith("{") else said


@asynccontextmanager
async def connected(here: Site):
    reader, writer = await asyncio.open_connection(here.server.host, here.server.port)
    try:
        async with asyncio.timeout(20):
            yield Raw(reader, writer)
    finally:
        writer.transport.abort()


PART = b"x" * BODY_LIMIT
WHOLE = (f"Content-Length: {10 * MIB}", [PART] * 160)
CHUNKED = ("Transfer-Encoding: chunked", [*[b"10000\r\n" + PART + b"\r\n"] * 160, b"0\r\n\r\n"])
BIG = pytest.mark.parametrize("sent", [WHOLE, CHUNKED], ids=["whole", "chunked"])


@BIG
@in_loop
async def test_of_10_mib_the_client_hears_413_while_it_still_sends(sent, path: str):
    """It listens while it sends: two pieces of 64 KiB are out when it knows."""
    line, parts = sent
    async with site(path) as here, connected(here) as raw:
        await raw.send(head(path, line))
        reply, count = asyncio.create_task(raw.reply()), 0
        while not reply.done():
            await raw.send(parts[count])
            count += 1
            await here.clock.settle()
        assert (reply.result(), count) == ((413, TOO_LONG), 2)
        await raw.send(*parts[count:])  # who goes on all the same is not cut off
        assert await raw.reader.read() == b""
        await nothing_happened(here)


@BIG
@in_loop
async def test_who_sends_all_10_mib_before_reading_still_finds_the_reply(sent, path: str):
    """The server reads on and throws away: a reset would have wiped the reply out."""
    line, parts = sent
    async with site(path) as here, connected(here) as raw:
        await raw.send(head(path, line), *parts)
        await here.clock.settle()
        assert await raw.reply() == (413, TOO_LONG)
        assert await raw.reader.read() == b""  # an end, no reset
        assert here.log == [f"POST {path} 413"]
        await nothing_happened(here)


@in_loop
async def test_10_mib_behind_10_kb_of_gzip_are_not_unpacked(path: str):
    bomb = gzip.compress(b"x" * 10 * MIB)
    async with site(path) as here, connected(here) as raw:
        await raw.send(head(path, f"Content-Length: {len(bomb)}", "Content-Encoding: gzip"), bomb)
        assert await raw.reply() == (413, TOO_LONG)
        assert await raw.reader.read() == b""
        await nothing_happened(here)


@in_loop
async def test_a_body_that_is_not_what_its_header_says_is_refused(path: str):
    async with site(path) as here, connected(here) as raw:
        await raw.send(head(path, "Content-Length: 5", "Content-Encoding: gzip"), b"hello")
        assert await raw.reply() == (400, "the body does not decode as its headers say")
        await nothing_happened(here)


@in_loop
async def test_a_body_that_ends_early_is_not_stored(path: str):
    post = body()
    async with site(path) as here:
        for size in (0, 1, len(post) - 1):
            async with connected(here) as raw:
                await raw.send(head(path, f"Content-Length: {len(post)}"), post[:size])
                await here.clock.settle()
            await here.clock.settle()
        assert here.log == [f"POST {path} 400"] * 3  # nobody is there to hear the reason
        await nothing_happened(here)


# ---- cursors ----

CURSORS = {
    "unknown": ("e1.99", 200, True),
    "too old": ("e1.9", 200, True),
    "the oldest that is kept": ("e1.10", 200, False),
    "of another epoch": ("e0.15", 200, True),
    "of another epoch, to come": ("e0.99", 200, True),
    "no cursor": ("15", 400, "'15' is not a cursor"),
    "nothing": ("", 400, "'' is not a cursor"),
    "a negative one": ("e1.-1", 400, "'e1.-1' is not a cursor"),
    "hostile": ("<script>", 400, "'<script>' is not a cursor"),
    "endless": ("e1." + "9" * 400, 400, "is not a cursor: take the one of the last reply"),
}


@pytest.mark.parametrize("case", CURSORS)
@in_loop
async def test_a_cursor_that_cannot_be_followed_is_answered_at_once(case: str, path: str):
    cursor, status, said = CURSORS[case]
    async with site(path, kept=10) as here:
        here.fill(20)
        got, reply, _ = await here.get(f"{path}?after={cursor}")
        assert got == status
        if status == 200:
            assert (reply["gap"], reply["cursor"]) == (said, "e1.20")
            assert [message["id"] for message in reply["messages"]] == list(range(11, 21))
        else:
            assert list(reply) == ["error"]
            assert said in reply["error"]
        assert (here.clock.sleepers, here.chat._listeners) == ([], [])


# ---- twice, and gone ----


@in_loop
async def test_the_same_post_twice_at_the_same_moment_is_stored_once(path: str):
    async with site(path) as here:
        replies = await asyncio.gather(*(here.post(body()) for _ in range(20)))
        assert sorted(status for status, _ in replies) == [200] * 19 + [201]
        assert {reply["id"] for _, reply in replies} == {1}
        assert await here.post(body(text="other")) == (
            409,
            {"error": "key k was used before, for another message"},
        )
        assert here.chat.cursor == "e1.1"


@in_loop
async def test_a_post_whose_client_vanished_before_the_reply_was_accepted_and_stays(path: str):
    """The reply is cut off on the wire. Whoever tries again under the same key learns that it was stored."""
    post = body()
    async with site(path) as here:
        wire = await tap("wire", here.server, hold=True)
        _, writer = await asyncio.open_connection(wire.host, wire.port)
        writer.write(head(path, f"Content-Length: {len(post)}") + post)
        await wire.step()
        await wire.step()
        assert (await wire.wait()).data.startswith(b"HTTP/1.1 201")
        writer.transport.abort()
        await here.clock.settle()
        assert here.chat.cursor == "e1.1"
        status, message = await here.post(post)
        assert (status, message["id"]) == (200, 1)
        assert here.chat.cursor == "e1.1"


@in_loop
async def test_a_client_that_vanishes_while_it_waits_takes_nobody_along(path: str):
    async with site(path) as here:
        async with connected(here) as raw:
            await raw.send(f"GET {path}?after=e1.0 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            other = asyncio.create_task(here.get(f"{path}?after=e1.0"))
            await here.clock.settle()
            assert len(here.chat._listeners) == (2 if path == "/long-poll" else 0)
        await here.clock.settle()
        assert (await here.post(body()))[0] == 201
        await here.clock.settle()
        assert [message["id"] for message in other.result()[1]["messages"]] == (
            [1] if path == "/long-poll" else []
        )
        assert (here.chat._listeners, here.clock.sleepers) == ([], [])
        assert (await here.get(f"{path}?after=e1.0"))[1]["cursor"] == "e1.1"


@in_loop
async def test_the_place_of_a_client_that_vanished_is_free_at_once(path: str):
    """Of a connection that is asked over twice, too."""
    async with site(path) as here:
        async with connected(here) as raw:
            await raw.send(f"GET {path}?after=e1.0&wait=0 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await here.clock.settle()
            await raw.send(f"GET {path}?after=e1.0 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await here.clock.settle()
            assert len(here.chat._listeners) == (path == "/long-poll")
        await here.clock.settle()
        assert (here.clock(), here.chat._listeners, here.clock.sleepers) == (0, [], [])
        assert (await here.get())[0] == 200


@in_loop
async def test_a_server_that_stops_between_two_polls_and_comes_back_has_lost_nothing(path: str):
    async with site(path) as here:
        _, first, _ = await here.get()
        assert (await here.post(body("k1")))[0] == 201
        port = here.server.port
        await here.server.aclose()
        with pytest.raises(OSError, match=r"[Cc]onnect"):
            await here.get(f"{path}?after={first['cursor']}")
        here.server = await serve("chat", app=here.app(here.chat), port=port)
        assert (await here.post(body("k1")))[0] == 200  # accepted before: not again
        assert (await here.post(body("k2")))[0] == 201
        _, page, _ = await here.get(f"{path}?after={first['cursor']}")
        assert ([message["key"] for message in page["messages"]], page["gap"]) == (["k1", "k2"], False)


@in_loop
async def test_a_server_that_stops_while_it_holds_lets_go_of_everybody(path: str):
    async with site(path) as here:
        held = asyncio.create_task(here.get(f"{path}?after=e1.0"))
        await here.clock.settle()
        await here.server.aclose()
        await asyncio.wait([held])
        assert (held.exception() is not None) is (path == "/long-poll")
        assert (here.chat._listeners, here.clock.sleepers) == ([], [])
