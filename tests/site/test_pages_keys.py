"""What a page does: theme, search, keys, contents, copy."""

import re

import pytest

pytestmark = pytest.mark.browser


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_theme_goes_round_and_is_kept(open_page):
    page = open_page("index.html")
    light = background(page)
    button = page.get_by_role("button", name="Theme")
    names = []
    for _ in range(3):
        button.click()
        names.append(button.get_attribute("aria-label"))
    assert names == ["Theme: light", "Theme: dark", "Theme: auto"]
    button.click()
    button.click()
    assert background(page) != light
    page.get_by_role("link", name="Frames").first.click()
    page.wait_for_url(re.compile("frames"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert background(page) != light


def test_a_chosen_theme_stands_before_anything_is_drawn(open_page):
    page = open_page("index.html")
    page.evaluate("localStorage.setItem('course-theme', 'dark')")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !window.early) "
        "window.early = document.documentElement.dataset.theme || 'none'; })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert page.evaluate("window.early") == "dark"


def test_the_system_decides_until_one_is_chosen(open_page):
    assert background(open_page("index.html")) != background(open_page("index.html", scheme="dark"))


def test_search_by_keyboard(open_page):
    page = open_page("index.html")
    page.keyboard.press("/")
    page.keyboard.type("payload masked")
    page.locator("dialog li").first.wait_for()
    assert page.locator("dialog [role=status]").inner_text() == "1 place found"
    assert page.locator("dialog mark").count() >= 2
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("frames.html#two-bytes-say-it-all"))


def test_search_moves_closes_and_says_when_there_is_nothing(open_page):
    page = open_page("frames.html")
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("the")
    page.locator("dialog li").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("dialog a").nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("dialog a").last.get_attribute("aria-selected") == "true"
    page.keyboard.type(" zebra")
    page.get_by_text("Nothing found").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")


def test_n_and_p_turn_the_page(open_page):
    page = open_page("hello.html")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("frames"))
    page.keyboard.press("n")
    page.wait_for_url(re.compile("afterwards"))
    page.keyboard.press("n")  # the last page has no next
    page.keyboard.press("p")
    page.wait_for_url(re.compile("frames"))


def test_keys_leave_fields_and_shortcuts_alone(open_page):
    page = open_page("frames.html")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.locator("main input").focus()
    page.keyboard.type("n/p")
    assert page.locator("main input").input_value() == "n/p"
    page.locator("main input").blur()
    page.keyboard.press("Alt+n")
    assert page.url.endswith("frames.html")


def test_the_first_tab_skips_to_the_text(open_page):
    page = open_page("frames.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_contents_follow_the_scroll(open_page):
    page = open_page("frames.html", height=700)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluate("document.getElementById('what-cells-give').scrollIntoView()")
    page.locator("#contents a[aria-current]", has_text="What cells give").wait_for()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.locator("#contents li:last-child a[aria-current]").wait_for()
    assert page.locator("#contents a[aria-current]").count() == 1


def test_on_a_phone_contents_are_folded_until_asked_for(open_page):
    page = open_page("frames.html", width=360)
    assert page.locator("#contents a").first.is_hidden()
    page.locator("#contents summary").click()
    page.locator("#contents a", has_text="Step it yourself").click()
    assert page.locator("#contents a").first.is_hidden()
    assert page.url.endswith("#step-it-yourself")


def test_code_is_copied_as_it_was_written(open_page):
    page = open_page("frames.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cell.exercise .code").hover()
    button = page.locator(".cell.exercise .copy")
    button.click()
    page.locator(".cell.exercise .copy", has_text="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == "def accept_key(key: str) -> str:\n    ..."


def test_long_code_scrolls_by_keyboard(open_page):
    page = open_page("frames.html", width=360)
    pre = page.locator(".cell.step pre").first
    pre.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.cell.step pre').scrollLeft > 0")
