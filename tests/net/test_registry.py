import asyncio

import pytest

from helpers.net.registry import Registry, registry
from tests.net.net_samples import in_loop


class Thing:
    def __init__(self, name: str, log: list[str]) -> None:
        self.name, self.log = name, log

    async def aclose(self) -> None:
        self.log.append(f"closed {self.name}")
        registry().forget(self)

    def situation(self) -> str:
        return f"{self.name} is a thing."


class Clinging(Thing):
    async def aclose(self) -> None:
        raise RuntimeError("not yet")


@in_loop
async def test_a_name_is_found_by_kind() -> None:
    things = Registry()
    thing = things.put(Thing("a", []))
    assert things.find(Thing, "a") is thing
    assert list(things.all(Thing)) == [thing]
    with pytest.raises(LookupError, match=r"no clinging named 'a' is running \(running: none\)"):
        things.find(Clinging, "a")


@in_loop
async def test_a_missing_name_lists_those_there_are() -> None:
    things = Registry()
    things.put(Thing("a", []))
    things.put(Thing("b", []))
    with pytest.raises(
        LookupError, match=r"no thing named 'c' is running \(running: 'a', 'b'\): start it first"
    ):
        things.find(Thing, "c")


@in_loop
async def test_the_same_name_closes_the_old_one_first() -> None:
    log: list[str] = []
    things = Registry()
    await things.replace(Thing("a", log))
    new = await things.replace(Thing("a", log))
    assert log == ["closed a"]
    assert things.find(Thing, "a") is new


@in_loop
async def test_an_interrupted_replacement_keeps_the_old_one_known() -> None:
    class Slow(Thing):
        async def aclose(self) -> None:
            await asyncio.Event().wait()

    things = Registry()
    old = things.put(Slow("a", []))
    task = asyncio.ensure_future(things.replace(Slow("a", [])))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert things.find(Slow, "a") is old


@in_loop
async def test_two_replacements_at_once_leave_one() -> None:
    log: list[str] = []

    class Slow(Thing):
        async def aclose(self) -> None:
            await asyncio.sleep(0)
            self.log.append(self.name)

    things = Registry()
    things.put(Slow("a", log))
    await asyncio.gather(things.replace(Slow("a", log)), things.replace(Slow("a", log)))
    assert len(list(things.all(Slow))) == 1
    assert len(log) >= 2  # the first, and one of the two: whoever has no name any more was closed


@in_loop
async def test_close_all_closes_the_newest_first() -> None:
    log: list[str] = []
    things = Registry()
    for name in "abc":
        things.put(Thing(name, log))
    assert await things.close_all() == 3
    assert log == ["closed c", "closed b", "closed a"]
    assert await things.close_all() == 0


@in_loop
async def test_one_that_fails_to_close_stops_no_other() -> None:
    log: list[str] = []
    things = Registry()
    things.put(Thing("a", log))
    things.put(Clinging("b", log))
    with pytest.raises(RuntimeError, match="not yet"):
        await things.close_all()
    assert log == ["closed a"]
    assert await things.close_all() == 0


@in_loop
async def test_only_the_one_that_has_the_name_is_forgotten() -> None:
    things = Registry()
    old = things.put(Thing("a", []))
    new = things.put(Thing("a", []))
    things.forget(old)
    assert things.find(Thing, "a") is new


def test_each_loop_has_its_own() -> None:
    async def get() -> Registry:
        assert registry() is registry()
        return registry()

    assert asyncio.run(get()) is not asyncio.run(get())
