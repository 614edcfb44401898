"""Header blocks explained: all of RFC 7541 appendix C, byte by byte."""

import pytest

from helpers.dissectors.http2.blocks import explain_block
from helpers.dissectors.tiles import preview
from helpers.protocols.http2.blocks import Decoder
from helpers.protocols.http2.table import Table
from tests.dissectors.tiling import check_tiles, leaves, named
from tests.vectors.hpack_vectors import BLOCKS


def blocks(name):
    """The blocks of one example, each explained."""
    (limit, steps), decoder = next((rest for one, *rest in BLOCKS if one == name)), Decoder()
    decoder.table = Table(limit)
    for data, *_ in steps:
        (field,) = explain_block(decoder.decode(data), 100)
        check_tiles([field], 100, 100 + len(data))
        yield field


def explained(data):
    (field,) = explain_block(Decoder().decode(data), 0)
    check_tiles([field], 0, len(data))
    return field


def rows(field):
    return [
        (leaf.start - field.start, leaf.name, leaf.value)
        for one in field.children
        for leaf in (one.children or (one,))
    ]


@pytest.mark.parametrize("name", [name for name, *_ in BLOCKS])
def test_appendix_c(name):
    (_, _, steps) = next(one for one in BLOCKS if one[0] == name)
    for field, (data, headers, size, entries) in zip(blocks(name), steps, strict=True):
        meant = "".join(f"{key}: {value}\n" for key, value in headers)
        assert field.decoded.data.decode() == meant
        assert [(line.name, line.value) for line in field.decoded.fields] == headers
        for one, (key, value) in zip(field.children, headers, strict=True):
            assert one.value == f"{key}: {preview(value.encode(), 60)}"
        assert field.value == f"{len(data)} byte{'s' * (len(data) > 1)} for {len(headers)} fields"
        assert f"({size} bytes)" in field.note if entries else "an empty table" in field.note
        for place, (key, value) in enumerate(entries):
            assert f"{62 + place} {key}: {value[:50]}" in field.note


def test_c_2_1_byte_by_byte():
    (field,) = blocks("C.2.1")
    assert rows(field) == [
        (0, "index of the name", "0"),
        (1, "name length", "10"),
        (2, "name", "custom-key"),
        (12, "value length", "13"),
        (13, "value", "custom-header"),
    ]
    (literal,) = field.children
    assert literal.name == "literal with incremental indexing"
    assert "It becomes number 62 of the table, which now has 1." in literal.note
    assert [(bit.name, bit.width, bit.value) for bit in literal.children[0].bits] == [
        ("form", 2, "01"),
        ("index", 6, "0"),
    ]


def test_c_2_2_to_c_2_4():
    (without,), (never,), (indexed,) = blocks("C.2.2"), blocks("C.2.3"), blocks("C.2.4")
    assert rows(without) == [
        (0, "index of the name", "4"),
        (1, "value length", "12"),
        (2, "value", "/sample/path"),
    ]
    assert "number 4 of the static table" in without.children[0].note
    assert "stays out of the table here and on every further hop" in never.children[0].note
    assert rows(indexed) == [(0, "indexed", ":method: GET")]
    assert [(bit.name, bit.value) for bit in indexed.children[0].bits] == [("form", "1"), ("index", "2")]


def test_c_4_huffman():
    first, second, third = blocks("C.4")
    value = named([first], "value")
    assert (value.start, value.end, value.value) == (105, 117, "www.example.com")
    assert "12 bytes instead of 15" in value.note
    assert (value.decoded.name, value.decoded.data) == ("Huffman", b"www.example.com")
    assert named([first], "value length").bits[0][:3] == ("H", 1, "1")
    assert "number 62 of the dynamic table" in second.children[3].note
    assert [leaf.value for leaf in leaves([third]) if leaf.name == "name"] == ["custom-key", "custom-key"]


def test_c_5_eviction():
    _, second, third = blocks("C.5")
    assert "which now has 4. For that 1 of the oldest had to go." in second.children[0].note
    assert "For that 2 of the oldest had to go." in third.children[5].note


def test_a_size_update_and_numbers_of_several_bytes():
    field = explained(b"\x3f\xe1\x1f\x82")
    update = field.children[0]
    assert (update.name, update.value) == ("dynamic table size update", "4096")
    assert [(bit.name, bit.width, bit.value) for bit in update.bits] == [
        ("form", 3, "001"),
        ("size", 5, "31"),
        ("more", 1, "1"),
        ("size", 7, "97"),
        ("more", 1, "0"),
        ("size", 7, "31"),
    ]
    assert "From here on the table may have 4096 bytes." in update.note


def test_the_ends_of_it():
    assert explain_block(Decoder().decode(b""), 0) == ()
    only_update = explained(b"\x20")
    assert only_update.decoded is None
    too_large = explained(b"\x20\x40\x01a\x01b")
    assert "Too large for the table, which is empty now." in too_large.children[1].note
    empty = explained(b"\x00\x00\x00")
    assert empty.decoded.fields[0].name == '""'
    assert explained(b"\x40\x80\x80").children[0].value == ": "
    many = explained(b"".join(b"\x40\x01%c\x01b" % letter for letter in b"abcdefghij"))
    assert "; 2 more (340 bytes)" in many.note
    volatile = explained(b"\x41\x03a:1\xbe")
    assert [leaf.volatile for leaf in leaves([volatile])] == [False, True, True, True, True, True]
    secret = explained(b"\x82\xbe")
    assert "Not read. Illegal: index 62" in named([secret], "malformed").note
