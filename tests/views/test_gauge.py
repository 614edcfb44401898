"""The gauge moves in its place and ends as a line; the grid is a table that reads without a style."""

import pytest

from helpers.views import gauge as module
from helpers.views.gauge import Gauge
from helpers.views.grid import grid


class Shown:
    def __init__(self):
        self.updates = 0

    def update(self, thing):
        self.updates += 1


def test_it_shows_itself_once_and_is_replaced_from_then_on(monkeypatch):
    shown = []
    monkeypatch.setattr(module, "display", lambda thing, display_id: shown.append(Shown()) or shown[-1])
    gauge = Gauge("Measured")
    for done in range(4):
        gauge(done, 3, f"part <{done}>")
        assert ("<progress" in gauge._repr_html_()) == (done < 3)
    assert [one.updates for one in shown] == [3]
    assert "3 of 3" in gauge._repr_html_()
    assert "part &lt;3&gt;" in gauge._repr_html_()
    assert repr(gauge) == "Measured: 3 of 3, part <3>"


def test_a_grid_has_a_caption_and_heads():
    table = grid("Costs <b>", ["way", "bytes"], [["polling", 12], ["web&socket", 3]])
    html = table._repr_html_()
    assert html.count('scope="col"') == html.count('scope="row"') == 2
    assert "Costs &lt;b&gt;</caption>" in html
    assert "web&amp;socket" in html
    assert repr(table).splitlines()[2] == "polling     12"


def test_a_grid_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="every row needs 2 cells"):
        grid("Costs", ["way", "bytes"], [["polling"]])
