"""A verdict says what differs, in text and as a card, whatever the answer was."""

import re
from html.parser import HTMLParser

import pytest

from helpers.checks.engine.compare import Said, compare
from helpers.checks.engine.values import describe, same
from helpers.checks.engine.verdict import Finding, Verdict, rfc_link

HELLX = Verdict(
    "unmask",
    passed=False,
    finding=Finding(
        "Byte 4 was left masked: the key has four bytes, the payload five.",
        case="unmask(b'\\x7f\\x9fMQX', b'7\\xfa!=')",
        pair=(b"HellX", b"Hello"),
        rfc="RFC 6455 §5.3",
    ),
    tally="3 of 5 cases",
    hints=("Which key byte does byte 4 meet?", "i % 4"),
)


def test_the_text_points_at_the_byte():
    assert repr(HELLX).splitlines() == [
        "Not yet · unmask · 3 of 5 cases",
        "  unmask(b'\\x7f\\x9fMQX', b'7\\xfa!=')",
        "  you gave   48 65 6c 6c 58  HellX",
        "                         ^^",
        "  expected   48 65 6c 6c 6f  Hello",
        "                         ^^",
        "  Byte 4 was left masked: the key has four bytes, the payload five.",
        "  RFC 6455 §5.3",
        "  hint 1 of 2: Which key byte does byte 4 meet?",
    ]


def test_each_attempt_brings_the_next_hint():
    third = Verdict("unmask", passed=False, finding=HELLX.finding, hints=HELLX.hints, attempt=9)
    assert repr(third).splitlines()[-1] == "  hint 2 of 2: i % 4"


def test_the_card_marks_the_byte_links_the_section_and_nests_the_hints():
    html = HELLX._repr_html_()
    assert html.startswith('<div role="group" class="verdict no"')
    assert re.findall(r"<mark[^>]*>(..)</mark>", html) == ["58", "6f"]
    assert 'href="https://www.rfc-editor.org/rfc/rfc6455#section-5.3"' in html
    assert html.count("<details") == 2
    assert html.index("Show a hint (2 of 2)") < html.index("</details>")


def test_a_passed_card_is_short():
    html = Verdict("unmask", passed=True, finding=Finding("All 5 cases."))._repr_html_()
    assert '<div role="group" class="verdict yes"' in html
    assert "<b>Passed</b>" in html
    assert "<details" not in html


class Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "img", "iframe")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


HOSTILE = "<script>alert(1)</script>\x00\ud800\u202e" + "A" * 100_000


@pytest.mark.parametrize(
    "pair",
    [
        (HOSTILE, "Hello"),
        (HOSTILE.encode("utf-8", "surrogatepass"), b"Hello"),
        ([HOSTILE] * 5000, [b"Hello"]),
        ((HOSTILE, 10**6000), (1, 2)),
        (Said(HOSTILE), Said("405")),
        (object(), b"Hello"),
    ],
)
def test_hostile_and_huge_values_are_cut_and_escaped(pair):
    finding = Finding(HOSTILE, case=describe(HOSTILE), pair=pair, printed=HOSTILE[:2000], line=3)
    verdict = Verdict("unmask", passed=False, finding=finding, hints=(HOSTILE[:300],), note=HOSTILE[:200])
    html = verdict._repr_html_()
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    assert len(html) < 25_000
    assert not set("\x00\ud800\u202e") & set(html)
    html.encode("utf-8")
    assert len(repr(verdict)) < 6_000


def test_a_far_difference_is_shown_where_it_is():
    given, expected = compare(bytes(1000) + b"\x01", bytes(1000) + b"\x02" + bytes(50))
    assert given.before == "… from byte 992:"
    assert [c.text for c in given.cells if c.differs] == ["01"]
    assert expected.after == "… 43 more"


def test_an_answer_that_ends_early_or_is_empty():
    given, expected = compare(b"ab", b"abc")
    assert [c.differs for c in given.cells] == [False, False]
    assert [c.differs for c in expected.cells] == [False, False, True]
    assert compare(b"", b"a")[0].cells[0].text == "nothing"


@pytest.mark.parametrize(
    ("given", "expected", "marked"),
    [
        (b"He\x00llo", b"Hello", (["00"], ["  "])),
        (b"ello", b"Hello", (["  "], ["48"])),
        (b"Hello, Ada", b"Hello Ada", (["2c"], ["  "])),
        (b"hello", b"Hello", (["68"], ["48"])),
        ("no comma", "no, comma", ([" "], [","])),
        ([1, 2, 3], [1, 3], (["2"], [" "])),
        (bytes(range(90)) + b"!" + bytes(range(90, 200)), bytes(range(200)), (["21"], ["  "])),
    ],
)
def test_only_what_really_differs_is_marked(given, expected, marked):
    assert (
        tuple([cell.text for cell in row.cells if cell.differs] for row in compare(given, expected)) == marked
    )


def test_nothing_is_aligned_by_accident():
    one, other = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w="
    assert [cell.text for cell in compare(one, other)[0].cells] == list(one)


def test_text_stands_beside_bytes_that_are_mostly_text():
    assert [row.beside for row in compare(b"caf\xc3", b"caf\xe9")] == ["caf·", "caf·"]
    assert [row.beside for row in compare(b"\x81\x05a", b"")] == ["", ""]


def test_items_of_a_tuple_are_compared_one_by_one():
    given, _ = compare((True, 1, 126), (True, 1, 300))
    assert [(c.text, c.differs) for c in given.cells] == [("True", False), ("1", False), ("126", True)]


class Liar(bytes):
    def __eq__(self, other):
        return True

    __hash__ = bytes.__hash__

    def __bytes__(self):
        return b"Hello"

    def __getitem__(self, index):
        raise RuntimeError


@pytest.mark.parametrize(
    ("given", "expected", "right"),
    [
        (b"a", b"a", True),
        (bytearray(b"a"), b"a", True),
        (memoryview(b"a"), b"a", True),
        ("a", b"a", False),
        (b"a", "a", False),
        (1, True, False),
        (True, 1, False),
        (None, None, True),
        ((1, b"a"), (1, b"a"), True),
        ([1, b"a"], (1, b"a"), False),
        ([(1, bytearray(b"a"))], [(1, b"a")], True),
        (Liar(b"x"), b"Hello", False),
        (Liar(b"Hello"), b"Hello", True),
    ],
)
def test_same(given, expected, right):
    assert same(given, expected) is right


def test_values_are_described_without_trusting_them():
    loop: list[object] = []
    loop.append(loop)
    assert describe(Liar(b"x")) == "b'x'"
    assert describe(bytes.fromhex("37fa213d")) == "bytes.fromhex('37 fa 21 3d')"
    assert describe(b"GET / HTTP/1.1\r\n\xff") == "b'GET / HTTP/1.1\\r\\n\\xff'"
    assert describe(object()) == "an object of type object"
    assert len(describe(loop)) <= 120
    assert describe((1,)) == "(1,)"
    assert describe(...) == "..."


def test_links():
    assert rfc_link("RFC 3629 §4") == "https://www.rfc-editor.org/rfc/rfc3629#section-4"
    assert rfc_link("RFC 6455") == "https://www.rfc-editor.org/rfc/rfc6455"
    assert rfc_link("the lesson") == ""
