"""Notes stand beside their paragraphs where there is room, cover nothing, and stand in the text elsewhere."""

import pytest

pytestmark = pytest.mark.browser
BOXES = """() => {
  const box = (one) => one && one.getBoundingClientRect().toJSON();
  return [...document.querySelectorAll(".noted")].map((pair) => {
    const [text, note] = [pair.firstElementChild, pair.querySelector(".callout")];
    return { text: box(text), note: box(note), next: box(pair.nextElementSibling) };
  });
}"""


@pytest.mark.parametrize("width", [1200, 1280, 1440, 2000])
def test_a_note_begins_beside_its_paragraph_and_ends_above_what_is_wide(open_page, width):
    page = open_page("afterwards.html", width=width)
    boxes = page.evaluate(BOXES)
    assert len(boxes) == 2
    for box in boxes:
        assert box["note"]["left"] > box["text"]["right"]
        assert 0 <= box["note"]["top"] - box["text"]["top"] < 10
        assert box["note"]["right"] <= width
        assert box["note"]["right"] - box["note"]["left"] > 180
    assert boxes[0]["note"]["bottom"] <= boxes[0]["next"]["top"]


@pytest.mark.parametrize("width", [360, 800, 1199])
def test_elsewhere_a_note_stands_below_its_paragraph(open_page, width):
    for box in open_page("afterwards.html", width=width).evaluate(BOXES):
        assert box["note"]["top"] >= box["text"]["bottom"]
        assert box["note"]["left"] == box["text"]["left"]


def test_what_to_do_in_a_live_cell_stands_in_its_box_though_a_note_is_above(open_page):
    page = open_page("frames.html")
    assert page.locator(".cell.live .prose").count() == 0  # a heading stands before it, and no paragraph
    assert open_page("afterwards.html").locator(".cell.live .prose").count() == 0  # a note is nothing to do
