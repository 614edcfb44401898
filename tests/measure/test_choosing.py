"""The decision table: a cell holds what was measured, the rule says what it means."""

from helpers.measure.choosing import RULES, Rule, decisions, each
from helpers.measure.figures import Figure, Row

LATE = Rule("soon", "half within 100 ms", 10, each("p50", share=False), 100, "ms")
BYTES = Rule("lean", "under 50 bytes each", 10, each("message up", "message down"), 50, "B")


def row(way: str, **figures: float | tuple[float, float, float]) -> Row:
    found = {
        name.replace("_", " "): value if isinstance(value, tuple) else (value,) * 3
        for name, value in figures.items()
    }
    return Row(way, 10, {name: Figure(*value) for name, value in found.items()})


def test_a_cell_says_yes_no_or_that_the_spread_crosses_the_line():
    rows = [row("a", p50=(50, 40, 60)), row("b", p50=(500, 400, 600)), row("c", p50=(100, 90, 110)), row("d")]
    head, *lines = decisions(rows, [LATE])
    assert head == ["way", "soon: half within 100 ms"]
    cells = {way: cell.replace("\N{NO-BREAK SPACE}", " ") for way, cell in lines}
    assert cells == {"a": "✓ 50 ms", "b": "✗ 500 ms", "c": "≈ 100 ms", "d": "not measured"}


def test_counts_are_shared_among_the_clients():
    [_, cells] = decisions([row("a", message_up=100, message_down=300)], [BYTES])
    assert cells[1].split() == ["✓", "40", "B"]


def test_what_failed_says_so():
    [_, cells] = decisions([Row("a", 10, {}, "it fell over")], [LATE])
    assert cells[1] == "failed"


def test_every_rule_has_a_need_and_its_words_name_its_limit():
    assert len({rule.need for rule in RULES}) == len(RULES)
    assert all(f"{rule.most:,}" in rule.rule for rule in RULES)
