import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.publishing.page.highlight import highlight


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("python", "await f('<')", '<span class="k">await</span> f(<span class="s">\'&lt;\'</span>)'),
        ("js", "let a = 1", '<span class="k">let</span> a = <span class="m">1</span>'),
        ("json", '{"a": true}', '{<span class="f">"a"</span>: <span class="m">true</span>}'),
        ("no-such-language", "<b>", "&lt;b&gt;"),
    ],
)
def test_a_few_classes_and_everything_escaped(language, code, expected):
    assert highlight(code, language=language) == expected


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_only_the_text_itself_is_shown(code):
    shown = unescape(re.sub(r'</?span(?: class="\w")?>', "", highlight(code, language="text")))
    assert shown.rstrip("\n") == code.rstrip("\n")
