"""The search of the published course, from file://: what is typed is found where it is taught."""

import json
import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site, browser):
    """The first page, with its search open."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.wait_for_function("globalThis.courseSearch")
    yield page
    page.close()


@pytest.fixture
def search(page):
    """The titles that are found, best first, and what is said of them."""

    def search(query):
        page.locator("dialog input").fill(query)
        found = page.locator("dialog li b").all_inner_texts()
        return found, page.locator("dialog [role=status]").inner_text()

    return search


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Sec-WebSocket-Accept", "4A"),
        ("sec-websocket-acc", "4A"),
        ("websocket accept", "4A"),
        ("thundering herd", "2E"),
        ("jiter", "2E"),  # one letter is missing
        ("retry-after", "2E"),
        ("accept_key", "4A"),  # stands in code
        ("masking key", "4B"),
        ("how does the server choose sec-websocket-accept", "4A"),
        ("utf-8 invalid", "4E"),  # no section has both words
        ("memory per connection", "6A"),
        ("sticky session", "5D"),
        ("socket.io upgrade", "5B"),
        ("certificate", "7A"),
        ("last-event-id", "3C"),
    ],
)
def test_the_first_place_is_the_lesson_that_teaches_it(search, query, first):
    titles, _ = search(query)
    assert titles[0].startswith(first), titles


def test_all_words_must_be_there(search):
    assert search("thundering zebra")[1] == "Nothing found"
    some, both = search("thundering")[0], search("thundering stampede")[0]
    assert 0 < len(both) <= len(some)


def test_a_section_is_searched_to_its_end(search, site):
    """The last words of the longest sections of all."""
    script = (site / "assets" / "search.js").read_text("utf-8")
    lessons = json.loads(re.search(r"courseSearch\.load\((.*)\);\s*$", script, re.DOTALL)[1])
    parts = [(lesson, part) for lesson in lessons for part in lesson["parts"]]
    for lesson, (_, heading, text) in sorted(parts, key=lambda one: -len(one[1][2]))[:3]:
        last = " ".join(re.findall(r"[a-z]{3,}", text)[-4:])
        titles, _ = search(last)
        assert any(lesson["title"] in title and heading in title for title in titles), (last, titles)


def test_a_term_that_is_found_looks_as_any_other_place(search, page):
    search("masking key")
    hits = page.locator("dialog li a")
    assert any("glossary.html#" in link for link in hits.evaluate_all("(all) => all.map((one) => one.href)"))
    lines = hits.evaluate_all("(all) => all.map((one) => getComputedStyle(one).textDecorationLine)")
    assert set(lines) == {"none"}
