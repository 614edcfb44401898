import tracemalloc

import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.protocols.websocket.events import Binary, Text
from helpers.protocols.websocket.frames import Header, Opcode
from helpers.protocols.websocket.messages import FRAGMENT_LIMIT, Reassembler
from helpers.vocabulary import Side


def header(opcode, length=0, *, fin=True, rsv=0):
    return Header(fin, rsv, opcode, length, None, 2)


def test_text_in_fragments_cut_inside_a_character():
    messages = Reassembler()
    for opcode, piece, fin in [(1, b"caf\xc3", False), (0, b"", False), (0, b"\xa9", True)]:
        messages.begin(header(opcode, len(piece), fin=fin))
        message = messages.receive_data(piece, end=fin)
    assert message == Text("café")
    messages.begin(header(Opcode.BINARY, 1))
    assert messages.receive_data(b"\xff", end=True) == Binary(b"\xff")


def test_order_of_fragments():
    messages = Reassembler()
    with pytest.raises(RemoteProtocolError, match="no message was begun"):
        messages.begin(header(0))
    messages.begin(header(1, fin=False))
    with pytest.raises(RemoteProtocolError, match="inside a fragmented one"):
        messages.begin(header(2))
    with pytest.raises(RemoteProtocolError, match="reserved bits on a continuation"):
        messages.begin(header(0, rsv=0b100))


def test_the_limit_counts_all_fragments_and_needs_no_payload():
    messages = Reassembler(limit=10)
    messages.begin(header(2, 6, fin=False))
    messages.receive_data(b"123456")
    with pytest.raises(RemoteProtocolError, match="a message of 11 bytes, at most 10 allowed") as caught:
        messages.begin(header(0, 5))
    assert caught.value.close_code == 1009


def test_the_limit_counts_inflated_bytes():
    parameters = Parameters()
    payload = Deflate(Side.CLIENT, parameters).encode(bytes(100_000))
    messages = Reassembler(limit=1000, codec=Deflate(Side.SERVER, parameters))
    messages.begin(header(2, len(payload), rsv=0b100))
    sentence = "a message of more than 1000 bytes when inflated"
    with pytest.raises(RemoteProtocolError, match=sentence) as caught:
        messages.receive_data(payload, end=True)
    assert caught.value.close_code == 1009


def test_nonsense_is_not_a_matter_of_size():
    messages = Reassembler(limit=1000, codec=Deflate(Side.SERVER, Parameters()))
    messages.begin(header(2, 2, rsv=0b100))
    with pytest.raises(RemoteProtocolError, match="not DEFLATE data") as caught:
        messages.receive_data(b"\xff\xff", end=True)
    assert caught.value.close_code == 1007


def test_empty_fragments_are_counted():
    messages = Reassembler(limit=10)
    for number in range(FRAGMENT_LIMIT):
        messages.begin(header(0 if number else 2, 0, fin=False))
        messages.receive_data(b"")
    with pytest.raises(RemoteProtocolError, match="a message of more than 10000 empty fragments") as caught:
        messages.begin(header(0, 0, fin=False))
    assert caught.value.close_code == 1009


@pytest.mark.parametrize("opcode", [1, 2])
def test_many_small_fragments_are_a_message_and_cost_little_more_than_their_bytes(opcode):
    messages, count = Reassembler(limit=200_000), 100_000
    tracemalloc.start()
    for number in range(count):
        messages.begin(header(0 if number else opcode, 1, fin=False))
        messages.receive_data(bytes([0x41 + number % 26]))
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    messages.begin(header(0, 1))
    message = messages.receive_data(b"!", end=True)
    assert len(message.data) == count + 1
    assert message.data[:3] + message.data[-1:] in ("ABC!", b"ABC!")
    assert grown < 2 * count


def test_the_next_message_is_counted_anew():
    messages = Reassembler()
    for _ in range(FRAGMENT_LIMIT + 1):
        messages.begin(header(2, 0))
        assert messages.receive_data(b"", end=True) == Binary(b"")
