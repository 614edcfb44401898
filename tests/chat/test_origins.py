"""Whose pages may open the chat's WebSocket: our own, those that we name, and programs, which are no pages."""

import pytest

from helpers.chat.servers.origins import welcome
from helpers.net.websocket import connect_websocket
from helpers.protocols.errors import RemoteProtocolError
from tests.chat.chat_samples import in_loop
from tests.chat.stream_samples import fresh
from tests.chat.test_websocket import serve_chat

HOST = "127.0.0.1:8080"


@pytest.mark.parametrize(
    ("origin", "host", "origins", "said"),
    [
        (None, HOST, (), True),
        ("http://127.0.0.1:8080", HOST, (), True),
        ("https://127.0.0.1:8080", HOST, (), True),  # TLS ended at a proxy
        ("http://127.0.0.1:8081", HOST, (), False),
        ("http://localhost:8080", HOST, (), False),
        ("https://Chat.Example", "chat.example:443", (), True),
        ("http://chat.example", "chat.example", (), True),
        ("http://chat.example.evil.example", "chat.example", (), False),
        ("http://chat.example:443", "chat.example", (), False),
        ("null", HOST, (), False),
        ("null", HOST, ("null",), True),
        ("", HOST, (), False),
        ("file://", "", (), False),
        ("https://a.example", HOST, ("https://a.example",), True),
        ("https://b.example", HOST, ("https://a.example",), False),
        ("https://b.example", HOST, ("*",), True),
    ],
)
def test_welcome(origin, host, origins, said):
    assert welcome(origin, host, origins) is said


@in_loop
async def test_the_chat_refuses_a_page_of_another_origin_before_it_says_anything():
    chat = fresh()
    server = await serve_chat(chat, origins=["https://a.example"])
    for origin in (None, f"http://127.0.0.1:{server.port}", "https://a.example"):
        async with connect_websocket(server.url("/socket", "ws"), origin=origin) as socket:
            await socket.receive()
    with pytest.raises(RemoteProtocolError, match="403") as caught:
        async with connect_websocket(server.url("/socket", "ws"), origin="https://evil.example"):
            pass
    assert caught.value.status == 403
    assert chat._listeners == []
