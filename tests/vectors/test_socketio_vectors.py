"""The vectors of Engine.IO and Socket.IO through parser and serialiser."""

import pytest

from helpers.protocols.engineio.handshake import Handshake
from helpers.protocols.engineio.packets import Packet as EnginePacket
from helpers.protocols.engineio.payloads import parse_payload, serialize_payload
from helpers.protocols.socketio.decoder import Decoder
from tests.vectors import engineio_vectors, socketio_vectors


def each(vectors):
    return [pytest.param(*rest, id=name) for name, *rest in vectors]


@pytest.mark.parametrize(("message", "packet"), each(engineio_vectors.PACKETS))
def test_engineio_packets(message, packet):
    assert EnginePacket.parse(message) == packet
    assert packet.serialize() == message


@pytest.mark.parametrize(("body", "packets"), each(engineio_vectors.PAYLOADS))
def test_engineio_payloads(body, packets):
    assert parse_payload(body) == packets
    assert serialize_payload(packets) == body


@pytest.mark.parametrize(("text", "handshake"), each(engineio_vectors.HANDSHAKES))
def test_handshakes(text, handshake):
    assert Handshake.parse(text) == handshake
    assert handshake.serialize() == text


@pytest.mark.parametrize(("messages", "packet"), each(socketio_vectors.PACKETS))
def test_socketio_packets(messages, packet):
    decoder = Decoder()
    *early, last = [decoder.receive(message) for message in messages]
    assert early == [None] * len(early)
    assert last == packet
    assert packet.serialize() == messages
