import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.head_reader import HeadReader

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("step", [1, 2, 3, 5, len(HEAD), len(HEAD) + 3])
def test_a_head_at_any_split_and_what_follows_it(step):
    data = HEAD + b"\x81\x80abcd"
    reader, heads, behind = HeadReader(most=100), [], b""
    for at in range(0, len(data), step):
        piece = data[at : at + step]
        if heads:
            behind += piece
        elif (head := reader.receive_data(piece)) is not None:
            heads.append(head)
    assert heads == [HEAD]
    assert reader.rest + behind == b"\x81\x80abcd"


def test_the_first_empty_line_ends_it():
    reader = HeadReader(most=100)
    assert reader.receive_data(HEAD + HEAD) == HEAD
    assert reader.rest == HEAD


@pytest.mark.parametrize("data", [b"x" * 11, b"x" * 11 + b"\r\n\r\n"])
def test_a_head_that_is_too_long_is_refused_whether_whole_or_not(data):
    reader = HeadReader(most=10)
    assert reader.receive_data(b"") is None
    with pytest.raises(RemoteProtocolError, match="a head of more than 10 bytes") as caught:
        reader.receive_data(data)
    assert caught.value.status == 431
    assert HeadReader(most=10).receive_data(b"x" * 10 + b"\r\n\r\n") is not None
