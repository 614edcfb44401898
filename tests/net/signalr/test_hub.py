"""The hub with a client of which nothing goes by itself: every message type, and each rule that can be broken."""

from contextlib import asynccontextmanager

import pytest

from helpers.loops.clock import StepClock
from helpers.loops.quiet import quiet
from helpers.net import tap
from helpers.net.patient import patient_session
from helpers.net.registry import registry
from helpers.net.signalr.client import calling, negotiate
from helpers.net.signalr.limits import Limits
from helpers.net.signalr.server import serve_signalr
from helpers.net.websocket.ended import Ended
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest
from helpers.protocols.signalr.messages import (
    PING,
    Message,
    MessageType,
    cancel,
    close,
    completion,
    invocation,
    item,
)
from tests.net.net_samples import in_loop
from tests.net.signalr.hubs import hub_of, serve_hub


@asynccontextmanager
async def connected(place):
    url = place.url("/hub")
    async with calling(url, await negotiate(url)) as client:
        await client.handshake()
        yield client


@in_loop
async def test_invocations_are_completed():
    async with connected(await serve_hub()) as client:
        await client.say(invocation("Add", 40, 2, id="42"))
        assert await client.hear() == completion("42", 42)
        await client.say(invocation("Fail", id="a"), invocation("Say", "hi", id="b"), invocation("Fail"))
        heard = [await client.hear() for _ in range(3)]
        assert sorted(heard, key=str) == sorted(
            [completion("a", error="It didn't work!"), invocation("said", "hi"), completion("b")], key=str
        )
        await client.say(
            invocation("Say", "nobody answers"), PING, Message(MessageType.ACK, {"sequenceId": 1})
        )
        assert await client.hear() == invocation("said", "nobody answers")
        await client.write(
            '{"type":10}\x1e{"type":1,"target":"Add","arguments":[1,1],"invocationId":"c"}\x1e'
        )
        assert await client.hear() == completion("c", 2)


@in_loop
async def test_what_cannot_be_called_is_an_error_of_that_invocation_alone():
    server = await serve_hub()
    wrong = {
        "Unknown hub method 'Nothing'": invocation("Nothing", id="1"),
        "Failed to invoke 'Add': missing a required argument: 'other'": invocation("Add", 1, id="1"),
        "The streaming method 'Count' was called by a non-streaming invocation.": invocation(
            "Count", 1, id="1"
        ),
        "The non-streaming method 'Add' was called by a streaming invocation.": invocation(
            "Add", 1, 2, id="1", stream=True
        ),
        "An unexpected error occurred invoking 'Break'.": invocation("Break", id="1"),
        "What 'Odd' returned cannot be sent.": invocation("Odd", id="1"),
        "Streams from a client are not built here.": Message(
            MessageType.INVOCATION,
            {"invocationId": "1", "target": "Add", "arguments": [], "streamIds": ["2"]},
        ),
    }
    async with connected(server) as client:
        for why, message in wrong.items():
            await client.say(message)
            assert await client.hear() == completion("1", error=why)
    assert [line.split(":")[0] for line in server.log] == [
        "connection goes on; a method ended with KeyError",
        "connection goes on; a method ended with LocalProtocolError",
    ]
    registry().crashes.seen(*registry().crashes.of("hub"))


@in_loop
async def test_streams_end_with_a_completion_whoever_ends_them():
    async with connected(await serve_hub()) as client:
        await client.say(invocation("Count", 2, id="s", stream=True))
        assert [await client.hear() for _ in range(3)] == [item("s", 0), item("s", 1), completion("s")]
        await client.say(invocation("Count", 3, id="s", stream=True))
        assert [await client.hear() for _ in range(4)][3] == completion("s", error="Ran out of data!")
        await client.say(invocation("Endless", id="s", stream=True))
        assert await client.hear() == item("s", "first")
        await client.say(cancel("s"), cancel("nothing"))
        assert await client.hear() == completion("s")
        await client.say(invocation("Endless", id="s", stream=True), cancel("s"))  # before it has begun
        assert await client.hear() == completion("s")
        await client.say(invocation("Wait", id="w"), cancel("w"))
        assert await client.hear() == completion("w", error="The invocation was cancelled.")


@in_loop
async def test_the_hub_asks_its_client():
    hub = hub_of()
    async with connected(await serve_hub(hub)) as client:
        await client.say(invocation("Ask", "why", id="1"))
        asked = await client.hear()
        assert asked == invocation("answer", "why", id="1")
        await client.say(completion("9", "nobody asked"), completion("1", "because"))
        assert await client.hear() == completion("1", "you said because")
        await client.say(invocation("Ask", "why", id="2"))
        await client.say(completion((await client.hear()).id, error="no"))
        assert await client.hear() == completion("2", error="no")
        await client.say(invocation("Ask", "why", id="3"))
        await client.hear()
        assert len(hub.connections) == 1
    await quiet()
    assert hub.connections == {}


BROKEN = {
    "no JSON": "hello\x1e",
    "a JSON list": "[]\x1e",
    "without a type": "{}\x1e",
    "INVOCATION without target": '{"type":1,"arguments":[]}\x1e',
    "more than 100 bytes": "x" * 101,
    "is in use": '{"type":1,"target":"Wait","arguments":[],"invocationId":"1"}\x1e' * 2,
    "more than 2 invocations": '{"type":1,"target":"Wait","arguments":[]}\x1e' * 3,
}


@pytest.mark.parametrize("words", BROKEN)
@in_loop
async def test_a_broken_rule_is_said_in_a_close_message(words):
    async with connected(await serve_hub(record=100, running=2)) as client:
        await client.write(BROKEN[words])
        said = await client.hear()
        assert said.type is MessageType.CLOSE
        assert words in said.said["error"]
        with pytest.raises(Ended) as ended:
            await client.hear()
        assert ended.value.code == 1000


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (HandshakeRequest("messagepack"), "Requested protocol 'messagepack' is not available."),
        (HandshakeRequest("json", 2), "Version 2 is not spoken here"),
    ],
)
@in_loop
async def test_a_handshake_that_is_refused(first, words):
    server = await serve_hub()
    async with calling(server.url("/hub")) as client:  # nobody has to negotiate for a WebSocket
        with pytest.raises(RemoteProtocolError, match=words):
            await client.handshake(first)
    async with calling(server.url("/hub")) as client:
        await client.say(PING)
        with pytest.raises(RemoteProtocolError, match="the first record is a handshake"):
            await client.handshake()


@in_loop
async def test_who_says_bytes_or_goodbye():
    server = await serve_hub()
    async with connected(server) as client:
        await client.write(b"\x91\x06")
        assert "bytes" in (await client.hear()).said["error"]
    async with connected(server) as client:
        await client.say(close())
        assert await client.hear() == close()
    async with connected(server) as client:
        await client.say(invocation("Leave", id="1"))
        assert await client.hear() == close("closed for today", reconnect=True)


@in_loop
async def test_negotiations():
    server = await serve_hub(waiting=2)
    url = server.url("/hub")
    first, *_ = [await negotiate(url) for _ in range(3)]
    with pytest.raises(RemoteProtocolError) as refused:  # it came too late: two others wait
        async with calling(url, first):
            pass
    assert refused.value.status == 404
    async with patient_session() as http:
        async with http.post(f"{url}/negotiate") as reply:
            said = await reply.json()
        assert (said["negotiateVersion"], "connectionToken" in said) == (0, False)
        async with http.get(f"{url}?id={said['connectionId']}") as reply:
            assert (reply.status, await reply.text()) == (400, "only WebSockets are offered here")
    with pytest.raises(RemoteProtocolError):
        await negotiate(server.url("/nothing"))


@in_loop
async def test_pings_and_patience_are_on_the_clock():
    clock = StepClock()
    server = await serve_signalr("hub", hub_of(), limits=Limits(), clock=clock)
    wire = await tap("wire", server)
    async with calling(wire.url("/hub")) as mute, connected(wire) as client:
        await clock.advance(15)
        assert await client.hear() == PING
        with pytest.raises(RemoteProtocolError, match="nothing was heard for 15 s"):
            await mute.handshake()
        await client.say(PING)
        await clock.advance(29)
        assert [await client.hear()] == [PING]
        learner = await tap("learner", server, hold=True)  # who reads: nobody is given up
        await clock.advance(400)
        learner.run()
        await clock.advance(31)
        while (said := await client.hear()) == PING:
            pass
        assert said == close("nothing was heard for 30 s")
    clock.close()
