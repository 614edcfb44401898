import asyncio

import pytest

from helpers.net import Party, Unfinished, finish, spawn, tap
from helpers.net.registry import registry, situation
from tests.net.net_samples import Far, connect, failure, in_loop, stubborn, tapped, turns, until


async def answer() -> int:
    return 42


async def fail() -> None:
    raise ValueError("oh")


@in_loop
async def test_a_party_runs_while_others_do() -> None:
    ada = spawn("ada", answer())
    assert repr(ada) == "<ada is still running>"
    assert await finish(ada) == 42
    assert repr(ada) == "<ada has ended>"
    assert await finish(ada) == 42
    assert await ada == 42


@in_loop
async def test_its_task_has_its_name_so_that_a_clock_can_say_who_sleeps() -> None:
    other = asyncio.create_task(answer(), name="other")
    assert spawn("ada", answer()).task.get_name() == "ada"  # type: ignore[attr-defined]
    assert spawn("bob", other).task.get_name() == "other"  # type: ignore[attr-defined]


@in_loop
async def test_its_error_is_kept_for_finish() -> None:
    ada = spawn("ada", fail())
    await turns()
    assert ada.state == "ended with ValueError: oh"
    for _ in range(2):
        assert str(await failure(finish(ada))) == "oh"


@in_loop
async def test_an_error_nobody_asks_for_is_not_lost_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    spawn("ada", fail())
    await turns()
    assert not [one for one in caplog.records if "never retrieved" in one.getMessage()]


@in_loop
async def test_the_same_name_cancels_the_old_one() -> None:
    old = spawn("ada", asyncio.Event().wait())
    new = spawn("ada", answer())
    assert await finish(new) == 42
    assert old.state == "was cancelled"
    assert list(registry().all(Party)) == [new]


@in_loop
async def test_closing_waits_for_those_replaced_too() -> None:
    last_words: list[str] = []

    async def talkative(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await turns()
            last_words.append(name)

    for name in ("first", "second", "third"):
        newest = spawn("ada", talkative(name))
        await asyncio.sleep(0)
    await newest.aclose()
    assert sorted(last_words) == ["first", "second", "third"]


@in_loop
async def test_who_does_not_end_when_cancelled_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.net.cancel.cancel.__kwdefaults__", {"limit": 0.01})
    release = asyncio.Event()
    ada = spawn("ada", stubborn(release))
    await turns()
    with pytest.raises(Unfinished, match=r"ada goes on though .* does it catch CancelledError\?"):
        await ada.aclose()
    release.set()
    await ada.task


@in_loop
async def test_interrupting_who_waits_does_not_end_the_party() -> None:
    go = asyncio.Event()
    ada = spawn("ada", go.wait())
    for wait in (finish(ada), _await(ada)):
        waiting = asyncio.ensure_future(wait)
        await turns()
        waiting.cancel()
        await asyncio.wait([waiting])
    assert ada.state == "is still running"
    go.set()
    assert await finish(ada) is True


async def _await(party: Party[bool]) -> bool:
    return await party


@in_loop
async def test_unfinished_says_what_the_tap_holds() -> None:
    wire, client, server = await tapped(hold=True)
    await client.send_alone(b"GET / HTTP/1.1\r\n\r\n", wire)
    ada = spawn("ada", server.read(1))
    with pytest.raises(Unfinished) as unfinished:
        await finish(ada, limit=0)
    assert str(unfinished.value) == (
        "ada did not finish within 0 s. The tap 'wire' holds "
        "client → server · HTTP head · 18 bytes · GET / HTTP/1.1: step() releases it."
    )
    assert ada.state == "is still running"
    await wire.step()
    assert await finish(ada) == b"G"
    client.close()


@in_loop
async def test_unfinished_counts_what_waits_behind_and_names_halves() -> None:
    wire, client, _server = await tapped(hold=True)
    await client.send_alone(b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", wire)
    assert "holds client → server · HTTP head" in situation()
    assert "and 1 more: step() releases it." in situation()
    await wire.step()
    await wire.step()
    await client.send_alone(b"GET / ", wire)
    assert situation() == (
        "The tap 'wire' has 1 open connection, holds 6 bytes of an unfinished unit of the client's."
    )
    wire.run()
    assert "lets everything pass (pause() stops it) and holds nothing." in situation()
    client.close()


@in_loop
async def test_unfinished_without_a_tap() -> None:
    failed = await failure(finish(asyncio.Event().wait(), limit=0))
    assert str(failed) == "it did not finish within 0 s. No tap is open."


@in_loop
async def test_unfinished_names_parties_that_failed() -> None:
    spawn("bob", fail())
    await turns()
    ada = spawn("ada", asyncio.Event().wait())
    failed = await failure(finish(ada, limit=0))
    assert str(failed) == "ada did not finish within 0 s. bob ended with ValueError: oh."


@in_loop
async def test_a_bare_coroutine_that_does_not_finish_is_cancelled() -> None:
    """Nobody else has it: it would wait for ever, and the same cell run again would wait beside it."""
    cancelled = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    await failure(finish(wait(), limit=0.001))
    assert cancelled.is_set()


@in_loop
async def test_a_task_that_does_not_finish_runs_on() -> None:
    go = asyncio.Event()
    task = asyncio.ensure_future(go.wait())
    await failure(finish(task, limit=0))
    go.set()
    assert await finish(task) is True


@in_loop
async def test_a_wire_with_no_one_on_it() -> None:
    far = await Far().start()
    wire = await tap("wire", far.server, hold=True)
    assert situation() == "The tap 'wire' has 0 open connections, holds nothing."
    client = await connect(wire)
    await until(wire.trace, lambda: True)
    client.close()
