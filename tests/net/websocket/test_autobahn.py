"""Our server and our client as Autobahn's suite sees them: strict in both columns, but for what has no verdict.

The short form is all of 1 to 7 and 10, most of 9, and of 12 and 13 each kind with its shortest thousand messages.
"""

import asyncio
from collections import Counter
from contextlib import suppress

import pytest

from helpers.net.autobahn import NoSuite, Verdicts, find_suite, fuzz_client, fuzz_server
from helpers.net.websocket import Ended, Limits, WebSocket, connect_websocket, serve_websocket
from tests.net.net_samples import run_async
from tests.net.websocket.websocket_samples import echo

LIMITS = Limits(message=2**25, outbox=2**25)
# each list is a process of its own, beside the others
SHORT = [
    [*(f"{group}.*" for group in (1, 2, 3, 4, 5, 7, 10))],
    ["6.*"],
    ["9.1.*", "9.2.*", "9.3.*", "9.4.*", "9.7.1", "9.8.1"],
    [f"{group}.1" for group in (*(f"12.{n}" for n in range(1, 6)), *(f"13.{n}" for n in range(1, 8)))],
]
LONG = [[f"{group}.*" for group in (1, 2, 3, 4, 5, 6, 7, 9, 10)], ["12.*"], ["13.*"]]
TOO_LONG = ["9.1.5", "9.1.6", "9.2.5", "9.2.6", "9.3.1", "9.3.2", "9.4.1", "9.4.2"]
NO_VERDICT = {"7.1.6", "7.13.1", "7.13.2"}  # the suite looks at these, and calls no answer right or wrong


pytestmark = pytest.mark.autobahn


@pytest.fixture(autouse=True)
def suite():
    try:
        return find_suite()
    except NoSuite as error:
        pytest.skip(str(error))


async def server(cases: list[list[str]], without: list[str]) -> list[Verdicts]:
    place = await serve_websocket("echo", echo, deflate=True, limits=LIMITS)
    return await asyncio.gather(*(fuzz_server(place.port, some, without=without) for some in cases))


async def client(cases: list[list[str]], without: list[str]) -> list[Verdicts]:
    async def play(url: str) -> None:
        async with connect_websocket(url, deflate=True, limits=LIMITS) as socket:
            await until_closed(socket)

    return await asyncio.gather(*(fuzz_client(play, some, without=without) for some in cases))


async def until_closed(socket: WebSocket) -> None:
    with suppress(Ended):  # it may close while we say something
        await echo(socket)


def judged(verdicts: list[Verdicts]) -> Counter:
    rows = [row for one in verdicts for row in one.rows]
    assert [row for row in rows if not row.strict] == []
    assert {row.case for row in rows if row.behaviour != "OK"} == NO_VERDICT
    counted = Counter(row.behaviour for row in rows)
    print(dict(counted))
    return counted


@pytest.mark.parametrize("who", [server, client])
def test_strict_in_the_short_form(who):
    verdicts = run_async(who(SHORT, TOO_LONG), debug=False, patience=120)
    assert judged(verdicts)["OK"] >= 280


@pytest.mark.slow
@pytest.mark.parametrize(("who", "count"), [(server, 517), (client, 517)])
def test_strict_in_every_case(who, count):
    counted = judged(run_async(who(LONG, []), debug=False, patience=3000))
    assert counted == {"OK": count - len(NO_VERDICT), "INFORMATIONAL": len(NO_VERDICT)}
