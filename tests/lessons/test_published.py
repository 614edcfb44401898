"""The real course, published: light pages that need no network, no kernel and, to be read, no JavaScript."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def opened(browser, page: Path, **options):
    """A page from file://, offline; the addresses that it asks for beyond its own files are collected."""
    context = browser.new_context(offline=True, **options)
    view = context.new_page()
    view.asked = []
    view.on(
        "request",
        lambda request: request.url.startswith(("file:", "blob:")) or view.asked.append(request.url),
    )
    view.errors = []
    view.on("pageerror", lambda error: view.errors.append(str(error)))
    view.goto(page.as_uri())
    return view


def test_the_stepper_of_4a_works_from_a_file_with_the_network_off(site, browser):
    page = opened(browser, site / "websocket-handshake.html")
    view = page.locator("wire-view").first
    view.scroll_into_view_if_needed()
    step = view.locator(".rw-primary")
    step.click()
    assert view.locator(".rw-msg").count() == 1
    step.click()
    assert view.locator(".rw-msg").count() == 2
    assert page.asked == []
    assert page.errors == []
    page.context.close()


def test_a_field_says_what_it_means_though_its_sentence_stands_once_on_the_page(site, browser):
    page = opened(browser, site / "websocket-handshake.html")
    data = page.context.new_page()
    data.goto((site / "assets" / "websocket-handshake.data.js").as_uri())
    assert "16 random bytes in base64" not in data.inner_text("pre")  # it stands in the rows
    for number in (0, 1):
        view = page.locator("wire-view").nth(number)
        view.scroll_into_view_if_needed()
        view.locator(".rw-item", has_text="Sec-WebSocket-Key").click()
        assert "16 random bytes in base64" in view.locator(".rw-say").inner_text()
    page.context.close()


def test_a_trace_is_saved_from_a_page(site, browser):
    page = opened(browser, site / "websocket-handshake.html")
    view = page.locator("wire-view").first
    view.scroll_into_view_if_needed()
    view.get_by_label("Save").click()
    with page.expect_download() as saved:
        view.get_by_role("button", name="Trace (.ndjson)").click()
    assert '"kind": "arrival"' in Path(saved.value.path()).read_text("utf-8").replace('":"', '": "')
    assert page.errors == []
    page.context.close()


@pytest.mark.parametrize(
    ("slug", "value"),
    [
        ("the-project", "<dt>delay</dt><dd>none</dd>"),
        ("polling-loop", "<dt>sybil</dt><dd>sleeps until 5 s, 5 s more</dd>"),
        ("backoff-and-retry", "<dt>Cap, s</dt><dd>60</dd>"),
        ("websocket-messages", "<dt>stalled</dt><dd>nothing</dd>"),
    ],
)
def test_a_panel_of_knobs_is_a_still_with_its_values(site, browser, slug, value):
    html = (site / f"{slug}.html").read_text("utf-8")
    still = html.partition("<live-panel")[2].partition("</live-panel>")[0]
    assert value in still
    assert "A still: these knobs move in JupyterLab" in still
    assert "Run the cell again" not in still
    page = opened(browser, site / f"{slug}.html", viewport={"width": 360, "height": 800})
    page.locator("live-panel").scroll_into_view_if_needed()
    assert page.locator("live-panel dt").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (page.asked, page.errors) == ([], [])
    page.context.close()


SETTLED = """(id) => new Promise((done, failed) => {
  const heading = document.getElementById(id);
  if (!heading) return failed(`the page has no #${id}`);
  const top = () => heading.getBoundingClientRect().top;
  let before = NaN, same = 0;
  requestAnimationFrame(function look() {
    const drawn = !document.querySelector("script[data-json]") && document.querySelector(".rw-wire");
    same = drawn && top() === before ? same + 1 : 0;
    before = top();
    same < 20 ? requestAnimationFrame(look) : done(before);
  });
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("heading", ["your-turn-a-budget-that-forgets", "your-turn-a-breaker"])
def test_a_link_to_a_part_leads_there_though_views_above_it_change_their_height(
    site, browser, heading, width
):
    address = site / "backoff-and-retry.html"
    size = {"width": width, "height": 800}
    context = browser.new_context(offline=True, viewport=size)
    page = context.new_page()
    page.goto(f"{address.as_uri()}#{heading}")
    assert 50 < page.evaluate(SETTLED, heading) < 120
    context.close()
    page = opened(browser, address, viewport=size)
    page.evaluate(f"document.querySelector('.contents a[href=\"#{heading}\"]').click()")
    assert 50 < page.evaluate(SETTLED, heading) < 120
    page.context.close()


def test_who_goes_on_reading_is_not_brought_back(site, browser):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((site / "backoff-and-retry.html").as_uri() + "#your-turn-a-breaker")
    page.evaluate(SETTLED, "your-turn-a-breaker")
    page.mouse.wheel(0, 900)
    assert page.evaluate(SETTLED, "your-turn-a-breaker") < -500
    context.close()


def test_without_javascript_every_message_of_4a_is_there_to_read(site, browser):
    page = opened(browser, site / "websocket-handshake.html", java_script_enabled=False)
    text = page.locator("main").inner_html()
    for said in ("GET /chat HTTP/1.1\\r\\n", "81 85", "RFC 6455 §5.2", "Switching Protocols"):
        assert said in text, said
    assert "Run the cell again" not in page.locator("main").inner_text()
    page.context.close()


@pytest.mark.parametrize("seen", [False, True])
def test_on_paper_a_wire_is_one_picture_of_its_messages_with_their_fields(site, browser, seen):
    page = opened(browser, site / "websocket-handshake.html")
    if seen:
        page.locator("wire-view").first.scroll_into_view_if_needed()
        page.locator(".rw-msg").first.wait_for()
    page.emulate_media(media="print")
    rows = page.locator(".rw-static:visible").first
    assert "16 random bytes in base64" in rows.inner_text()
    assert rows.locator("table").evaluate_all(
        "(all) => all.length > 1 && all.every((one) => one.offsetHeight > 0)"
    )
    assert page.locator(".rw-tools:visible").count() == 0
    page.context.close()


def test_the_sliders_of_2a_move_the_plot_by_keyboard(site, browser):
    page = opened(browser, site / "polling.html")
    plot = page.locator("course-plot", has_text="clients, a reply takes").first
    plot.scroll_into_view_if_needed()
    before = plot.locator("path.rw-line").first.get_attribute("d")
    plot.get_by_role("slider", name="reply").focus()
    page.keyboard.press("End")
    assert plot.locator("figcaption").inner_text() == "100 clients, a reply takes 4 s"
    plot.get_by_role("slider", name="clients").focus()
    page.keyboard.press("Home")
    assert plot.locator("figcaption").inner_text() == "10 clients, a reply takes 4 s"
    assert plot.locator("path.rw-line").first.get_attribute("d") != before
    page.context.close()


def test_a_timeline_of_2c_goes_back_in_time(site, browser):
    page = opened(browser, site / "polling-loop.html")
    line = page.locator("time-line", has_text="A fixed rate at a concurrent server").first
    line.scroll_into_view_if_needed()
    visible = "all => all.filter((one) => one.style.opacity !== '0').length"
    line.get_by_role("slider").focus()
    everything = line.locator("g").evaluate_all(visible)
    page.keyboard.press("Home")
    assert 0 < line.locator("g").evaluate_all(visible) < everything
    page.context.close()


def test_the_chat_stands_on_the_page_as_a_still_that_says_it_was_recorded(site, browser):
    page = opened(browser, site / "polling-loop.html")
    still = page.get_by_role("img", name=re.compile("^Recorded: the chat's page"))
    still.scroll_into_view_if_needed()
    page.wait_for_function(
        "(image) => image.complete && image.naturalWidth > 300", arg=still.element_handle()
    )
    assert "a recorded still has to do" in page.locator("main").inner_text()
    assert page.locator("iframe").count() == 0
    assert page.asked == []
    page.context.close()
    page = opened(browser, site / "pausing-when-hidden.html")
    assert (
        page.locator("main").inner_text().count("Recorded") >= 2
    )  # the counts, and the chat in a hidden tab
    assert page.locator("main a[target=_blank][href*='127.0.0.1']").count() == 0
    page.context.close()


def test_the_exercise_in_javascript_is_judged_on_the_page_itself(site, browser):
    page = opened(browser, site / "polling-loop.html")
    task = page.locator("browser-task")
    task.scroll_into_view_if_needed()
    box, check = task.get_by_role("textbox"), task.get_by_role("button")
    check.click()
    task.get_by_text("Nothing is written yet").wait_for()
    box.fill(
        "function refresh() {}\nsetInterval(() => fetch('poll').then((r) => r.json()).then(render), 3000)"
    )
    check.click()
    task.get_by_text("it leaves when the script runs").wait_for()
    task.locator("summary").first.click()
    box.fill("for (;;) {}")
    check.click()
    task.get_by_text("was stopped").wait_for()
    assert page.asked == []
    assert page.errors == []
    page.context.close()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("backoff-and-retry", "immediate: stopped at 80,000 requests"),  # on the plot
        ("backoff-and-retry", "immediate, capped"),
        ("long-polling", "these are real milliseconds"),
        ("long-polling", "The two lines must not be read as one table"),
    ],
)
def test_the_page_says_it_as_well(site, browser, page, said):
    view = opened(browser, site / f"{page}.html", java_script_enabled=False)
    assert said in view.locator("main").inner_text().replace("\n", " ")
    view.context.close()
