"""The conclusion closes the circle: every lesson is linked from it, those of the source course above all."""

import re
from pathlib import Path

LESSONS = Path(__file__).parents[2] / "lessons"
TEXT = (LESSONS / "7a-conclusion.md").read_text("utf-8")
LINKED = set(re.findall(r"\]\(([0-9][0-9a-z-]*)\.ipynb", TEXT))
# The rows of the source course.
STARRED = ["1A", "1B", "2A", "2B", "2C", "2D", "2E", "3A", "3B", "4A", "4B", "4C", "4D", "5B", "5C"]


def test_every_row_of_the_source_course_exists_and_is_linked():
    missing = [order for order in STARRED if not any(name.startswith(f"{order.lower()}-") for name in LINKED)]
    assert missing == []
    assert all((LESSONS / f"{name}.md").is_file() for name in LINKED)


def test_the_picture_names_only_what_is_there():
    svg = (LESSONS / "images" / "what-we-built.svg").read_text("utf-8")
    orders = {path.name.split("-")[0].upper() for path in LESSONS.glob("[0-9]*.md")}
    named = set(re.findall(r"\b([1-7][A-F])\b", re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)))
    assert named <= orders
