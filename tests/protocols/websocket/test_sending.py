from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.sending import whole_frame
from helpers.vocabulary import Side


def test_a_whole_frame_is_what_a_server_says_to_anybody():
    assert whole_frame("Olé") == b"\x81\x04Ol\xc3\xa9"
    assert whole_frame(b"\xff" * 126) == b"\x82\x7e\x00\x7e" + b"\xff" * 126
    server = Connection(Side.SERVER)
    server.send_text("x" * 70_000)
    assert server.bytes_to_send() == whole_frame("x" * 70_000)
