"""Server-Sent Events under Locust: one reply that stays open, read by the parser that our own client uses."""

import json

from helpers.measure.locustfiles.person import Person
from helpers.protocols.sse.parsing import Parser

__all__ = ["Sse"]


class Sse(Person):
    """Listens to ``/events``."""

    path = "events"

    def listen(self) -> None:
        """Read pieces, take events."""
        parser = Parser(limit=2**24)
        reply = self.client.get(f"/{self.path}", stream=True, headers={"Accept": "text/event-stream"})
        for piece in reply.iter_content(chunk_size=None):
            for event in parser.receive_data(piece):
                self.take(json.loads(event.data))
