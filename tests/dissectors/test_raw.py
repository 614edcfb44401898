from helpers.dissectors.raw import dissect_raw


def test_what_nobody_cuts():
    assert dissect_raw(b"a", 3)[:2] == ("1 byte", "raw")
    malformed = dissect_raw(b"ab", 3, reason="malformed: no HTTP head")
    assert malformed[:2] == ("2 bytes", "malformed: no HTTP head")
    assert malformed.field.name == "malformed"
    body = dissect_raw(b"ab", 3, reason="a body that lasts until the connection closes", size=9)
    assert (body.field.name, body.field.start, body.field.end) == ("body", 3, 12)
