"""Socket.IO over long polling under Locust: python-socketio's own client, on greenlets.

Its posts are events with an acknowledgement, of type ``SEND`` in Locust's statistics.
"""

import time
from functools import partial

import socketio
from gevent.event import Event

from helpers.measure.locustfiles.person import Person

__all__ = ["SocketioPolling"]

PATIENCE = 30  # s


class SocketioPolling(Person):
    """Talks over HTTP alone, and never upgrades."""

    path = "socket.io polling"
    carrier = "polling"

    def on_start(self) -> None:
        """Connect, and listen by the client's own greenlets."""
        self._open = Event()
        self._line = socketio.Client(reconnection=False, handle_sigint=False, request_timeout=PATIENCE)
        self._line.on("connect", self._open.set)
        self._line.on("msg:get", self.take)
        super().on_start()
        self._open.wait()

    def listen(self) -> None:
        """Stay as long as the line does."""
        self._line.connect(self.host, transports=[self.carrier], auth={"name": ""}, wait_timeout=PATIENCE)
        self._line.wait()

    def on_stop(self) -> None:
        """Leave."""
        super().on_stop()
        self._line.disconnect()

    def post(self, post: dict[str, str]) -> None:
        """Emit it; the acknowledgement says that it is stored."""
        self._line.emit("msg:post", post, callback=partial(self._stored, time.monotonic()))

    def _stored(self, begun: float, answer: dict[str, object]) -> None:
        self.environment.events.request.fire(
            request_type="SEND",
            name=self.path,
            response_time=1000 * (time.monotonic() - begun),
            response_length=0,
            exception=None if answer["status"] == 201 else RuntimeError(str(answer)),
            context={},
        )
