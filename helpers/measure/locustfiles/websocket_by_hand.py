"""WebSocket under Locust, on the course's own codec: sans-IO, so it runs on greenlets as it does on asyncio.

Locust looks for modules in the folder of its files first: a ``websocket.py`` would hide the package of that name.
"""

import base64
import json
import secrets
import time

from gevent.event import Event

from helpers.measure.locustfiles.person import Person
from helpers.measure.locustfiles.wire import Wire
from helpers.protocols.http1.heads import parse_response_head
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Text
from helpers.protocols.websocket.handshake import check_response, client_request
from helpers.vocabulary import Side

__all__ = ["Websocket"]


class Websocket(Person):
    """Talks over one connection to ``/socket``."""

    path = "socket"

    def on_start(self) -> None:
        """Shake hands, then listen."""
        self._open, self._stored = Event(), dict[str, float]()
        super().on_start()
        self._open.wait()

    def listen(self) -> None:
        """Read pieces, take pages, and note when a post was answered."""
        self._wire = Wire(self.host or "")
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self._wire.send(client_request(self._wire.host, f"/{self.path}", key=key, subprotocols=["json"]))
        head, rest = self._wire.head()
        check_response(parse_response_head(head), key, subprotocols=["json"])
        self._connection = Connection(Side.CLIENT, mask_source=lambda: secrets.token_bytes(4))
        self._open.set()
        self._read(rest)
        for piece in self._wire.pieces():
            self._read(piece)

    def post(self, post: dict[str, str]) -> None:
        """Send it; the answer comes by its key."""
        self._stored[post["key"]] = time.monotonic()
        self.write(json.dumps({"type": "post", **post}))

    def heard(self, text: str) -> None:
        """Take what the server says: a page, or that a post is stored."""
        match json.loads(text):
            case {"type": "page", "page": page}:
                self.take(page)
            case {"type": "stored", "key": key}:
                self._answered(1000 * (time.monotonic() - self._stored.pop(key)))

    def write(self, text: str) -> None:
        """Send a message."""
        self._connection.send_text(text)
        self._wire.send(self._connection.bytes_to_send())

    def _read(self, data: bytes) -> None:
        self._connection.receive_data(data)
        for event in self._connection.events():
            if isinstance(event, Text):
                self.heard(event.data)
        self._wire.send(self._connection.bytes_to_send())

    def _answered(self, milliseconds: float) -> None:
        self.environment.events.request.fire(
            request_type="SEND",
            name=f"/{self.path}",
            response_time=milliseconds,
            response_length=0,
            exception=None,
            context={},
        )
