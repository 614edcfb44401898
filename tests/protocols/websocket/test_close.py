import pytest

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.close import NO_STATUS, close_payload, is_sendable, parse_close


def test_codes_that_may_travel():
    sendable = [code for code in range(65536) if is_sendable(code)]
    assert sendable == [1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)]


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1001, "bye"), (4999, "é" * 61), (NO_STATUS, "")])
def test_there_and_back(code, reason):
    assert parse_close(close_payload(code, reason)) == (code, reason)


@pytest.mark.parametrize(
    ("payload", "close_code"),
    [
        (b"\x03", 1002),
        (b"\x03\xed", 1002),
        (b"\x00\x00", 1002),
        (b"\xff\xff", 1002),
        (b"\x03\xe8\xed\xa0\x80", 1007),
    ],
)
def test_refuses_to_read(payload, close_code):
    with pytest.raises(RemoteProtocolError) as caught:
        parse_close(payload)
    assert caught.value.close_code == close_code


@pytest.mark.parametrize(
    ("code", "reason", "sentence"),
    [
        (1005, "why", "a reason without a close code"),
        (1006, "", "close code 1006 must not be sent"),
        (999, "", "close code 999 must not be sent"),
        (70000, "", "close code 70000 must not be sent"),
        (1000, "x" * 124, "a close reason of 124 bytes, 123 have room"),
        (1000, "ü" * 62, "a close reason of 124 bytes, 123 have room"),
        (1000, "\ud800", r"U\+D800 at character 0 is half of a pair"),
    ],
)
def test_refuses_to_send(code, reason, sentence):
    with pytest.raises(LocalProtocolError, match=sentence):
        close_payload(code, reason)
