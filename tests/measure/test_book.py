"""The book keeps what it is told, reads what is whole, and takes nothing for an answer that was another question."""

import asyncio
import json

import pytest

from helpers.measure.book import Book
from helpers.measure.figures import UNITS, Figure, Row, figures, ranked
from helpers.measure.setting import Job, Plan, Setting, Size
from helpers.measure.tables import as_cells, as_csv, as_svg
from helpers.measure.timing import histogram

ONE, MANY = Size(1, 10, 1), Size(100, 10, 1)
TRAFFIC = {"up": 10, "down": 20, "requests": 1}
COUNTS = {"arrive": TRAFFIC, "minute": TRAFFIC, "message": TRAFFIC, "log": 3}


def times(*microseconds: int, cpu: float = 0.001, memory: float | None = None) -> dict:
    late = histogram()
    for one in microseconds:
        late.record_value(one)
    return {"late": late.encode().decode(), "deliveries": len(microseconds), "cpu": cpu, "memory": memory}


def test_what_was_added_is_read_again(tmp_path):
    book = Book(tmp_path / "measured.ndjson")
    book.add(Job("counts", "sse", ONE), COUNTS)
    book.add(Job("times", "sse", ONE, 0), times(1000, 2000))
    again = Book(tmp_path / "measured.ndjson")
    assert figures(again) == figures(book)
    assert again.text() == book.text() == (tmp_path / "measured.ndjson").read_text("utf-8")


def test_half_a_line_at_the_end_costs_that_line_only(tmp_path):
    path = tmp_path / "measured.ndjson"
    book = Book(path)
    book.add(Job("counts", "sse", ONE), COUNTS)
    with path.open("a") as file:
        file.write('{"kind": "times", "way": "ss')
    again = Book(path)
    assert len(list(again.results("counts"))) == 1
    again.add(Job("counts", "polling", ONE), COUNTS)
    assert len(list(Book(path).results("counts"))) == 2


def test_results_of_another_setting_are_set_aside_and_not_mixed(tmp_path):
    path = tmp_path / "measured.ndjson"
    Book(path).add(Job("counts", "sse", ONE), COUNTS)
    other = Book(path, setting=Setting(every=3))
    assert figures(other) == []
    assert (tmp_path / "measured-1.ndjson").exists()
    path.write_text("no book at all\n")
    assert figures(Book(path)) == []
    assert (tmp_path / "measured-2.ndjson").read_text() == "no book at all\n"


def test_a_job_of_another_size_is_still_to_be_done():
    book = Book()
    book.add(Job("counts", "sse", ONE), COUNTS)
    book.add(Job("times", "sse", ONE, 0), {"failed": "it fell over"})
    plan = Plan((ONE,), rounds=1, ways=("sse",))
    assert [job.kind for job in book.left(plan, ["sse"])] == ["times"]
    assert len(book.left(Plan((Size(1, 11, 1),), rounds=1), ["sse"])) == 2


def test_clear_forgets_the_file_too(tmp_path):
    book = Book(tmp_path / "measured.ndjson")
    book.add(Job("counts", "sse", ONE), COUNTS)
    book.clear()
    assert figures(Book(tmp_path / "measured.ndjson")) == []


def test_a_percentile_is_that_of_all_rounds_together_and_no_mean():
    book = Book()
    book.add(Job("times", "sse", ONE, 0), times(*[1000] * 90))
    book.add(Job("times", "sse", ONE, 1), times(*[9000] * 10))
    [row] = figures(book)
    assert row.figures["p50"].value == pytest.approx(1, rel=0.01)  # the mean of both rounds' would be 5
    assert row.figures["p99"].value == pytest.approx(9, rel=0.01)
    assert (row.figures["p50"].low, row.figures["p50"].high) == (
        pytest.approx(0.8, 0.01),
        pytest.approx(9 * 1.2, 0.01),
    )


def test_a_failure_stands_beside_what_is_known():
    book = Book()
    book.add(Job("counts", "sse", MANY), COUNTS)
    book.add(Job("times", "sse", MANY, 0), {"failed": "it fell over"})
    [row] = figures(book)
    assert row.failed == "it fell over"
    assert row.figures["message down"] == Figure(20, 20, 20)


def test_those_whose_spreads_overlap_share_a_place():
    rows = [
        Row("polling", 1, {"p50": Figure(500, 400, 600)}),
        Row("sse", 1, {"p50": Figure(2, 1.5, 2.5)}),
        Row("websocket", 1, {"p50": Figure(1.8, 1, 2)}),
        Row("long-polling", 1, {}),
    ]
    assert ranked(rows, "p50") == [["websocket", "sse"], ["polling"]]


def test_files_hold_every_figure():
    book = Book()
    book.add(Job("counts", "sse", ONE), COUNTS)
    book.add(Job("times", "sse", ONE, 0), times(1000, 2000))
    head, row = as_csv(figures(book)).splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert (cells["way"], cells["clients"], cells["message down"]) == ("sse", "1", "20")
    assert float(cells["p50 low"]) < float(cells["p50"]) < float(cells["p50 high"])
    assert set(figures(book)[0].figures) < set(UNITS)
    svg = as_svg(figures(book), "p50", title="Late <&>")
    assert "Late &lt;&amp;&gt;" in svg
    assert svg.count("<rect") == 2


def test_a_recorded_book_comes_with_the_course():
    book = Book.recorded_one()
    sizes = {row.clients for row in figures(book)}
    assert sizes == {1, 100, 1000}
    assert book.recorded
    assert not [row for row in figures(book) if row.failed]


def test_a_way_that_is_not_known_any_more_is_passed_over(tmp_path):
    path = tmp_path / "measured.ndjson"
    book = Book(path)
    book.add(Job("counts", "sse", ONE), COUNTS)
    text = path.read_text()
    path.write_text(text + text.splitlines()[1].replace('"sse"', '"pigeon"') + "\n")
    assert [row.way for row in figures(Book(path))] == ["sse"]
    assert json.loads(text.splitlines()[0])["setting"]["every"] == 1.0
    assert asyncio.iscoroutinefunction(Book.add) is False


def test_cells_say_counts_for_each_and_times_with_their_spread():
    rows = [
        Row("sse", 10, {"message down": Figure(2000, 2000, 2000), "p50": Figure(1234.5, 0.51, 20_000)}),
        Row("x", 10, {}),
    ]
    head, first, second = as_cells(rows, ["message down", "p50", "minute requests"], share=True)
    assert head == ["way", "message down, bytes", "p50, ms", "minute requests"]
    assert first == ["sse", "200", "1,234 (0.51–20,000)", "–"]
    assert second == ["x", "–", "–", "–"]
