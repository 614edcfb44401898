"""A stream of HTTP/2 under Locust: one connection, on which one reply stays open and posts have streams of their own.

``CHAT_HTTP2`` is the server's address where it differs from ``--host``: HTTP/2 without TLS has a port of its own.
"""

import json
import os
import time

from gevent.event import Event
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded

from helpers.measure.locustfiles.person import Person
from helpers.measure.locustfiles.wire import Wire

__all__ = ["Http2Stream"]


class Http2Stream(Person):
    """Listens to ``/msgs`` and posts there."""

    path = "msgs"

    def on_start(self) -> None:
        """Connect, then listen."""
        self._open, self._asked, self._line = Event(), dict[int, float](), b""
        super().on_start()
        self._open.wait()

    def listen(self) -> None:
        """Read pieces, take lines."""
        self._wire = Wire(os.environ.get("CHAT_HTTP2") or self.host or "")
        self._connection = H2Connection()
        self._connection.initiate_connection()
        self._listening_on = self._ask("GET")
        self._open.set()
        for piece in self._wire.pieces():
            for event in self._connection.receive_data(piece):
                self._happened(event)
            self._wire.send(self._connection.data_to_send())

    def post(self, post: dict[str, str]) -> None:
        """Ask on a stream of its own."""
        self._ask("POST", json.dumps(post).encode())

    def _ask(self, method: str, body: bytes = b"") -> int:
        stream = self._connection.get_next_available_stream_id()
        pseudo = {
            ":method": method,
            ":scheme": "http",
            ":authority": self._wire.host,
            ":path": f"/{self.path}",
        }
        headers = [*pseudo.items(), ("content-type", "application/json")]
        self._asked[stream] = time.monotonic()
        self._connection.send_headers(stream, headers, end_stream=not body)
        if body:
            self._connection.send_data(stream, body, end_stream=True)
        self._wire.send(self._connection.data_to_send())
        return stream

    def _happened(self, event: object) -> None:
        match event:
            case DataReceived(stream_id=stream):
                self._connection.acknowledge_received_data(event.flow_controlled_length or 0, stream)
                if stream == self._listening_on:
                    *lines, self._line = (self._line + (event.data or b"")).split(b"\n")
                    for line in filter(None, lines):
                        self.take(json.loads(line))
            case ResponseReceived(stream_id=stream) if stream == self._listening_on:
                self._answered("GET", stream)
            case StreamEnded(stream_id=stream):
                self._answered("POST", stream)

    def _answered(self, method: str, stream: int) -> None:
        self.environment.events.request.fire(
            request_type=method,
            name=f"/{self.path}",
            response_time=1000 * (time.monotonic() - self._asked.pop(stream)),
            response_length=0,
            exception=None,
            context={},
        )
