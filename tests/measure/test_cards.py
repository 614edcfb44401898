"""A card for each way, with the learner's own figures where there are some, else with the recorded ones."""

import pytest

from helpers.measure.book import Book
from helpers.measure.cards import CARDS, cards
from helpers.measure.setting import Job, Size
from tests.measure.test_book import COUNTS, times


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path))


def test_recorded_figures_fill_every_card():
    found = list(cards(Book.latest()))
    assert [card.title for card in found] == list(CARDS)
    assert all(card.source.startswith("recorded on") for card in found)
    assert not [row for card in found for row in card.rows if "not measured" in row]


def test_ones_own_run_comes_first_and_says_what_it_lacks():
    Book.own().add(Job("counts", "sse", Size(1, 1, 1)), COUNTS)
    assert Book.latest().recorded  # counts alone are no run
    Book.own().add(Job("times", "sse", Size(1, 1, 1)), times(1000))
    card = next(card for card in cards(Book.latest()) if card.title == "sse")
    assert card.source.startswith("your last run")
    assert ["a silent minute of a client", "30 bytes"] in card.rows
    assert ["late, half of all, 100 clients", "not measured"] in card.rows


def test_where_nothing_can_be_written_a_book_is_kept_in_memory(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path / "file" / "folder"))
    assert Book.own().path is None
