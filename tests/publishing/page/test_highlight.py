import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.publishing.page.highlight import highlight


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("python", "await f('<')", "<c-k>await</c-k> f(<c-s>'&lt;'</c-s>)"),
        ("js", "let a = 1", "<c-k>let</c-k> a = <c-m>1</c-m>"),
        ("json", '{"a": true}', '{<c-f>"a"</c-f>: <c-m>true</c-m>}'),
        ("no-such-language", "<b>", "&lt;b&gt;"),
    ],
)
def test_a_few_classes_and_everything_escaped(language, code, expected):
    assert highlight(code, language=language) == expected


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_only_the_text_itself_is_shown(code):
    shown = unescape(re.sub(r'</?span(?: class="\w")?>', "", highlight(code, language="text")))
    assert shown.rstrip("\n") == code.rstrip("\n")
