"""The chat without any wire: what is stored, what is refused, what a cursor gets."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.chat.domain import BadCursor, BadPost, Chat, Conflict, Post, parse_post


def chat_with(count: int, **options) -> Chat:
    chat = Chat("e1", now=lambda: 1000.0, **options)
    for n in range(1, count + 1):
        chat.post(Post(f"k{n}", "ada", f"message {n}"))
    return chat


def ids(page) -> list[int]:
    return [message.id for message in page.messages]


def test_reads_a_post():
    assert parse_post(b'{"key": "k1", "name": " ada ", "text": "hi\\n", "x": 1}') == Post("k1", "ada", "hi")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the body is not JSON: Expecting value at character 0"),
        (b"hello", "the body is not JSON"),
        (b"{", "the body is not JSON"),
        (b'{"key": "k"} x', "the body is not JSON: Extra data at character 13"),
        (b"\xff\xfe", "the body is not UTF-8: byte 0 is 0xff"),
        (b'{"key": "\xc3"}', "the body is not UTF-8: byte 9 is 0xc3"),
        (b"[]", "expected a JSON object, found an array"),
        (b"null", "expected a JSON object, found null"),
        (b"true", "expected a JSON object, found a boolean"),
        (b"NaN", "expected a JSON object, found a number"),
        (b'"text"', "expected a JSON object, found a string"),
        (b"[" * 100_000, "nested too deep"),
        (b"1" * 10_000, "too long a number"),
        (b"{}", "key is missing"),
        (b'{"key": "k", "name": "ada"}', "text is missing"),
        (b'{"key": 1, "name": "ada", "text": "hi"}', "key must be a string, not a number"),
        (b'{"key": "k", "name": null, "text": "hi"}', "name must be a string, not null"),
        (b'{"key": "k", "name": "ada", "text": ["hi"]}', "text must be a string, not an array"),
        (b'{"key": "k", "name": "ada", "text": " \\n "}', "text is empty"),
        (b'{"key": "k", "name": "", "text": "hi"}', "name is empty"),
        (b'{"key": "k", "name": "\\u200b", "text": "hi"}', "name has no character that can be seen"),
        (b'{"key": "k", "name": "ada", "text": "\\u3164 \\ufeff"}', "text has no character that can be seen"),
        (b'{"key": "", "name": "ada", "text": "hi"}', "key must be 1 to 64"),
        (b'{"key": "a b", "name": "ada", "text": "hi"}', "key must be 1 to 64"),
        (b'{"key": "k", "name": "ada", "text": "\\ud800"}', "half a surrogate pair"),
        (b'{"key": "k", "name": "a\\u0000", "text": "hi"}', "control character"),
    ],
)
def test_refuses_with_a_reason(body: bytes, reason: str):
    with pytest.raises(BadPost) as caught:
        parse_post(body)
    assert reason in str(caught.value)


def test_refuses_what_is_too_long():
    with pytest.raises(BadPost, match="text has 2001 characters, at most 2000"):
        parse_post(json.dumps({"key": "k", "name": "a", "text": "x" * 2001}).encode())
    with pytest.raises(BadPost, match="name has 41 characters"):
        parse_post(json.dumps({"key": "k", "name": "a" * 41, "text": "x"}).encode())


@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda t: json.dumps({"key": t, "name": t, "text": t}).encode())
)
def test_any_body_is_a_post_or_a_reason(body: bytes):
    try:
        post = parse_post(body)
    except BadPost:
        return
    json.dumps([post.key, post.name, post.text], ensure_ascii=False).encode()


def test_hostile_html_is_text_like_any_other():
    text = "<img src=x onerror=alert(1)>"
    body = json.dumps({"key": "k", "name": "<b>", "text": text}).encode()
    assert parse_post(body).text == text


def test_greets_with_the_newest_fifty():
    page = chat_with(60).greeting()
    assert ids(page) == list(range(11, 61))
    assert (page.cursor, page.gap, page.more) == ("e1.60", False, False)


def test_an_empty_chat_has_a_cursor_too():
    page = chat_with(0).greeting()
    assert (ids(page), page.cursor) == ([], "e1.0")
    assert ids(chat_with(3).after(page.cursor)) == [1, 2, 3]


def test_the_same_key_stores_once():
    chat = chat_with(2)
    message, new = chat.post(Post("k2", "ada", "message 2"))
    assert (message.id, new, chat.cursor) == (2, False, "e1.2")
    with pytest.raises(Conflict, match="key k2 was used before"):
        chat.post(Post("k2", "ada", "other"))
    assert chat.cursor == "e1.2"


@pytest.mark.parametrize(
    ("cursor", "expected", "gap"),
    [
        ("e1.20", [], False),
        ("e1.17", [18, 19, 20], False),
        ("e1.10", list(range(11, 21)), False),
        ("e1.9", list(range(11, 21)), True),
        ("e1.0", list(range(11, 21)), True),
        ("e0.19", list(range(11, 21)), True),
        ("e1.21", list(range(11, 21)), True),
    ],
)
def test_a_cursor_gets_what_came_after_it_or_a_gap(cursor: str, expected: list[int], gap: bool):
    page = chat_with(20, kept=10).after(cursor)
    assert (ids(page), page.gap, page.cursor) == (expected, gap, "e1.20")


@pytest.mark.parametrize(
    "cursor", ["", "17", "e1", "e1.", ".1", "e1.-1", "e1.x", "e1.1.1", "e1.1\n", "é.1", "e1." + "9" * 40]
)
def test_what_never_was_a_cursor_is_refused(cursor: str):
    with pytest.raises(BadCursor, match="is not a cursor"):
        chat_with(1).after(cursor)


def test_long_ways_back_come_in_pages():
    chat, seen, cursor, pages = chat_with(1234), [], "e1.0", 0
    more = True
    while more:
        page = chat.after(cursor)
        seen += ids(page)
        cursor, more, pages = page.cursor, page.more, pages + 1
    assert seen == list(range(1, 1235))
    assert (pages, cursor) == (3, "e1.1234")


def test_keeps_ten_thousand_and_their_keys():
    chat = chat_with(10_050)
    assert len(chat._by_key) == len(chat._log) == 10_000
    assert chat.after("e1.50").gap is False
    assert chat.after("e1.49").gap is True


def test_tells_listeners_until_they_leave():
    chat, seen = chat_with(0), []
    leave = chat.subscribe(seen.append)
    first, _ = chat.post(Post("a", "ada", "1"))
    chat.post(Post("a", "ada", "1"))
    leave()
    leave()
    chat.post(Post("b", "ada", "2"))
    assert seen == [first]


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\u3164", "\ufeff", "\u2800", "\u00ad\u200d", "\u202e\u2066", "\u200b \n\u3164", "\U000e0061"],
)
@pytest.mark.parametrize("member", ["name", "text"])
def test_what_nobody_sees_is_no_name_and_no_text(member: str, text: str):
    post = {"key": "k", "name": "ada", "text": "hi"}
    with pytest.raises(BadPost, match=f"{member} has no character that can be seen"):
        parse_post(json.dumps(post | {member: text}).encode())
    seen = parse_post(json.dumps(post | {member: f"{text}👩\u200d💻"}).encode())
    assert "👩\u200d💻" in getattr(seen, member)


@pytest.mark.parametrize("epoch", ["", "a.b", "a b", "x" * 33])
def test_refuses_an_epoch_that_would_break_its_cursors(epoch: str):
    with pytest.raises(ValueError, match="an epoch is 1 to 32"):
        Chat(epoch, now=lambda: 0.0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=30), st.integers(1, 40))
def test_whoever_follows_the_cursor_sees_every_message_once_or_is_told_of_a_gap(bursts: list[int], kept: int):
    chat, seen, cursor, number = chat_with(0, kept=kept), [], "e1.0", 0
    for burst in bursts:
        for _ in range(burst):
            number += 1
            chat.post(Post(f"k{number}", "ada", "hi"))
        page = chat.after(cursor)
        expected = (seen[-1] if seen else 0) + 1
        if page.gap:
            assert burst > kept
        elif page.messages:
            assert page.messages[0].id == expected
        seen += ids(page)
        cursor = page.cursor
    assert seen == sorted(set(seen))
