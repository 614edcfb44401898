"""What 1A, 2A and 2F say of costs is what the harness of 6A counts: no two lessons disagree."""

import asyncio
import re
from pathlib import Path

import pytest

from helpers.measure.book import Book
from helpers.measure.counting import Counts, count
from helpers.measure.figures import figures
from helpers.measure.setting import Setting
from helpers.measure.ways import WAYS

LESSONS = Path(__file__).parents[2] / "lessons"


def text(order: str) -> str:
    """The lesson's prose, its links without their addresses."""
    [path] = LESSONS.glob(f"{order}-*.md")
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", path.read_text("utf-8"))


def counted(way: str, clients: int = 1, **setting: float) -> Counts:
    return asyncio.run(count(WAYS[way], clients, Setting(**setting)))


def test_2a_a_poll_every_three_seconds_and_what_it_carries():
    assert "An empty poll costs some four hundred bytes" in text("2a")
    first = counted("polling").arrive  # a poll of an empty chat, as 2A's client asks: without a tag
    assert first.up + first.down == pytest.approx(400, rel=0.1)
    assert "fixed_rate_load(clients=100, interval=3) == 2000" in text("2a")
    assert 10 * counted("polling", 10, every=3).minute.requests == 2000


def test_2f_requests_of_short_and_of_long_polling():
    said = re.search(r"\| requests in an idle minute \| (\d+) \| (\d+) \|", text("2f"))
    assert counted("polling", every=3).minute.requests == int(said[1])
    assert counted("long-polling", hold=30).minute.requests == int(said[2])
    assert "| requests for a message | none extra | one: the next question |" in text("2f")
    assert counted("polling", 3).message.requests == 1  # the post
    assert counted("long-polling", 3).message.requests == 1 + 3


def test_2f_and_1a_how_late_who_waits_for_a_timer_is():
    assert "| how old news is | 1.5 s on average | one trip through the network |" in text("2f")
    assert "Polling is late by half its interval on average" in text("1a")
    recorded = {row.way: row.figures["p50"].value for row in figures(Book.recorded_one()) if row.clients == 1}
    every = 1000 * Book.recorded_one().setting.every
    assert recorded["polling"] == pytest.approx(every / 2, rel=0.15)
    assert all(late < every / 20 for way, late in recorded.items() if way != "polling")


def test_1a_a_few_dozen_bytes_a_minute_keep_a_line_open():
    assert "A few dozen bytes a minute are enough for that" in text("1a")
    for way in ("sse", "http2-stream", "websocket"):
        minute = counted(way).minute
        assert 12 <= minute.up + minute.down <= 84
    assert "Two bytes in front of the text" in text("1a")
    silent = counted("websocket").minute  # three pings of two bytes, and three pongs of six
    assert (silent.down, silent.up) == (3 * 2, 3 * 6)
