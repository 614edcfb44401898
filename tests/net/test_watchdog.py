"""The watchdog in processes of its own: it speaks through signals, which would reach the tests themselves."""

import asyncio
import selectors
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from helpers.net import watchdog
from helpers.net.watchdog import Watchdog
from tests.net.net_samples import Far, in_loop, turns

PRELUDE = """
import asyncio, threading, time, urllib.request
from helpers.net import LoopBlocked, serve, stop_all, watchdog

async def silent(reader, writer):
    await reader.read()

def watchers():
    return [one for one in threading.enumerate() if one.name == "event loop watchdog"]
"""


def run(body: str, **constants: float) -> subprocess.CompletedProcess[str]:
    """Run ``body`` as the inside of an async function, with the watchdog's times as given."""
    lines = [PRELUDE, *(f"watchdog.{name} = {value}" for name, value in constants.items())]
    lines += ["async def main():", textwrap.indent(textwrap.dedent(body), "    "), "asyncio.run(main())"]
    command = [sys.executable, "-W", "error", "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_it_warns_after_one_second_and_cuts_a_deadlock_after_five() -> None:
    done = run("""
        server = await serve("silent", handler=silent)
        began = time.monotonic()
        try:
            urllib.request.urlopen(server.url())
        except LoopBlocked as error:
            print(f"{time.monotonic() - began:.1f}", error)
        await stop_all()
    """)
    seconds, _, message = done.stdout.partition(" ")
    assert 5 <= float(seconds) < 8
    assert "no server in this kernel can answer. Use await" in message
    assert "What blocked it was stopped here." in message
    assert done.stderr.startswith("The event loop has been blocked for 1 s")
    assert done.stderr.count("The event loop") == 1
    assert done.returncode == 0


QUICK = {"BEAT": 0.02, "WARN_AFTER": 0.1, "CUT_AFTER": 0.5}


def test_it_warns_but_never_cuts_what_computes() -> None:
    done = run(
        """
        await serve("silent", handler=silent)
        until = time.thread_time() + 1.5
        while time.thread_time() < until:
            pass
        await asyncio.sleep(0)
        await stop_all()
        print("computed")
        """,
        **QUICK,
    )
    assert done.stdout == "computed\n"
    assert done.stderr.count("The event loop has been blocked") == 1


def test_it_leaves_a_loop_that_answers_alone() -> None:
    done = run(
        """
        await serve("silent", handler=silent)
        await asyncio.sleep(1.5)
        await stop_all()
        """,
        **QUICK,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_it_leaves_a_loop_that_does_not_run_alone() -> None:
    code = f"""{PRELUDE}
watchdog.BEAT, watchdog.WARN_AFTER, watchdog.CUT_AFTER = 0.02, 0.1, 0.5
loop = asyncio.new_event_loop()
loop.run_until_complete(serve("silent", handler=silent))
time.sleep(1)
loop.run_until_complete(stop_all())
loop.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_it_cuts_again_where_the_exception_is_swallowed() -> None:
    done = run(
        """
        await serve("silent", handler=silent)
        cuts = 0
        while cuts < 2:
            try:
                time.sleep(30)
            except LoopBlocked:
                cuts += 1
        await stop_all()
        print("cut twice")
        """,
        **QUICK,
    )
    assert done.stdout == "cut twice\n"


def test_its_thread_ends_with_the_last_server_and_comes_back_with_the_next() -> None:
    done = run(
        """
        one, two = await serve("one", handler=silent), await serve("two", handler=silent)
        (thread,) = watchers()
        await one.aclose()
        assert not thread.stopped
        await two.aclose()
        thread.join(10)
        assert not watchers()
        for _ in range(5):
            await serve("same", handler=silent)  # the old thread may not be gone yet
        assert [one for one in watchers() if not one.stopped]
        try:
            time.sleep(30)
        except LoopBlocked:
            print("watched")
        await stop_all()
        """,
        **QUICK,
    )
    assert (done.stdout, done.returncode) == ("watched\n", 0), done.stderr


def test_outside_the_main_thread_nobody_watches() -> None:
    seen: list[str] = []

    async def main() -> None:
        far = await Far().start()
        seen.extend(one.name for one in threading.enumerate() if isinstance(one, Watchdog))
        await far.server.aclose()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
    assert not seen


@in_loop
async def test_it_moves_to_the_loop_that_serves() -> None:
    await Far().start()
    first = watchdog._watchdog
    assert first is not None
    assert first.loop is asyncio.get_running_loop()
    await Far().start("another")
    assert watchdog._watchdog is first


@in_loop
async def test_where_the_system_counts_no_threads_it_takes_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dog = Watchdog(asyncio.get_running_loop())
    assert dog._cpu() <= time.process_time()
    monkeypatch.delattr(time, "pthread_getcpuclockid")
    before = time.process_time()
    assert dog._cpu() >= before


class Rounds:
    """A watchdog whose rounds a test goes, in a time of its own, with a main thread that computes as it is told."""

    def __init__(self) -> None:
        self.now = self.computed = 0.0
        self.dog = Watchdog(asyncio.get_running_loop(), clock=lambda: self.now)
        self.dog._cpu = lambda: self.computed  # type: ignore[method-assign]
        self.dog._computed = 0.0

    def go(self, *seconds: float, computed: float = 0.0) -> list[bool]:
        """Look after each of these times; whether it was time to say something."""
        said = []
        for passed in seconds:
            self.now += passed
            self.computed += computed
            said.append(self.dog.look())
        return said


@in_loop
async def test_time_in_which_nobody_had_a_processor_does_not_count() -> None:
    rounds = Rounds()
    assert rounds.go(0.2, 3600) == [False, False]
    assert rounds.go(0.2, 0.2, 0.2, 0.2, 0.2) == [False, False, False, True, False]


@in_loop
async def test_who_answered_is_not_accused_by_a_watchdog_that_comes_late() -> None:
    rounds = Rounds()
    rounds.go(0.2)
    for _ in range(9):
        await turns(1)
        assert rounds.go(3600) == [False]


@in_loop
async def test_who_computes_and_lets_no_thread_run_is_warned_and_never_cut() -> None:
    rounds = Rounds()
    rounds.go(0.2)
    assert rounds.go(30, computed=20) == [True]
    assert rounds.go(*[0.2] * 9, computed=0.2) == [False] * 9


def test_a_loop_that_waits_for_events_is_not_blocked() -> None:
    seen = {"waits": True, "runs": False}

    class Looking(selectors.DefaultSelector):
        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            seen["waits"] = watchdog._in_callback(sys._getframe())
            return super().select(timeout)

    async def main() -> None:
        seen["runs"] = watchdog._in_callback(sys._getframe())

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Looking())) as runner:
        runner.run(main())
    assert seen == {"waits": False, "runs": True}


@in_loop
async def test_a_late_signal_for_a_loop_that_is_back_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds()
    rounds.go(0.2, 3600, *[0.2] * 9)
    await turns(1)
    rounds.dog._signalled(0, sys._getframe())
    assert capsys.readouterr().err == ""
