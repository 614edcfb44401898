"""The pages of the real course, not executed: every link and anchor leads somewhere, every table is whole."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from helpers.publishing.config import load_config
from helpers.publishing.exporter import CourseExporter
from helpers.publishing.source.files import parse_yaml, read_text
from helpers.publishing.source.lesson import split_front_matter

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("[1-9]*.md"))
BASES = ("https://example.org/", "https://example.org/a/path/")


@pytest.fixture(scope="module")
def files():
    exporter, files = CourseExporter(), {}
    for path in [*LESSONS, ROOT / "lessons" / "glossary.md"]:
        html, resources = exporter.from_filename(str(path))
        files |= {f"{resources['unique_key']}.html": html.encode(), **resources["outputs"]}
    return files


@pytest.mark.parametrize("base", BASES)
def test_every_link_and_anchor_is_good_at_the_root_and_below_a_path(files, base):
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}
    anchors = {name: set(re.findall(r'\sid="([^"]+)"', html)) for name, html in pages.items()}
    amiss = []
    for page, html in pages.items():
        for link in map(unescape, re.findall(r'<[a-z][^>]*\s(?:href|src)="([^"]*)"', html)):
            place = urlsplit(urljoin(base + page, link))
            if place.netloc != "example.org":
                continue
            name = unquote(place.path.removeprefix(urlsplit(base).path))
            found = name in files or name == "course-offline.zip"
            if not found or (place.fragment and unquote(place.fragment) not in anchors.get(name, ())):
                amiss.append((page, link))
    assert not amiss


def table(files, name):
    return list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))


def test_lessons_csv_has_every_key_of_every_lesson_in_course_order(files):
    heads = [parse_yaml(split_front_matter(read_text(path))[0], file=path.name) for path in LESSONS]
    rows = table(files, "lessons.csv")
    assert [row["order"] for row in rows] == [head["jupyter"]["course"]["order"] for head in heads]
    for row, head in zip(rows, heads, strict=True):
        assert set(head["jupyter"]["course"]) <= set(row)
        said = head["jupyter"]["course"]
        assert all(row[key] == said[key] for key in ("title", "section", "path", "description"))


def test_links_csv_has_every_address_that_a_page_links_to(files):
    rows = table(files, "links.csv")
    paths = {row["order"]: row["path"] for row in table(files, "lessons.csv")}
    own = {load_config(ROOT).repository} - {""}
    for row in rows:
        html = (
            files[f"{paths[row['order']]}.html"]
            .decode()
            .partition("<main")[2]
            .partition('<nav class="next"')[0]
        )
        shown = {unescape(url) for url in re.findall(r'<a [^>]*href="(https?://[^"]+)"', html)}
        listed = {url for key, url in row.items() if key.startswith("link") and url}
        assert shown - own == listed, row["order"]
