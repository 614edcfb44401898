"""The facts of the exercise ``choose``, and of its table in lesson 6A, are what the tap counts."""

import asyncio
from pathlib import Path

import pytest

from helpers.checks.exercises.choose import FACTS, PRODUCTS, REQUIREMENTS, violated
from helpers.measure.counting import count
from helpers.measure.setting import Setting
from helpers.measure.ways import WAYS

CHAT = Setting(every=3)  # as the chat's page asks


@pytest.mark.parametrize("way", FACTS)
def test_facts_are_counted(way):
    counts = asyncio.run(count(WAYS[way], 1, CHAT))
    assert FACTS[way].silence == int(counts.minute.up + counts.minute.down)
    post = asyncio.run(count(WAYS[way], 3, CHAT)).message
    hear = (post.up - counts.message.up) / 2
    assert FACTS[way].talk == counts.message.up - hear


def test_every_product_has_a_way_and_every_requirement_is_violated_by_some():
    found = {name: {way: set(violated(way, product)) for way in FACTS} for name, product in PRODUCTS.items()}
    assert all(any(not against for against in ways.values()) for ways in found.values())
    assert {one for ways in found.values() for against in ways.values() for one in against} == set(
        REQUIREMENTS
    )
    best = [tuple(way for way, against in ways.items() if not against) for ways in found.values()]
    assert {way for ways in best for way in ways} == set(FACTS)


def test_the_lesson_says_the_same():
    text = (Path(__file__).parents[2] / "lessons" / "6a-choosing-a-transport.md").read_text("utf-8")
    for way, facts in FACTS.items():
        line = next(line for line in text.splitlines() if line.startswith(f"| `{way}` |"))
        assert f"| {facts.late:g} s | {facts.silence:,.0f} bytes | {facts.talk:,.0f} bytes |" in line
    assert all(f'- `"{name}"`' in text for name in PRODUCTS)
