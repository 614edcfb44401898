"""Header lines one by one: the line that breaks a rule is marked, with the rule, and the lines around it are read."""

import pytest

from tests.dissectors.tiling import CLIENT, SERVER, check_connection, named, split

BAD = [
    (b"A : b", "there is a space before the colon", "RFC 9112 §5.1"),
    (b" folded", "it begins with a space", "RFC 9112 §5.2"),
    (b"no colon", "there is no colon", "RFC 9112 §5"),
    (b"A: b\nC: d", "a line feed without a carriage return", "RFC 9112 §2.2"),
    (b": b", "the name holds a character that no name may have", "RFC 9110 §5.1"),
    (b"N\xc3\xa4me: b", "the name holds a character that no name may have", "RFC 9110 §5.1"),
    (b"A: b\x00", "the value holds a control character", "RFC 9110 §5.5"),
    (b"A: b\rC: d", "the value holds a control character", "RFC 9110 §5.5"),
]


@pytest.mark.parametrize(("side", "start"), [(CLIENT, b"get /a HTTP/1.1"), (SERVER, b"HTTP/1.1 200 OK")])
@pytest.mark.parametrize(("bad", "reason", "rfc"), BAD)
def test_one_bad_line_is_marked_and_not_the_whole_head(bad, reason, rfc, side, start):
    head = start + b"\r\nHost: a\r\n" + bad + b"\r\nETag: b\r\n\r\n"
    script = [(side, head + b"what follows")]
    dissector = check_connection(script, [list(split(script, None))])
    (section,) = dissector.sections(side)
    assert section.summary == "malformed"
    assert section.title == ("get /a" if side is CLIENT else "200")
    assert "One of its lines breaks the rules" in section.field.note
    names = [child.name for child in section.field.children][1:]
    assert names == ["Host", "malformed", "ETag", "blank line"]
    marked = section.field.children[2]
    assert section.data[marked.start : marked.end] == bad + b"\r\n"
    assert marked.note.startswith(f"This line breaks the rules: {reason}")
    assert marked.rfc == rfc
    tail = dissector.tail(side)
    assert (tail.unit.start, tail.unit.by_reads) == (len(head), True)


def test_a_line_feed_before_the_blank_line():
    data = b"GET / HTTP/1.1\r\nHost: a\n\r\n"
    (section,) = check_connection([(CLIENT, data)], []).sections(CLIENT)
    assert [child.name for child in section.field.children] == ["request line", "malformed"]
    assert section.field.children[1].value == "Host: a\n"


def test_where_line_feeds_end_lines_there_is_no_head():
    tail = check_connection([(CLIENT, b"GET / HTTP/1.1\r\nHost: a\n\n")], []).tail(CLIENT)
    assert tail.summary == "malformed: a line feed without a carriage return"


@pytest.mark.parametrize(
    ("value", "shown", "coding"),
    [
        ("grüß dich €".encode(), "grüß dich €", "UTF-8"),
        (b"caf\xe9", "café", "Latin-1"),
        (b"caf\xc3", "cafÃ", "Latin-1"),  # half of an é
        (b"cafe", "cafe", ""),
    ],
)
def test_bytes_above_127_are_shown_as_utf_8_where_they_are_that(value, shown, coding):
    script = [(SERVER, b"HTTP/1.1 200 " + value + b"\r\nX-Name:  " + value + b" \r\n\r\n")]
    (section,) = check_connection(script, []).sections(SERVER)
    assert section.summary == shown
    assert named([section.field], "reason phrase").value == shown
    assert named([section.field], "status line").value == f"HTTP/1.1 200 {shown}"
    line = named([section.field], "X-Name")
    assert (line.value, named([line], "value").value) == (shown, shown)
    says = f"HTTP gives bytes above 127 no meaning; read as {coding} here."
    assert line.note.endswith(says) == bool(coding)


@pytest.mark.parametrize(
    "method", [b"get", b"X2", b"FOO_BAR", b"M-SEARCH", b"!#$%&'*+-.^_`|~", b"X" * 24, b"Get"]
)
def test_any_token_is_a_method(method):
    script = [(CLIENT, method + b" /a HTTP/1.1\r\n\r\n" + method + b" http://a/ HTTP/1.1\r\n\r\n")]
    first, second = check_connection(script, [list(split(script, None))]).sections(CLIENT)
    assert (first.title, second.title) == (f"{method.decode()} /a", f"{method.decode()} http://a/")
    assert named([first.field], "method").note == "A method that this course does not explain."
