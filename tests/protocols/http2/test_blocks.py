"""Header blocks: RFC 7541 appendix C, what is wrong with some, and as hpack reads generated ones."""

from random import Random

import hpack
import pytest

from helpers.protocols.http2.blocks import LIST_LIMIT, TABLE_LIMIT, Decoder, Form, header_pairs
from helpers.protocols.http2.codes import ErrorCode, FrameError
from helpers.protocols.http2.integers import parse_integer, serialize_integer
from helpers.protocols.http2.table import STATIC, Table
from tests.vectors.hpack_vectors import BLOCKS, INTEGERS


@pytest.mark.parametrize(("name", "limit", "steps"), BLOCKS, ids=[name for name, *_ in BLOCKS])
def test_appendix_c(name, limit, steps):
    decoder = Decoder()
    decoder.table = Table(limit)
    for data, headers, size, entries in steps:
        before = decoder.table.entries
        block = decoder.decode(data)
        assert (header_pairs(block), block.error) == (tuple(headers), None)
        assert decoder.table.size == size
        assert block.before == before
        assert block.after == tuple((key.encode(), value.encode()) for key, value in entries)
        ends = [0, *(one.end for one in block.representations)]
        assert [one.start for one in block.representations] == ends[:-1]
        assert ends[-1] == block.end == len(data)


@pytest.mark.parametrize(("name", "hexed", "bits", "value"), INTEGERS)
def test_integers(name, hexed, bits, value):
    data = bytes.fromhex(hexed)
    assert parse_integer(data, 0, bits) == (value, len(data))
    assert serialize_integer(value, bits) == data


def test_integers_agree_with_hpack():
    for value in (*range(300), 16_383, 2**28, 2**32):
        for bits in range(1, 9):
            data = serialize_integer(value, bits)
            assert data == bytes(hpack.hpack.encode_integer(value, bits))
            assert parse_integer(data, 0, bits) == (value, len(data))


def test_the_five_forms():
    decoder = Decoder()
    block = decoder.decode(
        bytes.fromhex("20 3fe11f 82 4003666f6f0362617 2 00016101 62 1001630164".replace(" ", ""))
    )
    assert [one.form for one in block.representations] == [
        Form.SIZE_UPDATE,
        Form.SIZE_UPDATE,
        Form.INDEXED,
        Form.INCREMENTAL,
        Form.WITHOUT,
        Form.NEVER,
    ]
    assert [one.number for one in block.representations] == [0, 4096, 2, 0, 0, 0]
    assert [one.prefix for one in block.representations] == [5, 5, 7, 6, 4, 4]
    assert block.after == ((b"foo", b"bar"),)


@pytest.mark.parametrize(
    ("hexed", "words"),
    [
        ("80", "index 0 is not used"),
        ("be", "index 62, the tables end at 61"),
        ("7e0161", "index 62, the tables end at 61"),
        ("40", "ends where a number begins"),
        ("4003616", "a string of 3 bytes, of which 1 are there"),
        ("ff", "ends within a number"),
        ("ff808080808000", "a number of more than 6 bytes"),
        ("3fe21f", "a dynamic table of 4097 bytes, at most 4096"),
        ("8220", "a dynamic table size update behind"),
        ("4081ff0161", "no Huffman code"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_more_is_read(hexed, words):
    decoder = Decoder()
    block = decoder.decode(bytes.fromhex(hexed if len(hexed) % 2 == 0 else hexed[:-1]))
    assert words in block.error.message
    assert block.error.code is ErrorCode.COMPRESSION_ERROR
    after = decoder.decode(b"\x82")
    assert (after.headers, after.end) == ((), 0)
    assert after.error.message == f"an earlier block could not be read: {block.error.message}"
    assert decoder.decode(b"\x82").error == after.error


def test_the_table_has_to_shrink_when_its_reader_asks():
    decoder = Decoder()
    decoder.allowed = 100
    assert "stays at 4096 bytes, though 100 are allowed" in decoder.decode(b"\x82").error.message
    decoder = Decoder()
    decoder.allowed = 100
    assert decoder.decode(b"\x3f\x45\x82").error is None
    decoder = Decoder()
    decoder.allowed = 2**32 - 1
    assert "are not kept here" in decoder.decode(b"\x3f\x80\x80\x80\x08").error.message
    assert decoder.table.limit <= TABLE_LIMIT


def test_an_entry_that_is_too_large_empties_the_table():
    table = Table(100)
    assert table.add((b"a", b"b")) == 0
    assert table.add((b"a", bytes(100))) == 1
    assert (table.entries, table.size) == ((), 0)
    assert table.resize(0) == 0
    with pytest.raises(FrameError, match="index 62"):
        table.look_up(62)
    assert table.look_up(61) == STATIC[60]


def test_a_bomb_is_not_inflated():
    decoder = Decoder()
    value = bytes(4000)
    bomb = b"\x40\x01a" + serialize_integer(len(value), 7) + value + b"\xbe" * 16_000
    block = decoder.decode(bomb)
    assert block.error.message == f"a header list of more than {LIST_LIMIT} bytes"
    assert sum(len(name) + len(entry) + 32 for name, entry in block.headers) <= LIST_LIMIT
    updates = Decoder().decode(b"\x20" * 100_000)
    assert updates.error is not None
    assert len(updates.representations) <= LIST_LIMIT / 32


# ---- generated ----

NAMES = [b":method", b":path", b"cookie", b"date", b"x-a", b"x-b", b"accept", b"", b"\xff\x00"]
VALUES = [b"GET", b"/", b"", b"a=b", b"Mon, 21 Oct 2013 20:13:21 GMT", b"\x00\x80\xff", b"long " * 60]


def generated(random, encoder):
    """A block of a few fields, mostly as hpack writes it."""
    if random.random() < 0.1:
        encoder.header_table_size = random.choice((0, 64, 256, 4096))
    headers = []
    for _ in range(random.randint(0, 6)):
        entry = (
            random.choice(NAMES),
            random.choice(VALUES) + (b"%d" % random.randrange(9) if random.random() < 0.3 else b""),
        )
        headers.append(
            hpack.NeverIndexedHeaderTuple(*entry) if random.random() < 0.2 else hpack.HeaderTuple(*entry)
        )
    data = encoder.encode(headers, huffman=random.random() < 0.6)
    if random.random() < 0.3:  # hpack's encoder never writes this form
        name, value = random.choice(NAMES), random.choice(VALUES)
        data += b"\x00" + serialize_integer(len(name), 7) + name + serialize_integer(len(value), 7) + value
    return data


def check_many(seed, count):
    """Decode ``count`` blocks as hpack does, the table too; one in twenty is broken, which ends its connection."""
    random, done = Random(seed), 0
    while done < count:
        encoder, theirs, ours = hpack.Encoder(), hpack.Decoder(max_header_list_size=LIST_LIMIT), Decoder()
        for _ in range(random.randint(1, 30)):
            data = generated(random, encoder)
            if data and random.random() < 0.05:
                at = random.randrange(len(data))
                data = data[:at] + random.randbytes(random.randint(0, 2)) + data[at + 1 :]
            done += 1
            block = ours.decode(data)
            try:
                meant = tuple((bytes(name), bytes(value)) for name, value in theirs.decode(data, raw=True))
            except hpack.HPACKError:
                assert block.error is not None
                break
            assert block.error is None
            assert block.headers == meant
            assert list(block.after) == list(theirs.header_table.dynamic_entries)
            assert (block.limit, ours.table.size) == (
                theirs.header_table_size,
                theirs.header_table._current_size,
            )
    return done


def test_two_thousand_generated_blocks_read_as_hpack_reads_them():
    assert check_many(1, 2000) >= 2000


@pytest.mark.slow
def test_a_hundred_thousand_generated_blocks_read_as_hpack_reads_them():
    assert sum(check_many(seed, 10_000) for seed in range(2, 12)) >= 100_000
