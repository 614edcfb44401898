"""A trace of 10,000 arrivals stays smooth: first sight, size of the page, no long task."""

import gzip
from pathlib import Path

import pytest

from helpers.views.wireview import WireView

STATIC = Path(__file__).parents[2] / "helpers" / "views" / "static"
WATCH = """window.long = []; window.seen = null;
new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'longtask' });
addEventListener('DOMContentLoaded', () => requestAnimationFrame(() =>
    setTimeout(() => { seen = performance.now(); })));
"""
WORK = """async () => {
    const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await after(300);
    long.length = 0;
    const list = document.querySelector('.rw-seq');
    for (let step = 0; step < 60; step++) { list.scrollTop += 40 * step; await new Promise(requestAnimationFrame); }
    list.scrollTop = list.scrollHeight;
    for (let step = 0; step < 30; step++) { document.querySelector('.rw-primary').click(); await after(10); }
    document.querySelector('button[title^="Search"]').click();
    while (!document.querySelector('.rw-find input')) await after(10);
    const input = document.querySelector('.rw-find input');
    for (const query of ['m', 'me', '99', 'opcode 1', '81 05', '']) {
        input.value = query;
        input.dispatchEvent(new Event('input'));
        await after(150);
    }
    return { long: [...long], nodes: document.querySelectorAll('*').length };
}"""


@pytest.fixture
def busy(page_of, samples):
    return page_of(WireView.of(samples.long(10_000).trace, title="busy").html())


def visit(browser, address):
    """When the view was seen after its page was read (ms), the longest task (ms) of ours, the nodes."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function("seen")
    first = page.evaluate("seen - performance.getEntriesByType('navigation')[0].domInteractive")
    assert page.locator(".rw-msg").count() > 5
    found = page.evaluate(WORK)
    page.close()
    return first, max(found["long"], default=0), found["nodes"]


@pytest.mark.browser
def test_ten_thousand_arrivals_are_few_nodes(browser, busy):
    assert visit(browser, busy)[2] <= 3000


@pytest.mark.browser
@pytest.mark.benchmark
def test_ten_thousand_arrivals_are_smooth(browser, busy):
    firsts, longest, _ = zip(*(visit(browser, busy) for _ in range(3)), strict=True)
    print(f"first sight {firsts} ms, longest task {longest} ms")
    assert min(firsts) <= 300
    assert min(longest) <= 50


def test_the_script_and_style_stay_small():
    """The wire view; frame box and plots have scripts of their own, loaded where they are shown."""
    size = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("wire.js", "wire.css"))
    assert size <= 25_000
