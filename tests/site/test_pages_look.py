"""How pages fit: widths, themes, weight, accessibility, without JavaScript, on paper."""

import gzip
import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ("index.html", "hello.html", "frames.html", "afterwards.html", "404.html")
LOOKS = [(360, "dark"), (1600, "light")]
LOOKS += [
    pytest.param(360, "light", marks=pytest.mark.slow),
    pytest.param(1600, "dark", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_over_the_edge(open_page, page):
    found = open_page(page, width=320)
    for width in (320, 360, 768, 1024, 1100, 1600):
        found.set_viewport_size({"width": width, "height": 900})
        assert found.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_from_right_to_left_nothing_runs_over_the_edge_and_code_stays_as_it_is(open_page, width):
    page = open_page("frames.html", width=width)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.locator("pre").evaluate_all("(all) => all.map((one) => getComputedStyle(one).direction)")
        == ["ltr"] * page.locator("pre").count()
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_page, axe, page, width, scheme):
    found = open_page(page, width=width, scheme=scheme)
    found.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
    found.evaluate(axe)
    violations = found.evaluate("axe.run().then((result) => result.violations)")
    assert [
        (one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in violations
    ] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search(open_page, axe, scheme):
    page = open_page("frames.html", scheme=scheme)
    page.keyboard.press("/")
    page.keyboard.type("the")
    page.locator("dialog li").first.wait_for()
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def test_without_javascript_all_is_there(open_page):
    page = open_page("frames.html", script=False)
    text = page.locator("main").inner_text()
    for words in (
        "Two bytes say it all",
        "81 85 37 fa 21 3d",
        "Live in JupyterLab",
        "not yet",
    ):
        assert words in text
    assert "Run the cell again" not in "".join(page.locator(".output").all_inner_texts())
    assert page.locator("button:visible").count() == 0
    assert page.locator("#contents a:visible").count() > 5
    page.locator("summary", has_text="One solution").click()
    assert "hashlib.sha1" in page.locator("main").inner_text()


def test_a_first_load_is_light(site):
    html = (site / "frames.html").read_text()
    local = {
        one.partition("?")[0]
        for one in re.findall(r'(?:src|href)="(assets/[^"]+\.(?:js|css|svg)[^"]*)"', html)
    }
    sizes = {name: len(gzip.compress((site / name).read_bytes())) for name in local}
    total = len(gzip.compress(html.encode())) + sum(sizes.values())
    assert total <= 60_000, sizes
    assert sum(size for name, size in sizes.items() if "page" in name) <= 12_000, sizes


def test_every_local_link_leads_somewhere(site):
    for path in site.glob("*.html"):
        for target in re.findall(r'(?:href|src)="([^"]+)"', path.read_text()):
            name, _, anchor = target.partition("#")
            if target.startswith("http"):
                continue
            file = site / (name.partition("?")[0] or path.name)
            assert file.is_file(), (path.name, target)
            assert not anchor or f'id="{anchor}"' in file.read_text(), (path.name, target)


def test_on_paper_controls_go_and_folds_open(open_page):
    page = open_page("frames.html")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".contents").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".prose details:not([open])").count() == 0
    assert not page.locator("details.setup").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".prose details:not([open])").count() > 0


def test_data_of_views_comes_when_they_are_near(open_page):
    page = open_page("frames.html", height=300)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert not [url for url in asked if "data.js" in url]
    page.locator("sample-view").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('sample-view script').textContent")
    data = page.evaluate("JSON.parse(document.querySelector('sample-view script').textContent)")
    assert data == {"x": "<b>"}
    assert [url for url in asked if "data.js" in url]


def test_program_in_an_output_runs_once(open_page):
    assert open_page("frames.html").evaluate("window.once") == 1
