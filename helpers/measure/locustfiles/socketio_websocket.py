"""Socket.IO over a WebSocket under Locust: connected at once, without the polls that a browser begins with."""

from helpers.measure.locustfiles.socketio_polling import SocketioPolling

__all__ = ["SocketioWebsocket"]


class SocketioWebsocket(SocketioPolling):
    """Talks over one connection."""

    path = "socket.io websocket"
    carrier = "websocket"


del SocketioPolling  # Locust runs every person that it finds in a file
