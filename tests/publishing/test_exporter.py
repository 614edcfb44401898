import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbconvert.exporters import get_exporter
from nbconvert.utils.exceptions import ConversionException

from helpers.publishing.exporter import CourseExporter
from helpers.publishing.page.pictures import picture_size
from tests.publishing.publishing_samples import CONFIG, GLOSSARY, lesson, make_course_folder
from tests.publishing.rich_lesson import rich_course

NOTEBOOKS = ("1a-hello", "2a-frames", "2b-afterwards", "glossary")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return rich_course(tmp_path_factory.mktemp("rich") / "course", make_course_folder)


def convert(root, names=NOTEBOOKS, *, folder="notebooks", suffix=".ipynb"):
    """Pages by slug, and all files beside them; without execution."""
    exporter, pages, files = CourseExporter(), {}, {}
    for name in names:
        html, resources = exporter.from_filename(str(root / folder / f"{name}{suffix}"))
        pages[resources["unique_key"]] = html
        files |= resources["outputs"]
    return pages, files


@pytest.fixture(scope="module")
def site(root):
    return convert(root)


def test_nbconvert_knows_the_exporter():
    assert get_exporter("course") is CourseExporter


def test_nbconvert_makes_a_script_of_a_notebook(root):
    _, resources = get_exporter("script")().from_filename(str(root / "notebooks" / "1a-hello.ipynb"))
    assert resources["output_extension"] == ".py"


def nbconvert(root, *files):
    command = [sys.executable, "-m", "nbconvert", "--to", "course", "--output-dir", "out", *files]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_command_says_one_sentence_of_a_broken_notebook_and_warns_of_a_changed_lesson(tmp_path):
    root = make_course_folder(tmp_path / "course")
    path = root / "lessons" / "1a-hello.md"
    path.write_text(path.read_text().replace("Some prose", "Better prose"))
    done = nbconvert(root, "notebooks/1a-hello.ipynb")
    assert done.returncode == 0
    assert "1a-hello: lesson and notebook say different things; to mend it: course pair" in done.stderr
    (root / "notebooks" / "1a-hello.ipynb").write_text("{")
    done = nbconvert(root, "notebooks/1a-hello.ipynb")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("course: notebooks/1a-hello.ipynb:1: is no whole notebook")
    assert "Traceback" not in done.stderr


def test_a_glossary_is_a_page_without_order_that_every_page_links_to(tmp_path):
    links = "An [epoch](glossary.ipynb#epoch), [loops](glossary.ipynb#event-loop), [here](#Two-bits)."
    body = f"# Hello\n\n{links}\n\n## Two bits\n"
    root = make_course_folder(tmp_path / "course", {"1a-hello": lesson(body=body), "glossary": GLOSSARY})
    pages, files = convert(root, ["1a-hello", "glossary"])
    assert 'href="glossary.html#epoch"' in pages["hello"]
    assert 'href="#two-bits"' in pages["hello"]
    assert '<h2 id="event-loop">' in pages["glossary"]
    assert "Glossary</a>" in files["index.html"].decode()
    assert "glossary" not in files["lessons.csv"].decode()


def test_pages_stand_at_their_slugs_with_everything_beside_them(site):
    pages, files = site
    assert list(pages) == ["hello", "frames", "afterwards", "glossary"]
    shared = {"index.html", "404.html", "lessons.csv", "links.csv", "assets/page.css", "assets/page.js"}
    assert shared | {"assets/search.js", "assets/icon.svg"} <= set(files)
    assert any(name.startswith("images/tiny-") for name in files)


def test_markdown_gives_the_same_pages(root, site):
    assert convert(root, folder="lessons", suffix=".md")[0] == site[0]


def test_a_page_names_itself_and_its_neighbours(site):
    html = site[0]["frames"]
    assert "<title>Frames – Sample Course</title>" in html
    assert '<meta name="keywords" content="hello, Frames, Polling, wire, sample">' in html
    assert '<meta property="og:title" content="Frames">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert '<meta property="og:image" content="https://example.org/sample/images/card-frames.png">' in html
    assert picture_size(site[1]["images/card-frames.png"]) == (1200, 630)
    assert '<link rel="canonical" href="https://example.org/sample/frames.html">' in html
    assert '<link rel="prev" href="hello.html">' in html
    assert '<link rel="next" href="afterwards.html">' in html
    assert html.count("<h1") == 1
    assert '<li class="l2"><a href="#two-bytes-say-it-all">' in html


def test_cells_are_shown_as_their_tags_say(site):
    html = site[0]["frames"]
    assert '<details class="cell setup">' in html
    assert '<div class="prose solution">' in html
    assert "Measured where this page was published" in html


def test_what_to_do_stands_with_the_cell_that_is_live(tmp_path):
    body = '# Hello\n\nA list.\n\n**Try it.** Press **Step**.\n\n```python tags=["live"]\nshow(wire)\n```\n'
    page = convert(make_course_folder(tmp_path / "c", {"1a-hello": lesson(body=body)}), ["1a-hello"])[0][
        "hello"
    ]
    before, _, cell = page.partition('<div class="cell live">')
    assert "A list." in before
    assert "Press <strong>Step</strong>" not in before
    assert cell.index("Live in JupyterLab") < cell.index("Press <strong>Step</strong>") < cell.index("show")


def test_links_between_lessons_lead_to_pages(site):
    assert 'href="hello.html#greeting"' in site[0]["frames"]
    assert 'href="frames.html"' in site[0]["hello"]


def test_every_local_reference_of_every_page_exists(site):
    pages, files = site
    names = {f"{slug}.html" for slug in pages} | set(files)
    texts = {
        **{f"{slug}.html": html for slug, html in pages.items()},
        "index.html": files["index.html"].decode(),
    }
    for page, html in texts.items():
        found = re.findall(r'(?:href|src)="([^"]+)"', html)
        local = {
            one.partition("?")[0].partition("#")[0] for one in found if not one.startswith(("http", "#"))
        }
        assert local <= names, (page, local - names)


def test_the_views_are_loaded_only_where_there_is_one(site):
    assert all("wire.js" not in html for html in site[0].values())


def test_lessons_csv_has_every_key_in_course_order(site):
    rows = list(csv.DictReader(io.StringIO(site[1]["lessons.csv"].decode(), newline="")))
    assert [row["order"] for row in rows] == ["1A", "2A", "2B"]
    keys = {"order", "title", "section", "icon", "description", "minutes", "path", "keywords"}
    assert set(rows[0]) == keys


def test_links_csv_is_rectangular(site):
    rows = list(csv.reader(io.StringIO(site[1]["links.csv"].decode(), newline="")))
    assert rows[0] == ["order", "title", "link0"]
    assert {len(row) for row in rows} == {3}
    assert rows[2][2] == "https://www.rfc-editor.org/rfc/rfc6455"


def test_the_search_index_is_a_script(site):
    text = site[1]["assets/search.js"].decode()
    index = json.loads(re.search(r"courseSearch\.load\((.*)\);\s*$", text, re.DOTALL)[1])
    frames = index[1]
    assert frames["page"] == "frames.html"
    assert [part[0] for part in frames["parts"]][:2] == ["", "two-bytes-say-it-all"]
    assert "sha1" not in text  # a solution is not given away
    assert "accept_key" in text  # code is found


def test_the_page_for_nothing_links_through_the_base_path(site):
    html = site[1]["404.html"].decode()
    assert 'href="/sample/index.html"' in html
    assert 'src="/sample/assets/page.js' in html


def test_index_lists_sections_and_lessons(site):
    html = site[1]["index.html"].decode().partition("<main")[2]
    assert html.index("Welcome") < html.index("Polling") < html.index("Afterwards")
    assert "42 minutes" in html
    assert '<span class="minutes">25 min<' in html


def test_text_from_outside_is_escaped(tmp_path):
    hostile = lesson('"<script>x</script>"', description="'a <b> & \"c\"'", body="# x\n\nx\n").replace(
        'title: "<script>x</script>"', "title: '\"<script>x</script>\"'"
    )
    pages, files = convert(make_course_folder(tmp_path / "c", {"1a-hello": hostile}), ["1a-hello"])
    assert "<script>x" not in pages["hello"] + files["index.html"].decode()
    assert "a &lt;b&gt; &amp; &#34;c&#34;" in pages["hello"]


def test_without_base_url_nothing_points_to_the_root(tmp_path):
    config = CONFIG.replace("  baseurl: https://example.org/sample\n", '  baseurl: ""\n')
    pages, files = convert(make_course_folder(tmp_path / "c", config=config), ["1a-hello"])
    assert "canonical" not in pages["hello"]
    assert 'href="index.html"' in files["404.html"].decode()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("# x\n\n![a](../lessons/images/none.png)\n", "image ../lessons/images/none.png is not there"),
        ("# x\n\n[a](9z-none.ipynb)\n", "links to 9z-none.ipynb; expected a lesson of this course"),
    ],
)
def test_a_broken_reference_stops_the_conversion(tmp_path, body, message):
    root = make_course_folder(tmp_path / "c", {"1a-hello": lesson(body=body)})
    with pytest.raises(ConversionException) as caught:
        convert(root, ["1a-hello"])
    assert message in str(caught.value)


def test_standard_input_is_refused_with_a_reason(root):
    with (
        (root / "notebooks" / "1a-hello.ipynb").open() as stream,
        pytest.raises(ConversionException, match="no file name"),
    ):
        CourseExporter().from_file(stream)
