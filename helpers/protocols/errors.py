"""What can go wrong in a protocol, and whose fault it is.

Short data is not an error: a parser that needs more bytes says so by returning ``None``.
"""

__all__ = ["LocalProtocolError", "ProtocolError", "RemoteProtocolError"]


class ProtocolError(Exception):
    """A rule of a protocol was broken.

    ``close_code`` is what a WebSocket endpoint answers with (RFC 6455 §7.4), ``status`` what an HTTP server answers
    with (RFC 9110 §15); each is ``None`` where it has no meaning.
    """

    def __init__(self, message: str, *, close_code: int | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.close_code = close_code
        self.status = status


class LocalProtocolError(ProtocolError):
    """Our own code asked for something illegal; nothing was sent."""


class RemoteProtocolError(ProtocolError):
    """The peer broke a rule; what we answer is in ``close_code`` or ``status``."""
