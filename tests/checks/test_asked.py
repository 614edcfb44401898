"""The servers of the polling checks: what they read from a connection, and what they send back."""

import asyncio

import pytest

from helpers.checks.judges.asked import AskedServer, json_reply, read_line, read_request


def ask(read, data):
    """What the server read, when a client sends these bytes."""
    seen = []

    async def respond(asked):
        seen.append(asked)
        return b"heard"

    async def main():
        async with AskedServer(respond, read=read) as server:
            return await server.say(data)

    return asyncio.run(main()), seen


def test_a_line_is_read_with_its_end_and_no_further():
    assert ask(read_line, b"one\r\ntwo\r\n") == (b"heard", [b"one\r\n"])


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        (
            b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcdef",
            b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc",
        ),
    ],
)
def test_a_request_is_read_with_its_body(data, asked):
    assert ask(read_request, data) == (b"heard", [asked])


def test_what_goes_wrong_is_raised_where_the_client_waits():
    async def respond(asked):
        raise LookupError("no answer")

    async def main():
        async with AskedServer(respond, read=read_line) as server:
            await server.say(b"line\n")

    with pytest.raises(LookupError, match="no answer"):
        asyncio.run(main())


def test_a_reply_says_its_length():
    head, _, body = json_reply(201, {"ü": 1}).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 201 Created\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
