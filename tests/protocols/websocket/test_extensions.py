import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.extensions import Extension, parse_extensions, serialize_extensions


@pytest.mark.parametrize(
    ("value", "extensions"),
    [
        ("", ()),
        ("a", (Extension("a"),)),
        ("a, b", (Extension("a"), Extension("b"))),
        ("a,, b ,", (Extension("a"), Extension("b"))),
        ('a; x; y=1 ;z="2"', (Extension("a", (("x", None), ("y", "1"), ("z", "2"))),)),
        (r'a; x="1\2"; y="\b"', (Extension("a", (("x", "12"), ("y", "b"))),)),
        ("a; x, a", (Extension("a", (("x", None),)), Extension("a"))),
    ],
)
def test_parses(value, extensions):
    assert parse_extensions(value) == extensions
    assert parse_extensions(serialize_extensions(extensions)) == extensions


@pytest.mark.parametrize(
    "value",
    [
        *("=", "a b", "a;", "a; =1", 'a; x="1 2"', 'a; x="', 'a; x=""', ";x"),
        *(r'a; x="1\"', r'a; x="\\"', r'a; x="1\ 2"'),
    ],
)
def test_refuses(value):
    with pytest.raises(RemoteProtocolError) as caught:
        parse_extensions(value)
    assert caught.value.status == 400
