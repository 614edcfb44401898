"""Whole lessons in Chromium under a strict policy: every cell without `install` runs, and nothing else is asked."""

import base64
import hashlib
import re

import pytest

from tests.site.live.conftest import hosted

pytestmark = [pytest.mark.browser, pytest.mark.slow]
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
LESSONS = {"4A": "websocket-handshake", "4B": "websocket-frames", "2C": "polling-loop"}


def policy(page):
    """Nothing but what the site serves; of inline scripts the pages' own, by their hash."""
    digests = [hashlib.sha256(code.encode()).digest() for code in INLINE.findall(page.read_text("utf-8"))]
    hashes = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' {hashes}",
        # An exercise in JavaScript is judged in a worker that is made of the answer's own text.
        "worker-src": "'self'" + " blob:" * ("<browser-task" in page.read_text("utf-8")),
        "style-src-attr": "'unsafe-inline'",  # verdicts and plots carry their styles, in JupyterLab too
        "img-src": "'self' data:",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@pytest.mark.parametrize("order", LESSONS)
def test_a_whole_lesson_runs_under_a_strict_policy(tab, course_site, order):
    name = f"{LESSONS[order]}.html"
    with hosted(course_site, headers={"Content-Security-Policy": policy(course_site / name)}) as host:
        reader = tab(host.address + name)
        refused = []
        reader.page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
        reader.page.locator(".live-line .run").click()
        reader.expect("Done.", patience=120_000)
        states = reader.page.evaluate(
            "[...document.querySelectorAll('.cell:not(.install)')].map((c) => c.dataset.state)"
        )
        assert set(states) == {"ran"}
        assert refused == []
        for view in reader.page.locator(".cell.live:not(.install) wire-view").all():
            before = view.locator(".rw-meta").first.inner_text()
            view.locator(".rw-primary").click()
            view.locator(f".rw-meta:not(:text-is('{before}'))").first.wait_for()
