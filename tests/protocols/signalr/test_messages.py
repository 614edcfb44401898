from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.signalr.messages import Message, MessageType, completion, item, parse
from tests.vectors.signalr_vectors import MESSAGES, WRONG


@pytest.mark.parametrize(("text", "message"), [row[1:] for row in MESSAGES], ids=[row[0] for row in MESSAGES])
def test_vectors(text, message):
    assert parse(text) == message
    assert message.serialize() == text


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_breaks_a_rule(text, words):
    with pytest.raises(RemoteProtocolError, match=words):
        parse(text)


def test_a_later_versions_type_is_passed_over():
    assert parse('{"type":10,"news":1}') is None
    assert parse('{"type":6,"new field":1}') == Message(MessageType.PING, {"new field": 1})


@pytest.mark.parametrize(
    "message",
    [
        completion(""),
        item("1", {1, 2}),
        item("1", float("nan")),
        Message(MessageType.INVOCATION, {"target": "a"}),
    ],
)
def test_what_cannot_be_sent_is_our_fault(message):
    with pytest.raises(LocalProtocolError):
        message.serialize()


@given(st.text(max_size=40))
def test_any_text_is_a_message_or_refused(text):
    with suppress(RemoteProtocolError):
        parse(text)
