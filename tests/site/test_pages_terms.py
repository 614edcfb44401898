"""The meaning of a term, beside it: by pointer and by key, put away by Escape; a tap follows the link."""

import re

import pytest

pytestmark = pytest.mark.browser
MEANING = "epoch What a server counts from since it started."


@pytest.fixture
def page(open_page):
    return open_page("afterwards.html")


@pytest.fixture
def term(page):
    return page.locator("main a[href='glossary.html#epoch']")


def test_it_comes_with_the_pointer_may_be_pointed_at_and_goes_with_it(page, term):
    page.clock.install()
    assert "glossary.js" not in page.content()
    term.hover()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    assert tip.inner_text() == MEANING
    assert term.get_attribute("aria-describedby") == tip.get_attribute("id")
    tip.hover()
    page.clock.run_for(60_000)
    assert tip.is_visible()
    page.mouse.move(5, 5)
    page.clock.run_for(1_000)
    assert tip.count() == 0
    assert term.get_attribute("aria-describedby") is None


def test_it_comes_by_key_and_escape_puts_it_away(page, term):
    page.keyboard.press("Tab")
    term.focus()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    page.keyboard.press("Escape")
    tip.wait_for(state="detached")
    assert term.evaluate("(link) => link === document.activeElement")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    tip.wait_for()
    page.keyboard.press("Tab")
    tip.wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_into_a_narrow_window_and_axe_finds_nothing(open_page, axe, scheme):
    page = open_page("afterwards.html", width=320, scheme=scheme)
    page.locator("main a[href='glossary.html#epoch']").hover()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def test_a_tap_follows_the_link(browser, site):
    context = browser.new_context(
        **{"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    )
    page = context.new_page()
    page.goto((site / "afterwards.html").as_uri())
    page.locator("main a[href='glossary.html#epoch']").tap()
    page.wait_for_url(re.compile("glossary.html#epoch"))
    context.close()
