import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest, HandshakeResponse


def test_both_ways():
    asked = HandshakeRequest.parse('{ "protocol": "messagepack", "version": 1 }')
    assert asked.answer().serialize() == """{"error":"Requested protocol 'messagepack' is not available."}"""
    assert HandshakeRequest().serialize() == '{"protocol":"json","version":1}'
    assert HandshakeRequest().answer() == HandshakeResponse.parse("{}") == HandshakeResponse()
    assert HandshakeRequest("json", 2).answer().error == "Version 2 is not spoken here, only 1."
    assert HandshakeResponse.parse('{"error":"no"}') == HandshakeResponse("no")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"protocol":"json"}', '{"protocol":1,"version":1}', '{"type":6}']
)
def test_no_request(text):
    with pytest.raises(RemoteProtocolError):
        HandshakeRequest.parse(text)


@pytest.mark.parametrize("text", ["", "[]", '{"type":6}', '{"error":1}'])
def test_no_response(text):
    with pytest.raises(RemoteProtocolError):
        HandshakeResponse.parse(text)
