"""A page of this kernel's in the notebook: what stands in the output before the browser decides."""

import re

import pytest

from helpers.chat.visit import Visit
from tests.chat.chat_browser import chromium, in_browser_loop, needs_chromium


def test_a_link_that_works_without_the_script_on_the_kernels_own_machine():
    html = Visit("http://127.0.0.1:4711/", "The chat")._repr_html_()
    assert html.startswith(
        '<div data-port="4711" data-path="/"><p><a href="http://127.0.0.1:4711/" target="_blank"'
    )
    assert "<iframe" not in html
    assert repr(Visit("http://127.0.0.1:4711/", "The chat")) == "The chat: http://127.0.0.1:4711/"


def test_a_frame_has_a_name_and_no_address_until_one_was_found():
    html = Visit("http://127.0.0.1:4711/?transport=long-polling", height=420)._repr_html_()
    assert 'data-path="/?transport=long-polling"' in html
    (frame,) = re.findall(r"<iframe[^>]*>", html)
    assert 'title="Open it in a tab of its own"' in frame
    assert "height:420px" in frame
    assert "src" not in frame


@pytest.mark.parametrize("evil", ['"><script>alert(1)</script>', "</script><img src=x onerror=alert(1)>"])
def test_a_hostile_address_or_text_stays_text(evil: str):
    html = Visit(f"http://127.0.0.1:1/{evil}", evil, height=1)._repr_html_()
    assert evil not in html
    assert html.count("<script>") == html.count("</script>") == 1


@pytest.mark.browser
@needs_chromium
@in_browser_loop
async def test_where_no_jupyterlab_is_the_kernel_is_on_this_machine():
    async with chromium() as browser:
        page = await browser.new_page()
        await page.set_content(Visit("http://127.0.0.1:9/", height=60)._repr_html_())
        assert await page.get_attribute("iframe", "src") == "http://127.0.0.1:9/"
        assert await page.get_attribute("a", "href") == "http://127.0.0.1:9/"
