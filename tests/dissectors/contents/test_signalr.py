import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.dissectors.contents.registry import Said, explain
from tests.dissectors.tiling import check_tiles, leaves, named
from tests.vectors.signalr_vectors import MESSAGES, NEGOTIATION, WRONG

FRAME = Said(True, target="/hub?id=a")
POSTED = Said(True, "text/plain", target="/hub?id=a")
BODY = Said(True, "application/json", target="/hub/negotiate?negotiateVersion=1")


def explained(text, said=FRAME):
    data = text if isinstance(text, bytes) else text.encode()
    (field,) = explain(data, 3, said)
    check_tiles([field], 3, 3 + len(data))
    return field


def notes(field):
    return [field.note, *(note for child in field.children for note in notes(child))]


def test_records_and_their_separators():
    field = explained('{}\x1e{"type":1,"target":"A","arguments":[]}\x1e{"type"')
    assert [(one.name, one.value) for one in field.children] == [
        ("handshake response", "{}"),
        ("record separator", "0x1E"),
        ("Invocation", '{"type":1,"target":"A","arguments":[]}'),
        ("record separator", "0x1E"),
        ("part of a record", '{"type"'),
    ]
    assert field.value.startswith("{}␞{")
    assert named([field], "type").value == "1: Invocation"
    assert "very letters" in named([field], "target").note


@pytest.mark.parametrize("text", [row[1] for row in MESSAGES], ids=[row[0] for row in MESSAGES])
@pytest.mark.parametrize("said", [FRAME, POSTED])
def test_every_vector_is_legal(text, said):
    field = explained(f"{text}\x1e", said)
    assert field.name == "records"
    assert not any("Illegal" in note for note in notes(field))
    assert named([field], "type").rfc == "SignalR HubProtocol"


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_breaks_a_rule_is_said(text, words):
    field = explained(f"{text}\x1e")
    assert not text or text in ("{}",) or any("Illegal" in note and words in note for note in notes(field))


def test_the_handshake():
    asked = explained('{"protocol":"json","version":1}\x1e')
    assert asked.children[0].name == "handshake request"
    assert "messagepack" in named([asked], "protocol").note
    refused = explained('{"error":"Requested protocol \'x\' is not available."}\x1e')
    assert "does not speak" in refused.children[0].note


def test_the_negotiation():
    field = explained(NEGOTIATION, BODY)
    assert field.note.startswith("Version 1. The next request says the token, which is secret, in “id=”.")
    assert field.note.endswith("Offered: WebSockets, ServerSentEvents.")
    assert named([field], "connectionToken").note.startswith("Secret")
    assert "No connection" in explained('{"error":"full"}', BODY).note


def test_what_is_something_else():
    assert explained("No Connection with that ID", POSTED).name == "text"
    assert explained("<p>", Said(True, "text/html", target="/hub")).name == "text"
    assert explained('{"type":6}\x1e', Said(True, target="/chat")).name == "text"
    assert [one.name for one in leaves([explained(b"\xff\x1e")])] == ["malformed", "record separator"]
    assert "not known" in explained('{"type":99}\x1e').children[0].note


def test_later_records_stay_in_one_piece():
    field = explained('{"type":6}\x1e' * 402)
    assert (field.children[-1].name, len(field.children)) == ("more records", 801)


@given(st.text('{}\x1e":,type123[]').map(str.encode) | st.binary(), st.sampled_from([FRAME, POSTED, BODY]))
def test_any_bytes_are_tiled(data, said):
    if data:
        explained(data, said)
