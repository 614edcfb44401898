"""The data that reaches the browser: read back by the rules that payload.py states, it is what went in."""

import json
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.rows import Rows
from helpers.trace import ndjson
from helpers.views.payload import BIT, FIELD, ROW, embed, encode
from helpers.vocabulary import Side


def named(names, values, **empty):
    return {name: empty.get(name) for name in names} | dict(zip(names, values, strict=False))


def read_field(data, place):
    got = named(FIELD, data["fields"][place], value="", note=0, rfc=0)
    for name in ("name", "note", "rfc"):
        got[name] = data["words"][got[name] or 0]
    return got


def test_rows_are_the_rows(samples):
    trace = samples.fragments().trace
    rows = Rows(trace).rows
    data = encode(rows, trace.records)
    for row, listed in zip(rows, data["rows"], strict=True):
        got = named(ROW, listed, fault="")
        for name in (
            "index",
            "connection",
            "start",
            "end",
            "arrived",
            "released",
            "state",
            "title",
            "summary",
        ):
            assert got[name] == getattr(row, name)
        assert got["side"] == row.side.value
        assert tuple(got["reads"] or ()) == row.reads


def test_fields_are_the_fields(samples):
    trace = samples.hello().trace
    rows = Rows(trace).rows
    data = encode(rows, trace.records)
    field, wanted = read_field(data, named(ROW, data["rows"][2])["field"]), rows[2].field
    assert (field["name"], field["note"], field["rfc"]) == (wanted.name, wanted.note, wanted.rfc)
    first = read_field(data, field["children"][0])
    assert first["name"] == wanted.children[0].name
    bit = named(BIT, first["bits"][0])
    assert data["words"][bit["name"]] == wanted.children[0].bits[0].name
    payload = read_field(data, field["children"][-1])
    assert b64decode(payload["decoded"][1]) == b"Hello"


def test_equal_fields_stand_once(samples):
    trace = samples.long(1000).trace
    data = encode(Rows(trace).rows, trace.records)
    assert len(data["words"]) < 200
    assert len({repr(field) for field in data["fields"]}) == len(data["fields"])


def test_bytes_stand_in_the_records_only(samples):
    trace = samples.hello().trace
    data = encode(Rows(trace).rows, trace.records)
    assert not any(named(ROW, row)["data"] for row in data["rows"])
    for side in Side:
        reads = [
            b64decode(record[4]) for record in data["records"] if record[::2][:2] == ["arrival", side.value]
        ]
        assert b"".join(reads) == trace.stream(0, side) != b""


def test_a_fault_carries_what_was_sent_instead(samples):
    trace = samples.faults().trace
    rows = {row[8:10][1]: named(ROW, row) for row in encode(Rows(trace).rows, trace.records)["rows"]}
    assert b64decode(rows["“Hello”"]["sent"]) == samples.frame(1, b"Hullo", masked=True)
    assert b64decode(rows["“I was never sent”"]["data"]) == samples.frame(1, b"I was never sent")


@given(st.text())
def test_embedded_json_cannot_end_the_element(text):
    out = embed({"text": text})
    assert "<" not in out
    assert json.loads(out) == {"text": text}


def test_a_saved_trace_survives(samples):
    trace = samples.faults().trace
    assert ndjson.load(ndjson.save(trace)) == trace
