"""WebSocket by the ``websockets`` library under Locust: its own sans-IO half, so that it runs on greenlets, too.

``CHAT_WEBSOCKETS`` is the server's address where it differs from ``--host``: the library has a port of its own.
"""

import os

from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import enable_client_permessage_deflate
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from helpers.measure.locustfiles.websocket_by_hand import Websocket
from helpers.measure.locustfiles.wire import Wire

__all__ = ["WebsocketsLibrary"]


class WebsocketsLibrary(Websocket):
    """Talks with the library's server, compressed as the library does by itself."""

    path = "websockets"

    def listen(self) -> None:
        """Shake hands, then read pieces."""
        self._wire = Wire(os.environ.get("CHAT_WEBSOCKETS") or self.host or "")
        self._library = ClientProtocol(
            parse_uri(f"ws://{self._wire.host}/"),
            subprotocols=[Subprotocol("json")],
            extensions=enable_client_permessage_deflate(None),
            max_size=2**24,
        )
        self._library.send_request(self._library.connect())
        self._flush()
        for piece in self._wire.pieces():
            self._library.receive_data(piece)
            self._happened()
            self._flush()

    def write(self, text: str) -> None:
        """Send a message."""
        self._library.send_text(text.encode())
        self._flush()

    def _happened(self) -> None:
        if self._library.handshake_exc is not None:
            raise self._library.handshake_exc
        for event in self._library.events_received():
            match event:
                case Response():
                    self._open.set()
                case Frame(opcode=Opcode.TEXT, data=data):
                    self.heard(bytes(data).decode())

    def _flush(self) -> None:
        for piece in self._library.data_to_send():
            self._wire.send(piece)


del Websocket  # Locust runs every person that it finds in a file
