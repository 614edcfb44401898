"""Replies that stay open, to the Python clients: nothing lost, nothing twice, over HTTP/1.1 and over HTTP/2."""

import asyncio
import json
from functools import partial

import pytest

from helpers.chat.clients.client import Client, Presence
from helpers.chat.clients.http2_stream import Lines
from helpers.chat.servers.http2_stream import http2_stream
from helpers.chat.servers.sse import sse
from helpers.loops.clock import StepClock
from helpers.loops.lane import Lane
from helpers.loops.quiet import quiet
from helpers.loops.retry import TryAgain
from helpers.net import tap
from helpers.net.http2 import Reply, connect_http2, serve_http2
from helpers.trace import Mark, Trace
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import (
    AUTHORITY,
    CLIENTS,
    PATHS,
    fresh,
    hear_all,
    join,
    outlive,
    say,
    serve_chat,
    texts,
)

EACH = pytest.mark.parametrize("way", CLIENTS)
BOTH = pytest.mark.parametrize("http2", [False, True], ids=["HTTP/1.1", "HTTP/2"])


@EACH
@BOTH
@in_loop
async def test_sees_the_history_its_own_and_the_others_messages(way: str, http2: bool):
    chat = fresh()
    say(chat)
    server = await serve_chat(chat, http2=http2)
    async with asyncio.timeout(20), join(server, way) as eve, join(server, way, "ada") as ada:
        await hear_all(eve, ada, chat=chat)
    await quiet()
    assert chat._listeners == []  # that they left was seen
    assert server.log == []


@EACH
@BOTH
@in_loop
async def test_waits_for_a_server_that_stops_and_loses_nothing(way: str, http2: bool):
    chat = fresh()
    server = await serve_chat(chat, http2=http2)
    async with asyncio.timeout(20), join(server, way) as eve:
        again = partial(serve_chat, chat, http2=http2, port=server.port)
        await outlive(server, eve, chat=chat, again=again, meanwhile=60)


@EACH
@in_loop
async def test_a_server_that_is_replaced_behind_its_tap_goes_on_with_the_same_chat(way: str):
    chat = fresh()
    wire = await tap("wire", await serve_chat(chat, http2=True))
    async with asyncio.timeout(30), join(wire, way) as eve, join(wire, way, "ada") as ada:

        async def talk(client: Client) -> None:
            for n in range(30):
                await client.post(f"{client.name} {n}")

        talking = asyncio.gather(talk(eve), talk(ada))
        for count in (10, 25, 40):
            await eve.seen(count)
            await serve_chat(chat, http2=True)
        await talking
        for client in (eve, ada):
            assert texts(client) == [message.text for message in chat._log] or await client.seen(60)
            assert texts(client) == [message.text for message in chat._log]
            assert [text for text in texts(client) if text.startswith("eve")] == [
                f"eve {n}" for n in range(30)
            ]
            assert client.gaps == 0
    assert len(wire.trace.records) > 0


@EACH
@BOTH
@in_loop
async def test_a_server_with_another_epoch_says_that_something_is_missing(way: str, http2: bool):
    chat = fresh()
    server = await serve_chat(chat, http2=http2)
    async with asyncio.timeout(20), join(server, way) as eve:
        say(chat, 3)
        await eve.seen(3)
        await server.aclose()
        young = fresh()
        young.epoch = "e2"
        say(young, 5)
        await serve_chat(young, http2=http2, port=server.port)
        await eve.seen(5)
        assert (eve.gaps, eve.cursor) == (1, "e2.5")
        assert texts(eve) == [
            f"message {n}" for n in range(1, 6)
        ]  # three of them came before, under the same keys


@EACH
@BOTH
@in_loop
async def test_who_was_away_for_longer_than_the_log_reaches_hears_of_a_gap(way: str, http2: bool):
    chat = fresh(kept=20, shown=5)
    server = await serve_chat(chat, http2=http2)
    async with asyncio.timeout(20), join(server, way) as eve:
        say(chat)
        await eve.seen(1)
        await server.aclose()
        say(chat, 50)
        await serve_chat(chat, http2=http2, port=server.port)
        await eve.seen(21)
        assert [message.id for message in eve.messages] == [1, *range(32, 52)]
        assert eve.gaps == 1


@EACH
@in_loop
async def test_a_quiet_line_is_kept_alive(way: str):
    chat, clock = fresh(), StepClock()
    server = await serve_chat(chat, http2=True, clock=clock)
    async with connect_http2(server.url(), authority=AUTHORITY) as client:
        pieces = aiter(await client.get(PATHS[way]))
        begin = await anext(pieces)
        heard = asyncio.ensure_future(anext(pieces))
        await clock.advance(14.9)
        assert not heard.done()
        await clock.advance(0.1)
        assert await heard == {"http2-stream": b"\n", "sse": b": still here\n"}[way]
        say(chat)
        news = await anext(pieces)
        page = {"messages": [chat._log[0].as_json()], "cursor": "e1.1", "gap": False, "more": False}
        empty = {"messages": [], "cursor": "e1.0", "gap": False, "more": False}
        if way == "sse":
            assert begin == f"retry: 20\n\nid: e1.0\ndata: {json.dumps(empty)}\n\n".encode()
            assert news == f"id: e1.1\ndata: {json.dumps(page)}\n\n".encode()
        else:
            assert (begin, news) == (json.dumps(empty).encode() + b"\n", json.dumps(page).encode() + b"\n")
    clock.close()


@EACH
@BOTH
@in_loop
async def test_the_reply_says_that_it_may_not_be_kept_nor_held_back(way: str, http2: bool):
    server = await serve_chat(fresh(), http2=http2)
    async with join(server, way) as eve, eve.transport.asking.stream(None, accepts="*/*") as pieces:
        assert await anext(aiter(pieces))
    kinds = {"http2-stream": "application/x-ndjson", "sse": "text/event-stream"}
    if http2:
        async with connect_http2(server.url(), authority=AUTHORITY) as client:
            reply = await client.get(PATHS[way])
            assert reply.headers == {
                "content-type": kinds[way],
                "cache-control": "no-store",
                "x-accel-buffering": "no",
            }


@EACH
@in_loop
async def test_the_last_event_id_counts_and_not_the_cursor_that_one_began_with(way: str):
    chat = fresh()
    say(chat, 5)
    server = await serve_chat(chat, http2=True)
    async with connect_http2(server.url(), authority=AUTHORITY) as client:
        reply = await client.get(f"{PATHS[way]}?after=e1.1", headers={"last-event-id": "e1.4"})
        first = (await anext(aiter(reply))).decode()
    assert [f'"message {n}"' in first for n in range(1, 6)] == [False, False, False, False, True]


JSON = {"content-type": "application/json"}
REFUSED = {
    "no JSON": ("POST", "", JSON, b"hello", 400, "the body is not JSON"),
    "no post": ("POST", "", JSON, b"{}", 400, "key is missing"),
    "another type": (
        "POST",
        "",
        {"content-type": "text/plain"},
        b"{}",
        415,
        "send application/json, not text/plain",
    ),
    "no type": ("POST", "", {}, b"{}", 415, "send application/json, not something without a type"),
    "too long": ("POST", "", JSON, bytes(2**17), 413, "the body is longer than 65536 bytes"),
    "no cursor": ("GET", "?after=15", {}, b"", 400, "'15' is not a cursor"),
    "another method": ("PUT", "", {}, b"", 405, "this address does not take that method"),
}


@EACH
@pytest.mark.parametrize("case", REFUSED)
@in_loop
async def test_a_bad_request_has_its_status_and_its_reason(way: str, case: str):
    method, query, headers, body, status, reason = REFUSED[case]
    chat, log = fresh(), []
    server = await serve_chat(chat, http2=True, log=log)
    async with connect_http2(server.url(), authority=AUTHORITY) as client:
        reply = await client.request(method, PATHS[way] + query, headers=headers, body=body)
        value = json.loads(await reply.read())
        assert (reply.status, list(value)) == (status, ["error"])
        assert reason in value["error"]
        assert reply.headers.get("allow") == ("GET, POST" if status == 405 else None)
        for path, found in (
            ("/", 200),
            ("/main.js", 200),
            ("/transports/sse.js", 200),
            ("/no", 404),
            ("/../domain.py", 404),
        ):
            reply = await client.get(path)
            assert reply.status == found
            assert bool(await reply.read())
        assert json.loads(await (await client.get("/settings.json")).read())["transports"] == [
            {"name": "http2-stream", "path": "msgs", "silence": 45.0},
            {"name": "sse", "path": "events"},
        ]
    assert chat.cursor == "e1.0"
    assert log[0] == f"{method} {PATHS[way]}{query} {status}"


@EACH
@in_loop
async def test_a_conflict_and_the_same_post_twice(way: str):
    chat = fresh()
    server = await serve_chat(chat, http2=True)
    post = {"key": "k", "name": "ada", "text": "hi"}
    async with connect_http2(server.url(), authority=AUTHORITY) as client:
        found = []
        for one in (post, post, post | {"text": "other"}):
            reply = await client.request("POST", PATHS[way], headers=JSON, body=json.dumps(one).encode())
            await reply.read()
            found.append(reply.status)
    assert found == [201, 200, 409]
    assert chat.cursor == "e1.1"


STRANGE = {
    "not JSON": b"hello\n",
    "half of a page": b'{"messages": []}\n',
    "no messages": b'{"messages": [{}], "cursor": "", "gap": 0, "more": 0}\n',
    "nested deep": b"[" * 60_000 + b"\n",
}


@EACH
@BOTH
@pytest.mark.parametrize("case", STRANGE)
@in_loop
async def test_a_reply_that_is_not_ours_is_a_failure_that_may_pass(way: str, http2: bool, case: str):
    async def strange(request):
        return Reply.text(("data: " if way == "sse" else "") + STRANGE[case].decode() + "\n")

    server = await serve_http2("strange", strange, tls=AUTHORITY if http2 else None, http1=True)
    async with join(server, way) as eve:
        while eve.presence is not Presence.RETRYING:
            eve._changed.clear()
            await eve._changed.wait()
        assert eve.errors == []


@EACH
@BOTH
@in_loop
async def test_an_address_that_is_not_the_chat_ends_the_client_with_a_reason(way: str, http2: bool):
    async def nothing(request):
        return Reply.json({"error": "no chat here"}, status=404)

    server = await serve_http2("nothing", nothing, tls=AUTHORITY if http2 else None, http1=True)
    async with asyncio.timeout(20), join(server, way) as eve:
        await eve.seen(1)
        assert (eve.presence, eve.errors) == (Presence.CLOSED, ["Refused: 404: no chat here"])


@EACH
@BOTH
@in_loop
async def test_a_server_that_is_busy_is_asked_again_when_it_said(way: str, http2: bool):
    clock, trace, asked = StepClock(), Trace(clock=lambda: 0.0), []

    async def busy(request):
        asked.append(clock())
        return Reply(503, {"retry-after": "7"}, b"")

    server = await serve_http2("busy", busy, tls=AUTHORITY if http2 else None, http1=True)
    eve = join(server, way, clock=clock, lane=Lane("eve", trace), base=0.5, cap=0.5).start()
    await clock.advance(6.9)
    assert asked == [0]
    await clock.advance(0.7)
    assert len(asked) == 2
    await eve.aclose()
    clock.close()
    labels = [mark.label for mark in trace.records if isinstance(mark, Mark)]
    assert labels[0].startswith("listen")
    assert labels[1].startswith("retry 1 in 7.")


@EACH
@in_loop
async def test_a_line_that_says_nothing_for_too_long_is_given_up(way: str):
    asked = []

    async def mute(request):
        asked.append(request.path)
        if len(asked) >= 3:
            thrice.set()

        async def nothing():
            await asyncio.Event().wait()
            yield b""

        return Reply(200, {}, nothing())

    for tls in (None, AUTHORITY):
        asked.clear()
        thrice = asyncio.Event()
        server = await serve_http2("mute", mute, tls=tls, http1=True)
        async with asyncio.timeout(20), join(server, way, patience=0.02) as eve:
            await thrice.wait()
            assert eve.presence is Presence.RETRYING


@in_loop
async def test_who_reads_slowly_gets_bigger_pages_and_costs_no_memory():
    chat = fresh()
    server = await serve_chat(chat, http2=True)
    async with (
        asyncio.timeout(20),
        connect_http2(server.url(), authority=AUTHORITY) as slow,
        join(server, "sse") as quick,
    ):
        reply = await slow.get("/msgs")
        pieces, lines = aiter(reply), Lines()
        found = [json.loads(line) for line in lines.receive_data(await anext(pieces))]
        say(chat)
        await quick.seen(1)
        say(chat, 2999)
        await quick.seen(3000)
        while not found or found[-1]["cursor"] != "e1.3000":
            found += [json.loads(line) for line in lines.receive_data(await anext(pieces))]
    assert [message["id"] for page in found for message in page["messages"]] == list(range(1, 3001))
    assert max(len(page["messages"]) for page in found) == 500


def test_lines_whatever_the_pieces():
    text = '{"a": "é\u2028 \\n"}\n\n{"b": 1}\n'.encode()
    for at in range(len(text) + 1):
        lines = Lines()
        assert lines.receive_data(text[:at]) + lines.receive_data(text[at:]) == text.split(b"\n")[:-1]
    lines = Lines()
    assert [line for byte in text for line in lines.receive_data(bytes([byte]))] == text.split(b"\n")[:-1]
    with pytest.raises(TryAgain, match="a line of more than 10 bytes"):
        Lines(longest=10).receive_data(b"x" * 11)


def test_what_the_ways_are_called():
    assert [http2_stream().name, sse().name] == ["http2-stream", "sse"]
    assert all(way.page.is_file() for way in (http2_stream(), sse()))
