"""What a tab does otherwise than a kernel: its bell for answers, and what it refuses."""

from pathlib import Path
from textwrap import dedent

from tests.live.tabs import NOTEBOOKS, Cell, run

LESSON = next(path for path in NOTEBOOKS if path.name.startswith("4a-"))
STOPPED = """
from helpers.checks.catalogue import find
from helpers.checks.engine.exercise import examine


{answer}


verdict = await examine(find("accept_key"), accept_key, limit=0.5)
assert "was still running after 0.5 s and was stopped" in verdict.finding.sentence, verdict
"""
ENDLESS = """
def accept_key(key):
    while True:
        pass
"""
DEAF = """
def accept_key(key):
    while True:
        try:
            while True:
                len(key)
        except BaseException:
            pass
"""
DEEP = """
def accept_key(key):
    for number in range(10**12):
        sum(n for n in range(50))
"""


def test_answers_that_never_end_are_stopped_without_signals(live: Path) -> None:
    cells = [Cell(STOPPED.format(answer=dedent(answer).strip())) for answer in (ENDLESS, DEAF, DEEP)]
    assert "\n\n".join(one.wrong for one in run(live, LESSON, cells) if one.wrong) == ""


def test_what_a_tab_has_not_is_an_error_that_says_so(live: Path) -> None:
    refused = {
        "import asyncio; await asyncio.open_connection('example.com', 80)": "only 127.0.0.1 can be reached",
        "import threading; threading.Thread(target=print).start()": "can't start new thread",
        "import asyncio; await asyncio.create_subprocess_exec('true')": "not available in browser",
    }
    came = run(live, LESSON, [Cell(source, fails=True) for source in refused])
    said = [next(one["value"] for one in each.said if one["kind"] == "error") for each in came]
    assert all(words in sentence for words, sentence in zip(refused.values(), said, strict=True)), said
