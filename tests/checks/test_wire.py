"""The wire of the checks: what is read from a connection, what comes back, and that nothing is left of it."""

import asyncio

import psutil
import pytest

from helpers.checks.judges.wire import (
    Wire,
    get,
    json_reply,
    post,
    read_line,
    read_request,
    replying,
    status_and_json,
)


def alone(play):
    """What it gives, when it is over and has left no task and no socket."""

    async def main():
        try:
            return await play()
        finally:
            assert asyncio.all_tasks() == {asyncio.current_task()}

    async def counted():
        before = psutil.Process().num_fds()
        try:
            return await main()
        finally:
            assert psutil.Process().num_fds() == before

    return asyncio.run(counted())


def ask(read, data):
    """What the client heard and the server read, when a client sends these bytes."""
    seen = []

    async def respond(asked):
        seen.append(asked)
        return b"heard"

    async def play():
        async with Wire(replying(respond, read=read)) as wire:
            return await wire.say(data)

    return alone(play), seen


def test_a_line_is_read_with_its_end_and_no_further():
    assert ask(read_line, b"one\r\ntwo\r\n") == (b"heard", [b"one\r\n"])


@pytest.mark.parametrize("more", [b"", b"more"])
def test_a_request_is_read_with_its_body(more):
    for request in (get("/poll"), post("/poll", b"abc")):
        assert ask(read_request, request + more) == (b"heard", [request])


def test_what_goes_wrong_is_raised_by_a_look():
    async def respond(asked):
        raise LookupError("no answer")

    async def play():
        async with Wire(replying(respond)) as wire:
            assert await wire.say(get("/")) == b""
            wire.look()

    with pytest.raises(LookupError, match="no answer"):
        alone(play)


async def never(*args):
    await asyncio.Event().wait()


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("turns", range(12))
def test_whoever_is_on_the_way_when_it_ends_is_cut_off(turns, ours):
    """A connection is elsewhere after each turn of the loop: at its client, in the system, accepted, served."""

    async def play():
        async with Wire(never) as wire:
            client = (wire.begin if ours else asyncio.create_task)(wire.say(get("/")))
            for _ in range(turns):
                await asyncio.sleep(0)
            assert ours <= (not wire.look())
        await asyncio.wait({client}, timeout=1)
        assert client.cancelled() if ours else client.exception() or not client.result()

    alone(play)


def test_clients_that_hang_up_are_no_error():
    async def play():
        accepted = asyncio.Event()

        async def handle(reader, writer):
            accepted.set()
            await replying(never)(reader, writer)

        async with Wire(handle) as wire:
            client = wire.begin(wire.say(b"GET / HT"))
            await accepted.wait()
            client.cancel()
            while not wire.look():  # noqa: ASYNC110 (sees the connection close)
                await asyncio.sleep(0)

    alone(play)


def test_a_reply_says_its_length():
    head, _, body = json_reply(201, {"ü": 1}).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 201 Created\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert status_and_json(json_reply(409, [2])) == (409, [2])
