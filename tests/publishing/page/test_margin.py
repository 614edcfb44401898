"""Which blocks stand together with a note."""

from helpers.publishing.page.margin import noted

P, Q, WIDE = "<p>one</p>", "<p>two</p>", '<div class="table"><table></table></div>'
NOTE = '<div class="callout aside" role="note"><p>by the way</p></div>'
WHY = '<div class="callout why" role="note"><p>because</p></div>'
OTHER = '<div class="callout careful" role="note"><p>mind</p></div>'


def test_a_note_stands_with_its_paragraph_and_what_follows_as_narrow():
    together = f'<div class="noted">{P}{NOTE}<div class="beside">{Q}{OTHER}</div></div>\n'
    assert list(noted([Q, P, NOTE, Q, OTHER, WIDE, Q])) == [Q, together, WIDE, Q]


def test_a_note_at_the_end_or_before_what_is_wide_has_nothing_beside_it():
    alone = f'<div class="noted">{P}{NOTE}</div>\n'
    assert list(noted([P, NOTE])) == [alone]
    assert list(noted([P, NOTE, WIDE])) == [alone, WIDE]
    assert list(noted([P, NOTE, "<p><img src=a></p>"])) == [alone, "<p><img src=a></p>"]
    assert list(noted([P, NOTE, "<details><summary>x</summary>"])) == [alone, "<details><summary>x</summary>"]


def test_each_note_begins_anew():
    first = f'<div class="noted">{P}{NOTE}</div>\n'
    second = f'<div class="noted">{Q}{WHY}<div class="beside">{P}</div></div>\n'
    assert list(noted([P, NOTE, Q, WHY, "\n", P])) == [first, second]


def test_a_note_without_a_paragraph_and_other_callouts_stay_in_the_text():
    assert list(noted([WIDE, NOTE, P, OTHER])) == [WIDE, NOTE, P, OTHER]
