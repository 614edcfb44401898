"""A trace of 10,000 arrivals stays smooth: first sight, size of the page, no long task."""

import gzip
from pathlib import Path

import pytest

from helpers.views.wire import WireView

pytestmark = pytest.mark.browser

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
    const input = document.querySelector('.rw-find input');
    for (const query of ['m', 'me', '99', 'opcode 1', '81 05', '']) {
        input.value = query;
        input.dispatchEvent(new Event('input'));
        await after(150);
    }
    return { long: [...long], nodes: document.querySelectorAll('*').length };
}"""


def test_ten_thousand_arrivals(browser, page_of, samples):
    address = page_of(WireView.of(samples.long(10_000).trace, title="busy").html())
    firsts, longest, nodes = [], [], []
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.add_init_script(WATCH)
        page.goto(address)
        page.wait_for_function("seen")
        firsts.append(
            page.evaluate("""seen - performance.getEntriesByType('navigation')[0].domInteractive""")
        )
        assert page.locator(".rw-msg").count() > 5
        found = page.evaluate(WORK)
        longest.append(max(found["long"], default=0))
        nodes.append(found["nodes"])
        page.close()
    print(f"first sight {firsts} ms, longest task {longest} ms, {nodes[0]} nodes")
    assert min(firsts) <= 300
    assert min(longest) <= 50
    assert max(nodes) <= 3000


def test_the_script_and_style_stay_small():
    size = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("wire.js", "wire.css"))
    assert size <= 30_000  # all views; the wire view alone is 18 kB
