import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.page.found import course_facts, found_files, lesson_facts
from tests.publishing.publishing_samples import lesson, make_course_folder

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
CHANGES = {"1a-hello": "2026-11-02T10:00:00+01:00", "2a-b": "2026-11-28T09:30:00Z"}


@pytest.fixture
def course(tmp_path):
    two = lesson("Bits & bytes", order="2A", section="Polling", path="b", icon="")
    return load_course(make_course_folder(tmp_path / "c", {"1a-hello": lesson(), "2a-b": two}) / "lessons")


def test_the_map_has_every_page_and_its_day(course):
    root = ElementTree.fromstring(found_files(course, CHANGES)["sitemap.xml"])
    assert [one.text for one in root.iterfind("m:url/m:loc", MAP)] == [
        f"https://example.org/sample/{name}.html" for name in ("index", "hello", "b")
    ]
    assert [one.text for one in root.iterfind("m:url/m:lastmod", MAP)] == ["2026-11-02", "2026-11-28"]


def test_the_feed_has_the_newest_first(course):
    root = ElementTree.fromstring(found_files(course, CHANGES)["feed.xml"])
    assert [one.text for one in root.iterfind("a:entry/a:title", ATOM)] == ["2A Bits & bytes", "1A Hello"]
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-11-28T09:30:00Z"
    assert root.findtext("a:id", namespaces=ATOM) == "https://example.org/sample/feed.xml"
    assert [one.text for one in root.iterfind("a:entry/a:id", ATOM)][
        1
    ] == "https://example.org/sample/hello.html"


def test_hostile_titles_break_neither_feed_nor_page(course):
    hostile = "</script><b>\x00\x1b]]>&\ufffe"
    config = replace(course.config, title=hostile, author=hostile)
    nasty = replace(
        course, config=config, lessons=tuple(replace(one, title=hostile) for one in course.lessons)
    )
    root = ElementTree.fromstring(found_files(nasty, CHANGES)["feed.xml"])
    assert root.findtext("a:title", namespaces=ATOM) == "</script><b>]]>&"
    for html in (course_facts(nasty), lesson_facts(nasty, nasty.lessons[0], {})):
        assert html.count("<") == 2
        assert facts(html)["name"] == hostile


def facts(html):
    return json.loads(re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', html, re.DOTALL)[1])


def test_what_engines_are_told(course):
    told = facts(course_facts(course))
    assert told["@type"] == "Course"
    assert [one["url"] for one in told["hasPart"]] == [
        f"https://example.org/sample/{n}.html" for n in ["hello", "b"]
    ]
    about = facts(lesson_facts(course, course.lessons[1], CHANGES))
    assert (about["@type"], about["name"], about["dateModified"]) == (
        "LearningResource", "Bits & bytes", "2026-11-28T09:30:00Z",
    )  # fmt: skip
    assert "dateModified" not in facts(lesson_facts(course, course.lessons[1], {}))


def test_without_a_base_url_there_is_neither_map_nor_feed(course):
    assert found_files(replace(course, config=replace(course.config, baseurl="")), CHANGES) == {}
