import json

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.source.lesson import read_lesson, split_front_matter
from tests.publishing.publishing_samples import lesson


def write(tmp_path, text, name="1a-hello.md"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_reads_markdown(tmp_path):
    found = read_lesson(write(tmp_path, lesson()))
    assert (found.title, found.order, found.path, found.page) == ("Hello", "1A", "hello", "hello.html")
    assert found.minutes == 5
    assert found.values["icon"] == "signal"


def test_reads_a_notebook(tmp_path):
    course = dict(read_lesson(write(tmp_path, lesson())).values)
    path = write(tmp_path, json.dumps({"metadata": {"course": course}, "cells": []}), "1a-hello.ipynb")
    assert read_lesson(path).title == "Hello"


def test_the_body_starts_after_the_front_matter():
    head, line = split_front_matter("---\na: 1\n---\nbody\n")
    assert (head, line) == ("a: 1\n", 4)
    assert split_front_matter("no head\n") == ("", 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Hello", "title: ''", "1a-hello.md: title"),
        ("    minutes: 5\n", "", "minutes: found nothing; expected a whole number"),
        ("minutes: 5", "minutes: five", "minutes: found text: 'five'"),
        ("path: hello", "path: Hello World", "path: found text: 'Hello World'; expected a slug"),
        ("path: hello", "path: index", "not index or 404"),
        ("order: 1A", "order: A1", "order is 'A1'; expected digits"),
        ("  course:", "  curse:", "course: missing; expected a mapping with title, order"),
        ("title: Hello", "title: [Hello", "1a-hello.md:13: not valid YAML"),
    ],
)
def test_a_broken_front_matter_is_named(tmp_path, old, new, message):
    with pytest.raises(CourseError) as caught:
        read_lesson(write(tmp_path, lesson().replace(old, new, 1)))
    assert message in str(caught.value)
