import pytest

from helpers.publishing.page.markdown import CALLOUTS, Picture, Prose, slug


class Plain:
    def link(self, target):
        return target.replace(".ipynb", ".html")

    def picture(self, target):
        return Picture("images/" + target, 3, 4)


def render(text):
    return Prose(Plain()).render(text)


def test_headings_have_anchors_of_their_own_across_cells():
    prose = Prose(Plain())
    first, second = prose.render("# Title\n\n## Close `x` & go"), prose.render("## Close x & go")
    assert 'id="close-x-go"' in first
    assert "Title" not in first
    assert 'id="close-x-go-2"' in second
    assert [(one.level, one.anchor, one.text) for one in prose.headings] == [
        (2, "close-x-go", "Close x & go"),
        (2, "close-x-go-2", "Close x & go"),
    ]


@pytest.mark.parametrize(
    ("text", "anchor"), [("A b", "a-b"), ("Größe?", "größe"), ("…", "section"), ("0x81", "0x81")]
)
def test_a_slug_is_small_letters_digits_hyphens(text, anchor):
    assert slug(text) == anchor


@pytest.mark.parametrize("label", CALLOUTS)
@pytest.mark.parametrize("mark", ["", ".", ":"])
def test_a_callout_is_a_quotation_that_begins_with_its_name(label, mark):
    html = render(f"> **{label}{mark}** Some *words*.\n>\n> More.")
    assert html.startswith(f'<div class="callout {label.lower()}" role="note">')
    assert f'<strong class="label">{label}</strong> Some <em>words</em>.' in html


def test_other_quotations_stay():
    assert render("> **Brian** said so.").startswith("<blockquote>")


def test_an_image_has_text_and_size():
    html = render('![A "wire"](a.png)')
    assert 'src="images/a.png" alt="A &quot;wire&quot;" width="3" height="4"' in html


def test_a_link_is_resolved_and_a_table_scrolls():
    assert 'href="a.html#b"' in render("[x](a.ipynb#b)")
    assert render("| a |\n|---|\n| b |").startswith('<div class="table"><table>')


def test_an_empty_head_is_no_head():
    html = render("| | a |\n|---|--:|\n| b | 1 |")
    assert "<td></td>" in html
    assert '<th style="text-align:right">a</th>' in html


def test_a_fence_is_highlighted_and_a_fold_keeps_its_markdown():
    html = render("<details><summary>One</summary>\n\n~~~python\nif x: y\n~~~\n\n</details>")
    assert "<details><summary>One</summary>" in html
    assert '<code data-language="python"><c-k>if</c-k>' in html


def test_a_dollar_is_a_dollar():
    assert render("$5 and $6") == "<p>$5 and $6</p>"


def test_the_first_image_comes_at_once_and_later_ones_when_they_are_near():
    prose = Prose(Plain())
    first, second = prose.render("![One](a.png)"), prose.render("![Two](b.png)")
    assert "lazy" not in first
    assert 'loading="lazy"' in second


def test_an_image_that_is_wider_than_shown_has_a_sharper_one():
    tag = Picture("images/a-1x.png", 986, 500, "images/a-2x.png").tag("A wire")
    assert 'src="images/a-1x.png" alt="A wire" width="986" height="500" srcset="images/a-2x.png 2x"' in tag
