"""The gate's table is complete where it can be, and nothing else moves it."""

import asyncio

import pytest

from helpers.loops.gate import TRANSITIONS, Gate, Signal, Watching


def test_every_state_knows_every_signal_but_one():
    missing = {(state, signal) for state in Watching for signal in Signal} - set(TRANSITIONS)
    assert missing == {(Watching.PAUSED, Signal.ASKED)}


@pytest.mark.parametrize("entry", TRANSITIONS.items(), ids=str)
def test_follows_the_table(entry):
    (before, signal), after = entry

    async def main() -> None:
        gate = Gate()
        for name in {Watching.POLLING: [], Watching.PAUSED: ["hide"], Watching.CATCHING_UP: ["hide", "show"]}[
            before
        ]:
            getattr(gate, name)()
        assert gate.state is before
        {Signal.HIDDEN: gate.hide, Signal.SHOWN: gate.show, Signal.ASKED: gate.asked}[signal]()
        assert gate.state is after
        assert repr(gate) == f"<gate: {after.value}>"
        assert gate.changed.is_set() is (after is not Watching.POLLING)

    asyncio.run(main())


def test_asking_while_paused_is_an_error_of_ours():
    async def main() -> None:
        gate = Gate()
        gate.hide()
        with pytest.raises(ValueError, match="a loop that is paused cannot have asked"):
            gate.asked()

    asyncio.run(main())
