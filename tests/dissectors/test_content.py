from helpers.dissectors.content import buffer, dissect_content, quoted


def test_content():
    assert dissect_content(b"", text=True) == ()
    (json,) = dissect_content(b"[1]", 5, text=True)
    assert (json.name, json.start, json.end) == ("JSON", 5, 8)
    (data,) = dissect_content(b"[1]", text=False)
    assert data.name == "data"
    (text,) = dissect_content("é".encode(), text=True)
    assert (text.name, text.value) == ("text", "é")
    (broken,) = dissect_content(b"a\xff", text=True)
    assert broken.name == "malformed"
    assert "byte 1 is not: invalid start byte" in broken.note
    assert buffer("x", b"a", text=True).fields[0].name == "text"


def test_quotes():
    assert quoted(b"Hello", text=True) == "“Hello”"
    assert quoted(b"Hello", text=False) == "5 bytes"
    assert quoted(b"a\nb\x00", text=True) == "“a b ”"
    assert quoted("é".encode() * 41, text=True) == f"“{'é' * 40}…”"
    assert quoted("😀".encode() * 41, text=True) == f"“{'😀' * 40}…”"
